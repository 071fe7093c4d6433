import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** An argument that is given by position and by keyword. */
export const repeatedArgument = defineFaultRule({
  code: "TVM209",
  name: "repeated-argument",
  kinds: ["repeated-argument"],
  message: ({ callee, name }) => t("`{0}` gets `{1}` twice, by position and by keyword.", callee, name),
});
