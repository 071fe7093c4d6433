import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * A parameter of a Relax function without a type: TVM asks for one of each.
 */
export const missingParameterType = defineFaultRule({
  code: "TVM301",
  name: "missing-parameter-type",
  kinds: ["relax-parameter-type"],
  message({ name }) {
    return t("The parameter `{0}` of a Relax function needs a type: `{0}: R.Tensor(…)`.", name);
  },
});
