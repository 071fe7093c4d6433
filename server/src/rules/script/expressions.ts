import type { Span } from "../../position";
import { lookup } from "../../semantic/scopes";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import type { UnitContext } from "../rule";

/** The text of names, calls and subscripts without what may stand between their parts. */
export function plainText(node: Span, context: UnitContext): string {
  return context.text(node).replace(/#[^\n]*|[\s\\]+/g, "");
}

/**
 * Whether a loop's variable, an axis or a buffer is in an expression: something that only exists in the script. So is what is
 * made of such a thing and has a name.
 */
export function isOfScript(
  value: SyntaxNode,
  definition: SyntaxNode,
  context: UnitContext,
  above: ReadonlySet<SyntaxNode> = new Set(),
): boolean {
  let found = false;
  const seen = new Set(above).add(value);
  walk(value, (node) => {
    if (found || node.kind !== "identifier" || node.field === "attribute" || node.field === "name") return;
    const bound = lookup(context.text(node), { node, unit: context.unit }, context.model.module);
    found = bound.some(({ binding, unit }) => {
      const { node: at } = binding;
      const isInside = unit === context.unit && at.start >= definition.start && at.end <= definition.end;
      if (!isInside) return false;
      if (binding.kind !== "value" || binding.index !== null || isMade(binding.value, context)) return true;
      const given = binding.value;
      return (
        given !== null && !isMeta(given, context) && !seen.has(given) && isOfScript(given, definition, context, seen)
      );
    });
  });
  return found;
}

/** What a call or an index gives, but what `T.meta_var` gives a name. */
function isMade(value: SyntaxNode | null, context: UnitContext): boolean {
  return value?.kind === "subscript" || (value?.kind === "call" && !isMeta(value, context));
}

function isMeta(value: SyntaxNode, context: UnitContext): boolean {
  const fn = value.kind === "call" ? child(value, "function") : null;
  return fn !== null && /\bmeta_var$/.test(context.text(fn));
}

/** Whether one place alone gives the name what it stands for. */
export function isBoundOnce(name: SyntaxNode, context: UnitContext): boolean {
  return lookup(context.text(name), { node: name, unit: context.unit }, context.model.module).length === 1;
}
