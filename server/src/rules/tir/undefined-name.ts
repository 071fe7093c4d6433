import { t } from "../../l10n";
import { closestTo } from "../closest";
import { defineFaultRule } from "../faults";

/**
 * A name that nothing defines where it is used: misspelled, or defined in a scope that has ended (a loop's variable after its
 * loop). TVM's evaluator looks names up in its own table of variables, then among Python's built-in names.
 */
export const undefinedName = defineFaultRule({
  code: "TVM200",
  name: "undefined-name",
  kinds: ["undefined-name"],
  message({ name, known }) {
    const meant = closestTo(name, known);
    return meant === null
      ? t("`{0}` is not defined here.", name)
      : t("`{0}` is not defined here. Did you mean `{1}`?", name, meant);
  },
  fix({ name, known, span }) {
    const meant = closestTo(name, known);
    if (meant === null) return null;
    return (context) => ({
      title: t("Change to `{0}`", meant),
      applicability: "unsafe",
      edits: [context.edit(span, meant)],
    });
  },
});
