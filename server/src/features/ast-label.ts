import type { AstNode, Scalar } from "../ast";

/** A node's kind and what it is about, on one line: its source's words where there are any, else its fields. */
export function labelOf(node: AstNode): string {
  const detail = detailOf(node);
  return detail ? `${node.kind}  ${detail}` : node.kind;
}

export function detailOf(node: AstNode): string {
  if (node.text) return node.text;
  return Object.entries(node.fields)
    .filter(([, value]) => value !== null && value !== "")
    .map(([name, value]) => `${name}=${fieldText(value)}`)
    .join(" ");
}

function fieldText(value: Scalar): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Cut to a length, with a sign that something is missing. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : text;
}
