/** The names that syntax binds, where what they stand for cannot be known. */
import { child, type SyntaxNode, walk } from "../syntax/node";
import type { Lowering } from "./lowering";
import { unknown } from "./values";

/** Patterns and what stands in them. */
const PATTERNS = new Set([
  "identifier",
  "pattern_list",
  "tuple_pattern",
  "list_pattern",
  "list_splat_pattern",
  "as_pattern_target",
  "expression_list",
  "tuple",
  "list",
  "parenthesized_expression",
]);

/** The names in a target: `i`, `i, j`, `(a, *rest)`. */
export function namesIn(target: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  walk(target, (node) => {
    if (node.kind === "identifier") found.push(node);
    return PATTERNS.has(node.kind);
  });
  return found;
}

/** Binds a target's names to something unknown, those that the innermost scope does not have yet. */
export function bindUnknown(low: Lowering, target: SyntaxNode): void {
  for (const node of namesIn(target)) {
    const name = low.text(node);
    if (!low.bindsHere(name)) low.bind(name, unknown(low.source(node)));
  }
}

/** The names that statements bind in the scope that they stand in, those of branches included. */
export function boundIn(body: SyntaxNode): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  walk(body, (node) => {
    if (node.kind === "assignment" || node.kind === "augmented_assignment") {
      const left = child(node, "left");
      if (left) found.push(...namesIn(left));
      return node.kind === "assignment";
    }
    if (node.kind === "function_definition") {
      const name = child(node, "name");
      if (name) found.push(name);
      return false;
    }
    return !OWN_SCOPES.has(node.kind);
  });
  return found;
}

const OWN_SCOPES = new Set(["for_statement", "while_statement", "with_statement", "class_definition", "lambda"]);
