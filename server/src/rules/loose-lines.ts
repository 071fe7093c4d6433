import { child, type SyntaxNode } from "../syntax/node";
import type { PartEdit, UnitContext } from "./rule";

const BRACKETED =
  /^(?:argument_list|parenthesized_expression|list|dictionary|set|generator_expression|\w+_comprehension|string)$/;

/** What takes an expression out of the brackets around it and leaves it alone in a span: with its own where it would come apart. */
export function unwrappedEdits(
  expression: SyntaxNode,
  span: { readonly start: number; readonly end: number },
  head: string,
  context: UnitContext,
): PartEdit[] {
  const [open, close] = hasLooseLines(expression, context.unit.unit.text) ? ["(", ")"] : ["", ""];
  return [
    context.edit({ start: span.start, end: expression.start }, head + open),
    context.edit({ start: expression.end, end: span.end }, close),
  ];
}

/** Whether an expression has lines that only brackets around it keep together. */
function hasLooseLines(expression: SyntaxNode, unit: string): boolean {
  return /(?:^|[^\\\r])\r?\n/.test(looseText(expression, unit));
}

/** The text of an expression without what stands in brackets of its own. */
function looseText(node: SyntaxNode, unit: string): string {
  if (BRACKETED.test(node.kind) || (node.kind === "tuple" && unit[node.start] === "(")) return "";
  const value = node.kind === "subscript" ? child(node, "value") : null;
  if (value) return looseText(value, unit);
  let text = "";
  let at = node.start;
  for (const each of node.children) {
    text += unit.slice(at, each.start) + looseText(each, unit);
    at = each.end;
  }
  return text + unit.slice(at, node.end);
}
