import { t } from "../../l10n";
import { closestTo } from "../closest";
import { nameFix } from "../did-you-mean";
import { defineFaultRule } from "../faults";
import { capital, kindWord } from "../kinds";

/** An attribute that a value does not have. */
export const unknownMember = defineFaultRule({
  code: "TVM222",
  name: "unknown-member",
  kinds: ["unknown-member"],
  message({ of, name, known }) {
    const meant = closestTo(name, known);
    return meant === null
      ? t("{0} has no `{1}`.", capital(kindWord(of)), name)
      : t("{0} has no `{1}`. Did you mean `{2}`?", capital(kindWord(of)), name, meant);
  },
  fix: ({ span, name, known }) => nameFix(span, name, known),
});
