/** Which nodes are unfolded: at first, after an edit, and after the window was reloaded. */
import { ancestors, pathOf, type TreeNode, walk } from "./tree";

/** Trees up to this many nodes are shown whole at first. */
const wholeTree = 300;
/** Of larger ones, nodes above this depth are unfolded: function, root block, the outer loops. */
const firstLevels = 4;

/** The numbers of the unfolded nodes. Leaves are never among them. */
export type Unfolded = ReadonlySet<number>;

/** How a tree is shown when it is met first. */
export function unfoldedAtFirst(root: TreeNode): Set<number> {
  return new Set([...walk(root)].filter((node) => startsUnfolded(node, root.size)).map((node) => node.id));
}

function startsUnfolded(node: TreeNode, treeSize: number): boolean {
  return node.children.length > 0 && (treeSize <= wholeTree || node.depth < firstLevels);
}

/**
 * After an edit: what was there stays as it was, what is new is shown as if met first.
 * @param previous the tree that `unfolded` speaks of.
 */
export function unfoldedAfterEdit(unfolded: Unfolded, previous: TreeNode, root: TreeNode): Set<number> {
  const before = new Map([...walk(previous)].map((node) => [node.id, node.children.length > 0]));
  const next = new Set<number>();
  for (const node of walk(root)) {
    if (node.children.length === 0) continue;
    // A leaf that got its first child had nothing to fold before.
    const known = before.get(node.id) === true;
    if (known ? unfolded.has(node.id) : startsUnfolded(node, root.size)) next.add(node.id);
  }
  return next;
}

export function unfoldAll(root: TreeNode): Set<number> {
  return new Set([...walk(root)].filter((node) => node.children.length > 0).map((node) => node.id));
}

/** Everything but the root, so that something is left to read. */
export function foldAll(root: TreeNode): Set<number> {
  return new Set(root.children.length > 0 ? [root.id] : []);
}

/** Unfolds what hides the node. */
export function unfoldTo(unfolded: Unfolded, node: TreeNode): Set<number> {
  return new Set([...unfolded, ...[...ancestors(node)].map((it) => it.id)]);
}

/** The places at which the tree is not as it was at first: all that a reload has to remember. */
export function foldingChanges(root: TreeNode, unfolded: Unfolded): string[] {
  return [...walk(root)]
    .filter((node) => node.children.length > 0 && unfolded.has(node.id) !== startsUnfolded(node, root.size))
    .map(pathOf);
}

/** The opposite of {@link foldingChanges}; places that are no longer there are passed over. */
export function applyFoldingChanges(root: TreeNode, changes: readonly string[]): Set<number> {
  const changed = new Set(changes);
  return new Set(
    [...walk(root)]
      .filter((node) => node.children.length > 0 && startsUnfolded(node, root.size) !== changed.has(pathOf(node)))
      .map((node) => node.id),
  );
}
