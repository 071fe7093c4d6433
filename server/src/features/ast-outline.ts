import type { AstNode } from "../ast";
import { labelOf } from "./ast-label";

/**
 * The tree as indented text, one node a line: `body: For  for i in T.serial(8)  :12`. The number is the source's line, from one.
 */
export function astOutline(root: AstNode): string {
  const lines: string[] = [];
  const stack: { node: AstNode; role: string; depth: number }[] = [{ node: root, role: "", depth: 0 }];
  for (let at = stack.pop(); at; at = stack.pop()) {
    const { node, role, depth } = at;
    const place = node.span ? `  :${node.span.start.line + 1}` : "";
    lines.push(`${"  ".repeat(depth)}${role && `${role}: `}${labelOf(node)}${place}`);
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child) stack.push({ node: child.node, role: child.role, depth: depth + 1 });
    }
  }
  return `${lines.join("\n")}\n`;
}
