import type { AstCategory, AstNode, Scalar } from "../ast";
import type { Range, Span } from "../position";

/** A node of a finished tree, its place in offsets of the unit. */
export interface TreeNode {
  readonly kind: string;
  readonly category: AstCategory;
  readonly span: Span | null;
  readonly fields: Readonly<Record<string, Scalar>>;
  readonly children: readonly { readonly role: string; readonly node: TreeNode }[];
  /** The node on one line, for people. */
  readonly text: string;
}

/** The tree with places of the document. */
export function toAst(tree: TreeNode, toRange: (span: Span) => Range): AstNode {
  return {
    kind: tree.kind,
    category: tree.category,
    span: tree.span && toRange(tree.span),
    fields: tree.fields,
    children: tree.children.map(({ role, node }) => ({ role, node: toAst(node, toRange) })),
    text: tree.text,
  };
}

/** How many nodes a tree has. */
export function countNodes(tree: TreeNode): number {
  let count = 0;
  const stack = [tree];
  for (let at = stack.pop(); at; at = stack.pop()) {
    count++;
    for (const { node } of at.children) stack.push(node);
  }
  return count;
}
