import type { AstNode, Scalar } from "../ast";

export const treeFormats = ["json", "tree", "dot"] as const;
export type TreeFormat = (typeof treeFormats)[number];

export function formatTree(format: TreeFormat, root: AstNode): string {
  switch (format) {
    case "json":
      return `${JSON.stringify(contractNode(root), null, 2)}\n`;
    case "tree":
      return textTree(root);
    case "dot":
      return dotGraph(root);
  }
}

/** The node as the command line's contract has it: without the text for people. */
function contractNode({ kind, category, span, fields, children }: AstNode): object {
  return {
    kind,
    category,
    span,
    fields,
    children: children.map(({ role, node }) => ({ role, node: contractNode(node) })),
  };
}

function textTree(root: AstNode): string {
  const lines: string[] = [];
  const visit = (node: AstNode, role: string | null, indent: string, branch: string) => {
    const where = node.span ? `  :${node.span.start.line + 1}` : "";
    lines.push(
      `${indent}${branch}${role === null ? "" : `${role}: `}${node.kind} ${node.text ?? scalars(node.fields)}${where}`.trimEnd(),
    );
    const below = indent + (branch === "" ? "" : branch === "└─ " ? "   " : "│  ");
    node.children.forEach(({ role: own, node: child }, i) => {
      visit(child, own, below, i === node.children.length - 1 ? "└─ " : "├─ ");
    });
  };
  visit(root, null, "", "");
  return `${lines.join("\n")}\n`;
}

function scalars(fields: Readonly<Record<string, Scalar>>): string {
  return Object.entries(fields)
    .map(([name, value]) => `${name}=${JSON.stringify(value)}`)
    .join(" ");
}

/** Statements are boxes, expressions ellipses, types notes. */
function dotGraph(root: AstNode): string {
  const shapes = { stmt: "box", expr: "ellipse", type: "note", other: "plaintext" } as const;
  const lines = ["digraph tree {", '  node [fontname="monospace"];'];
  let count = 0;
  const visit = (node: AstNode): string => {
    const id = `n${count++}`;
    const label = JSON.stringify(`${node.kind}\n${node.text ?? scalars(node.fields)}`);
    lines.push(`  ${id} [shape=${shapes[node.category]}, label=${label}];`);
    for (const { role, node: child } of node.children)
      lines.push(`  ${id} -> ${visit(child)} [label=${JSON.stringify(role)}];`);
    return id;
  };
  visit(root);
  lines.push("}");
  return `${lines.join("\n")}\n`;
}
