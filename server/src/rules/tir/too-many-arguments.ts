import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** More arguments than the function takes by position. */
export const tooManyArguments = defineFaultRule({
  code: "TVM206",
  name: "too-many-arguments",
  kinds: ["too-many-arguments"],
  message: ({ callee, expected, found }) =>
    t("`{0}` takes {1} arguments by position, and here are {2}.", callee, expected, found),
});
