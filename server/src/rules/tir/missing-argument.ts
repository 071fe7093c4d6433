import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** A call without an argument that the function must have. */
export const missingArgument = defineFaultRule({
  code: "TVM208",
  name: "missing-argument",
  kinds: ["missing-argument"],
  message: ({ callee, names }) =>
    t("`{0}` needs an argument for {1}.", callee, names.map((each) => `\`${each}\``).join(", ")),
});
