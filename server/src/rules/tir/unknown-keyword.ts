import { argumentChangeOf } from "../../api/arguments";
import { keywordChangeOf } from "../../api/keywords";
import { t } from "../../l10n";
import { closestTo } from "../closest";
import { nameFix } from "../did-you-mean";
import { defineFaultRule } from "../faults";

/** A keyword that the function does not have in the targeted release, nor in another. */
export const unknownKeyword = defineFaultRule({
  code: "TVM207",
  name: "unknown-keyword",
  kinds: ["unknown-keyword"],
  message({ callee, path, name, known }, { release }) {
    // Of a keyword that another release has, the rules about what changed speak.
    const change = argumentChangeOf(path, name, "", release);
    if ((change && change.kind !== "not-yet") || keywordChangeOf(path, name, release)?.to) return null;
    const meant = closestTo(name, known);
    return meant === null
      ? t("`{0}` takes no keyword `{1}`.", callee, name)
      : t("`{0}` takes no keyword `{1}`. Did you mean `{2}`?", callee, name, meant);
  },
  fix: ({ span, name, known }) => nameFix(span, name, known),
});
