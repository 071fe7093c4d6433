import { lookup } from "../../semantic/scopes";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import type { UnitContext } from "../rule";

/** An expression without the brackets around it. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  const [only] = node.children;
  return node.kind === "parenthesized_expression" && only ? unwrapped(only) : node;
}

/** Whether a loop's variable, an axis or a buffer is in an expression: something that only exists in the script. */
export function isOfScript(value: SyntaxNode, definition: SyntaxNode, context: UnitContext): boolean {
  let found = false;
  walk(value, (node) => {
    if (found || node.kind !== "identifier" || node.field === "attribute" || node.field === "name") return;
    const bound = lookup(context.text(node), { node, unit: context.unit }, context.model.module);
    found = bound.some(({ binding, unit }) => {
      const { node: at } = binding;
      const isInside = unit === context.unit && at.start >= definition.start && at.end <= definition.end;
      return isInside && (binding.kind !== "value" || binding.index !== null || isMade(binding.value, context));
    });
  });
  return found;
}

/** What a call or an index gives, but what `T.meta_var` gives a name. */
function isMade(value: SyntaxNode | null, context: UnitContext): boolean {
  if (value?.kind === "subscript") return true;
  const fn = value?.kind === "call" ? child(value, "function") : null;
  return fn !== null && !/\bmeta_var$/.test(context.text(fn));
}
