import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * A value that a statement makes and nothing holds: TVM wants it bound to a variable. Calls that give nothing, like `R.print`, are fine.
 */
export const unboundValue = defineFaultRule({
  code: "TVM303",
  name: "unbound-value",
  kinds: ["relax-unbound-value"],
  message() {
    return t("A value has to be bound to a variable: `_ = …`.");
  },
});
