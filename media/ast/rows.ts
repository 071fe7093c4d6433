/** The lines of the tree that can be scrolled to: what is not inside something folded. */
import type { Unfolded } from "./folding";
import type { TreeNode } from "./tree";

export interface Row {
  readonly node: TreeNode;
  /** From 1, as `aria-level` counts. */
  readonly level: number;
  /** From 1, among the siblings that are shown. */
  readonly position: number;
  readonly siblings: number;
  /** null: a leaf. */
  readonly unfolded: boolean | null;
}

/**
 * @param only the numbers of the nodes to show (matches and what leads to them); what leads to a match is unfolded
 *   whatever `unfolded` says. null: no filter.
 */
export function visibleRows(root: TreeNode, unfolded: Unfolded, only: ReadonlySet<number> | null = null): Row[] {
  const rows: Row[] = [];
  const visit = (node: TreeNode, level: number, position: number, siblings: number): void => {
    const children = only ? node.children.filter((child) => only.has(child.id)) : node.children;
    const open = children.length === 0 ? null : only !== null || unfolded.has(node.id);
    rows.push({ node, level, position, siblings, unfolded: open });
    for (const [i, child] of open ? children.entries() : []) visit(child, level + 1, i + 1, children.length);
  };
  if (!only || only.has(root.id)) visit(root, 1, 1, 1);
  return rows;
}
