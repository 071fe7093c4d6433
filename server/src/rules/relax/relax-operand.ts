import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * Python's operator between a tensor and something that Relax makes no tensor of, or an operator that tensors don't have.
 */
export const relaxOperand = defineFaultRule({
  code: "TVM315",
  name: "relax-operand",
  kinds: ["relax-operand"],
  message({ wrong, operator }) {
    switch (wrong) {
      case "number":
        return t('A number beside a tensor is written as a constant: `R.const(1, "float32")`.');
      case "text":
        return t("Text is no operand of a tensor.");
      case "operator":
        return t("Relax has no operator `{0}`.", operator);
    }
  },
});
