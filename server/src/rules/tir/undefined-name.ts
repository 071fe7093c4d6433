import { t } from "../../l10n";
import type { Span } from "../../position";
import { type SyntaxNode, walk } from "../../syntax/node";
import { closestTo } from "../closest";
import { nameFix } from "../did-you-mean";
import { defineFaultRule } from "../faults";
import { EARLY_TYPES } from "../script/early-relax";

/**
 * A name that nothing defines where it is used: misspelled, or defined in a scope that has ended (a loop's variable after its
 * loop). TVM's evaluator looks names up in its own table of variables, then among Python's built-in names.
 */
export const undefinedName = defineFaultRule({
  code: "TVM200",
  name: "undefined-name",
  kinds: ["undefined-name"],
  message({ name, known, span }, context, reading) {
    // `early-relax` has more to say of it.
    const isCalled = context.text({ start: span.end, end: span.end + 1 }) === "(";
    if (reading.form === "Function" && isCalled && EARLY_TYPES.has(name) && isInType(reading.definition, span))
      return null;
    const meant = closestTo(name, known);
    return meant === null
      ? t("`{0}` is not defined here.", name)
      : t("`{0}` is not defined here. Did you mean `{1}`?", name, meant);
  },
  fix: ({ name, known, span }) => nameFix(span, name, known),
});

function isInType(definition: SyntaxNode, { start, end }: Span): boolean {
  let found = false;
  walk(definition, (node) => {
    if (node.kind === "type" && node.start <= start && node.end >= end) found = true;
    return !found && node.start <= start && node.end >= end;
  });
  return found;
}
