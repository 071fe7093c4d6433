import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * An attribute that no Relax expression has.
 */
export const relaxMember = defineFaultRule({
  code: "TVM308",
  name: "relax-member",
  kinds: ["relax-unknown-member"],
  message({ name }) {
    return t("A Relax value has no attribute `{0}`.", name);
  },
});
