import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { kindWord } from "../kinds";

/** An operator between values that it is not for. */
export const operandTypes = defineFaultRule({
  code: "TVM219",
  name: "operand-types",
  kinds: ["operand-kinds", "operand-types"],
  message(fault) {
    const [left, right] =
      fault.kind === "operand-kinds"
        ? [kindWord(fault.left), fault.right === null ? null : kindWord(fault.right)]
        : [`\`${fault.left}\``, fault.right === null ? null : `\`${fault.right}\``];
    return right === null
      ? t("`{0}` is not for {1}.", fault.operator, left)
      : t("`{0}` is not for {1} and {2}.", fault.operator, left, right);
  },
});
