import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** A parameter without a type. */
export const missingAnnotation = defineFaultRule({
  code: "TVM204",
  name: "missing-annotation",
  kinds: ["missing-annotation"],
  message: ({ name }) => t("The parameter `{0}` has no type annotation.", name),
});
