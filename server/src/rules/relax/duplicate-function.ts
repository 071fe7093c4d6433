import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * Two functions of one name in a module.
 */
export const duplicateFunction = defineFaultRule({
  code: "TVM317",
  name: "duplicate-function",
  kinds: ["relax-duplicate-function"],
  message({ name }) {
    return t("The module has a function `{0}` already.", name);
  },
});
