import type { AstCategory, AstNode } from "../ast";
import { detailOf, shorten } from "./ast-label";

/** Statements are boxes, expressions ellipses, types hexagons, the rest plain text: told apart without colour. */
const SHAPES: Readonly<Record<AstCategory, string>> = {
  stmt: 'shape=box, style="filled,bold", fillcolor="#dbe9ff"',
  expr: 'shape=ellipse, style=filled, fillcolor="#e6f5e1"',
  type: 'shape=hexagon, style=filled, fillcolor="#fff2cc"',
  other: 'shape=box, style="filled,rounded,dashed", fillcolor="#f2f2f2"',
};

/** The tree for Graphviz. */
export function astDot(root: AstNode): string {
  const lines = [
    "digraph ast {",
    '  node [fontname="Helvetica", fontsize=11];',
    '  edge [fontname="Helvetica", fontsize=9];',
  ];
  const stack: { node: AstNode; id: number }[] = [{ node: root, id: 0 }];
  let last = 0;
  for (let at = stack.pop(); at; at = stack.pop()) {
    const detail = shorten(detailOf(at.node), 60);
    const label = detail ? `${at.node.kind}\n${detail}` : at.node.kind;
    lines.push(`  n${at.id} [label=${quoted(label)}, ${SHAPES[at.node.category]}];`);
    const children = at.node.children.map(({ role, node }) => ({ role, node, id: ++last }));
    for (const { role, id } of children) lines.push(`  n${at.id} -> n${id} [label=${quoted(role)}];`);
    stack.push(...children.reverse());
  }
  return `${lines.join("\n")}\n}\n`;
}

function quoted(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`;
}
