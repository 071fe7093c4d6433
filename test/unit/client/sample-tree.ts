import { nameOf, type TreeNode, walk } from "../../../media/ast/tree";
import type { AstNode } from "../../../server/src/ast";

/**
 * A tree from an indented outline, one node a line: `role: Kind text @line:from-to`. The role (before the colon) and the
 * span (one line, from `@`) may be left out.
 */
export function outline(text: string): AstNode {
  type Open = { indent: number; node: AstNode & { children: { role: string; node: AstNode }[] } };
  const open: Open[] = [];
  let root: AstNode | null = null;
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const match = /^( *)(?:([\w.]+): )?(\w+)(?: (.*?))?(?: @(\d+):(\d+)-(\d+))?$/.exec(line);
    if (!match) throw new Error(`not a line of an outline: ${line}`);
    const [, space = "", role = "body", kind = "", words = "", at, from, to] = match;
    const node = {
      kind,
      category: "stmt" as const,
      text: words,
      fields: {},
      span:
        at === undefined
          ? null
          : { start: { line: Number(at), character: Number(from) }, end: { line: Number(at), character: Number(to) } },
      children: [] as { role: string; node: AstNode }[],
    };
    while (open.length > 0 && (open.at(-1)?.indent ?? 0) >= space.length) open.pop();
    const parent = open.at(-1);
    if (parent) parent.node.children.push({ role, node });
    else root = node;
    open.push({ indent: space.length, node });
  }
  if (!root) throw new Error("an empty outline");
  return root;
}

export function named(root: TreeNode, name: string): TreeNode {
  for (const node of walk(root)) if (nameOf(node) === name) return node;
  throw new Error(`no node is named ${name}`);
}
