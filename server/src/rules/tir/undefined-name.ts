import { t } from "../../l10n";
import type { Span } from "../../position";
import { isExpectedToFail } from "../../semantic/guards";
import { type SyntaxNode, walk } from "../../syntax/node";
import type { Reading } from "../../tir/lower";
import { closestTo } from "../closest";
import { nameFix } from "../did-you-mean";
import { defineFaultRule } from "../faults";
import type { UnitContext } from "../rule";
import { bareFunctionAt } from "../script/early-calls";
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
    if (isEarlyCall(span, name, reading, context)) return null;
    const meant = closestTo(name, known);
    return meant === null
      ? t("`{0}` is not defined here.", name)
      : t("`{0}` is not defined here. Did you mean `{1}`?", name, meant);
  },
  fix: ({ name, known, span }) => nameFix(span, name, known),
});

/** A function of the module by its bare name, of which `early-relax` has more to say, too. */
function isEarlyCall(span: Span, name: string, { form, definition }: Reading, context: UnitContext): boolean {
  if (form !== "Function" || isExpectedToFail(definition, context.unit.unit.text)) return false;
  return bareFunctionAt(span, context)?.name === name;
}

function isInType(definition: SyntaxNode, { start, end }: Span): boolean {
  let found = false;
  walk(definition, (node) => {
    if (node.kind === "type" && node.start <= start && node.end >= end) found = true;
    return !found && node.start <= start && node.end >= end;
  });
  return found;
}
