import { child, type SyntaxNode } from "../syntax/node";

/** Whether an expression is the value of a variable whose type is written: TVM takes that type for the value's, and derives none. */
export function isAnnotated(node: SyntaxNode): boolean {
  let at = node;
  while (at.parent?.kind === "parenthesized_expression") at = at.parent;
  return at.parent?.kind === "assignment" && child(at.parent, "type") !== null;
}
