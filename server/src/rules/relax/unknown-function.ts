import { t } from "../../l10n";
import { closestTo } from "../closest";
import { nameFix } from "../did-you-mean";
import { defineFaultRule } from "../faults";

/**
 * A function that the module doesn't have: `cls.main_` where there is `main`.
 */
export const unknownFunction = defineFaultRule({
  code: "TVM307",
  name: "unknown-function",
  kinds: ["relax-unknown-function"],
  message({ name, known }) {
    const meant = closestTo(name, known);
    return meant === null
      ? t("The module has no function `{0}`.", name)
      : t("The module has no function `{0}`. Did you mean `{1}`?", name, meant);
  },
  fix: ({ name, known, span }) => nameFix(span, name, known),
});
