/** From a place in the source to the node that is written there. */
import type { Position, Range } from "../../server/src/position";
import { type TreeNode, walk } from "./tree";

export function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

function contains(outer: Range, inner: Range): boolean {
  return compare(outer.start, inner.start) <= 0 && compare(inner.end, outer.end) <= 0;
}

/**
 * The innermost node that covers the selection: the one of the smallest span, and of several with that span the
 * deepest. A node without a span is never found.
 * @param keep the selected node: it stays where it fits as well as the one that would be found (an SBlock and its
 *   SBlockRealize have one and the same source).
 */
export function nodeAt(root: TreeNode, selection: Range, keep: number | null = null): TreeNode | null {
  let best: TreeNode | null = null;
  for (const node of walk(root)) {
    if (!node.span || !contains(node.span, selection)) continue;
    if (!best?.span) best = node;
    else if (contains(best.span, node.span)) {
      // Equal spans contain each other: the deeper one wins, unless the selected one is among them.
      const equal = contains(node.span, best.span);
      if (!equal || (best.id !== keep && (node.id === keep || node.depth >= best.depth))) best = node;
    }
  }
  return best;
}
