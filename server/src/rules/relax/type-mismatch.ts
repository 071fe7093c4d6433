import { t } from "../../l10n";
import { typeText } from "../../relax/type-text";
import { defineFaultRule } from "../faults";

/**
 * A written type that the value cannot have: an annotation, or what `R.match_cast` casts to.
 */
export const typeMismatch = defineFaultRule({
  code: "TVM310",
  name: "type-mismatch",
  kinds: ["relax-type-mismatch"],
  message({ wrong, given, found }) {
    switch (wrong) {
      case "annotation":
      case "call-annotation":
        return t("This value has the type {0}, not {1}.", typeText(found), typeText(given));
      case "cast":
        return t("A value of the type {0} is never one of {1}.", typeText(found), typeText(given));
      case "cast-annotation":
        return t("The annotation says {0}, the cast {1}.", typeText(given), typeText(found));
    }
  },
});
