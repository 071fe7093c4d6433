import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * An attribute that `R.func_attr` sets twice, or a `global_symbol` of a private function.
 */
export const functionAttribute = defineFaultRule({
  code: "TVM318",
  name: "function-attribute",
  kinds: ["relax-attribute"],
  message({ wrong, key }) {
    return wrong === "repeated"
      ? t("The attribute `{0}` is set twice.", key)
      : t("A private function has no `{0}`.", key);
  },
});
