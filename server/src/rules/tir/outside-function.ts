import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** What is said of a function, in a scope within it. */
export const outsideFunction = defineFaultRule({
  code: "TVM232",
  name: "outside-function",
  kinds: ["outside-function"],
  message: ({ callee }) => t("`{0}` has to stand in the function itself, in no scope within it.", callee),
});
