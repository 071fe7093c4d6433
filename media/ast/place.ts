/** From a place in the source to the node that is written there. */
import type { Position, Range } from "../../server/src/position";
import { ancestors, type TreeNode, walk } from "./tree";

export function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}

function contains(outer: Range, inner: Range): boolean {
  return compare(outer.start, inner.start) <= 0 && compare(inner.end, outer.end) <= 0;
}

const isSame = (a: Range | null, b: Range | null): boolean =>
  a !== null && b !== null && contains(a, b) && contains(b, a);

/**
 * Fields that are mostly worked out and not written: what a block reads and writes is told again at the places of its
 * statements, a condition or a type that nobody wrote has the place of the whole.
 */
const workedOut: ReadonlySet<string> = new Set(["reads", "writes", "predicate", "ret_type"]);

/**
 * The innermost node that covers the selection: the one of the smallest span, and of several with that span the
 * deepest. A node without a span is never found.
 * @param keep the selected node: it stays where it fits as well as the one that would be found (an SBlock and its
 *   SBlockRealize have one and the same source).
 */
export function nodeAt(root: TreeNode, selection: Range, keep: number | null = null): TreeNode | null {
  const found = innermost(written(root), selection, keep);
  if (!found) return null;
  // `T.reads(…)`, `T.where(…)`, `-> T.int32`: written after all, and no other node is written there.
  for (const owner of [found, ...ancestors(found)]) {
    if (!isSame(owner.span, found.span)) break;
    const said = owner.children.filter(({ role }) => workedOut.has(role)).flatMap((child) => [...walk(child)]);
    const inner = innermost(said, selection, keep);
    if (inner && !isSame(inner.span, found.span)) return inner;
  }
  return found;
}

/** The tree without what is worked out. */
function* written(node: TreeNode): Generator<TreeNode> {
  yield node;
  for (const child of node.children) if (!workedOut.has(child.role)) yield* written(child);
}

/** @param nodes parents before children */
function innermost(nodes: Iterable<TreeNode>, selection: Range, keep: number | null): TreeNode | null {
  let best: TreeNode | null = null;
  for (const node of nodes) {
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
