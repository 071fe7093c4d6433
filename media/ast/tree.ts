/**
 * The tree that the view shows, made from the server's answer.  Every node gets a number that follows it from one
 * version of the text to the next, so that what was unfolded, selected or scrolled to stays so while the user types.
 */
import type { AstCategory, AstNode, Scalar } from "../../server/src/ast";
import type { Range } from "../../server/src/position";

export interface TreeNode {
  /** Stays the same for "the same" node of later versions of the tree. */
  readonly id: number;
  readonly kind: string;
  readonly category: AstCategory;
  /** The node on one line; empty where the server gave none. */
  readonly text: string;
  /** The parent's field that holds this node; empty for the root. */
  readonly role: string;
  /** Which one of the parent's children with this role it is, from zero. */
  readonly index: number;
  readonly span: Range | null;
  readonly fields: Readonly<Record<string, Scalar>>;
  readonly parent: TreeNode | null;
  readonly children: readonly TreeNode[];
  /** The root's is 0. */
  readonly depth: number;
  /** Nodes in this subtree, itself included. */
  readonly size: number;
  /** Equal for subtrees that read the same; two that differ may, very seldom, be equal too. */
  readonly shape: number;
}

/** What a screen reader says, and what a test looks for: "For i in T.grid(8)". */
export function nameOf(node: Pick<TreeNode, "kind" | "text">): string {
  return node.text === "" ? node.kind : `${node.kind} ${node.text}`;
}

/** Every node of the tree, parents before children, children in order. */
export function* walk(root: TreeNode): Generator<TreeNode> {
  const pending = [root];
  for (let node = pending.pop(); node; node = pending.pop()) {
    yield node;
    for (let i = node.children.length - 1; i >= 0; i--) {
      const child = node.children[i];
      if (child) pending.push(child);
    }
  }
}

/** From the node's parent up to the root. */
export function* ancestors(node: TreeNode): Generator<TreeNode> {
  for (let up = node.parent; up; up = up.parent) yield up;
}

/** A node's place, written down so that it survives a reload of the window: `/body#0:For/body#1:Evaluate`. */
export function pathOf(node: TreeNode): string {
  return node.parent ? `${pathOf(node.parent)}/${node.role}#${node.index}:${node.kind}` : `/${node.kind}`;
}

/**
 * Makes the tree of a new answer.
 * @param previous the tree that is shown now; its nodes' numbers are carried over to the nodes that they became.
 */
export function buildTree(root: AstNode, previous: TreeNode | null = null): TreeNode {
  const draft = draftOf(root, "", 0);
  const matches = new Map<Draft, TreeNode>();
  if (previous) matchTrees(draft, previous, matches);
  let fresh = previous ? 1 + largestId(previous) : 0;
  return finish(draft, null, 0, (it) => matches.get(it)?.id ?? fresh++);
}

/** A node before it has a number: its shape is needed first, from the leaves up. */
interface Draft {
  readonly source: AstNode;
  readonly role: string;
  readonly index: number;
  readonly children: readonly Draft[];
  readonly size: number;
  readonly shape: number;
}

function draftOf(source: AstNode, role: string, index: number): Draft {
  const seen = new Map<string, number>();
  let size = 1;
  let shape = hash(hash(0x811c9dc5, source.kind), source.text ?? "");
  const children = source.children.map((child) => {
    const nth = seen.get(child.role) ?? 0;
    seen.set(child.role, nth + 1);
    const made = draftOf(child.node, child.role, nth);
    size += made.size;
    shape = mix(hash(shape, child.role), made.shape);
    return made;
  });
  return { source, role, index, children, size, shape };
}

/** FNV-1a over the UTF-16 units: cheap, and good enough to tell subtrees apart. */
function hash(seed: number, text: string): number {
  let value = seed;
  for (let i = 0; i < text.length; i++) value = mix(value, text.charCodeAt(i));
  return mix(value, 0xffff);
}

function mix(seed: number, value: number): number {
  return Math.imul(seed ^ value, 0x01000193) >>> 0;
}

function finish(draft: Draft, parent: TreeNode | null, depth: number, idOf: (draft: Draft) => number): TreeNode {
  const { source, role, index, size, shape } = draft;
  const children: TreeNode[] = [];
  const node: TreeNode = {
    id: idOf(draft),
    kind: source.kind,
    category: source.category,
    text: source.text ?? "",
    role,
    index,
    span: source.span,
    fields: source.fields,
    parent,
    children,
    depth,
    size,
    shape,
  };
  for (const child of draft.children) children.push(finish(child, node, depth + 1, idOf));
  return node;
}

function largestId(root: TreeNode): number {
  let largest = 0;
  for (const node of walk(root)) largest = Math.max(largest, node.id);
  return largest;
}

/** Fills `matches` with the old node of each new one that has one. */
function matchTrees(draft: Draft, previous: TreeNode, matches: Map<Draft, TreeNode>): void {
  if (draft.source.kind === previous.kind) matchNode(draft, previous, matches);
  matchMoved(draft, previous, matches);
}

function matchNode(draft: Draft, old: TreeNode, matches: Map<Draft, TreeNode>): void {
  matches.set(draft, old);
  for (const [child, oldChild] of alignChildren(draft.children, old.children)) matchNode(child, oldChild, matches);
}

/**
 * Statements wrapped into (or freed from) another node sit at another depth than before, unchanged themselves: a body
 * of one statement that becomes a SeqStmt, a line put under a new `if`.  They are found by their shape.
 */
function matchMoved(draft: Draft, previous: TreeNode, matches: Map<Draft, TreeNode>): void {
  const taken = new Set(matches.values());
  const left = new Map<string, TreeNode[]>();
  for (const node of walk(previous)) {
    // A leaf has nothing folded; moving its number would only cost.
    if (node.children.length === 0 || taken.has(node)) continue;
    const key = `${node.kind}:${node.size}:${node.shape}`;
    const same = left.get(key);
    if (same) same.push(node);
    else left.set(key, [node]);
  }
  if (left.size === 0) return;
  const visit = (it: Draft): void => {
    if (!matches.has(it)) {
      const key = `${it.source.kind}:${it.size}:${it.shape}`;
      const old = left.get(key)?.find((candidate) => !taken.has(candidate));
      if (old) {
        matchSame(it, old, matches, taken);
        return;
      }
    }
    for (const child of it.children) visit(child);
  };
  visit(draft);
}

/** Two subtrees of one shape: node by node, leaving alone what was matched before. */
function matchSame(draft: Draft, old: TreeNode, matches: Map<Draft, TreeNode>, taken: Set<TreeNode>): void {
  if (!matches.has(draft) && !taken.has(old)) {
    matches.set(draft, old);
    taken.add(old);
  }
  draft.children.forEach((child, i) => {
    const other = old.children[i];
    if (other && other.kind === child.source.kind) matchSame(child, other, matches, taken);
  });
}

/**
 * Pairs the children of two versions of a node: first those that read the same, in order, then, between them, those of
 * one role and kind in order.  So a new first statement does not shift every other statement's number.
 */
function alignChildren(now: readonly Draft[], then: readonly TreeNode[]): (readonly [Draft, TreeNode])[] {
  const pairs: [Draft, TreeNode][] = [];
  const same = (a: Draft, b: TreeNode): boolean =>
    a.shape === b.shape && a.size === b.size && a.role === b.role && a.source.kind === b.kind;
  let head = 0;
  let nowEnd = now.length;
  let thenEnd = then.length;
  const pairAt = (i: number, j: number, matching: typeof same): boolean => {
    const a = now[i];
    const b = then[j];
    if (!a || !b || !matching(a, b)) return false;
    pairs.push([a, b]);
    return true;
  };
  while (head < nowEnd && head < thenEnd && pairAt(head, head, same)) head++;
  while (nowEnd > head && thenEnd > head && pairAt(nowEnd - 1, thenEnd - 1, same)) {
    nowEnd--;
    thenEnd--;
  }
  const alike = (a: Draft, b: TreeNode): boolean => a.role === b.role && a.source.kind === b.kind;
  let from = head;
  let fromThen = head;
  for (const [i, j] of [...longestCommon(now, then, head, nowEnd, thenEnd, same), [nowEnd, thenEnd] as const]) {
    // Between two anchors; the last anchor is the end of the middle and pairs nothing itself.
    for (; from < i; from++) {
      for (let k = fromThen; k < j; k++) {
        if (pairAt(from, k, alike)) {
          fromThen = k + 1;
          break;
        }
      }
    }
    if (i < nowEnd) pairAt(i, j, same);
    from = i + 1;
    fromThen = j + 1;
  }
  return pairs;
}

/** Index pairs of a longest common subsequence of `now[start..nowEnd)` and `then[start..thenEnd)`. */
function longestCommon(
  now: readonly Draft[],
  then: readonly TreeNode[],
  start: number,
  nowEnd: number,
  thenEnd: number,
  same: (a: Draft, b: TreeNode) => boolean,
): (readonly [number, number])[] {
  const rows = nowEnd - start;
  const columns = thenEnd - start;
  // One edit leaves a small middle; a whole replaced function is not worth a quadratic table.
  if (rows === 0 || columns === 0 || rows * columns > 250_000) return [];
  const equal = (i: number, j: number): boolean => {
    const a = now[start + i];
    const b = then[start + j];
    return a !== undefined && b !== undefined && same(a, b);
  };
  const width = columns + 1;
  const lengths = new Uint32Array((rows + 1) * width);
  const length = (i: number, j: number): number => lengths[i * width + j] ?? 0;
  for (let i = rows - 1; i >= 0; i--) {
    for (let j = columns - 1; j >= 0; j--) {
      lengths[i * width + j] = equal(i, j) ? length(i + 1, j + 1) + 1 : Math.max(length(i + 1, j), length(i, j + 1));
    }
  }
  const found: [number, number][] = [];
  for (let i = 0, j = 0; i < rows && j < columns; ) {
    if (equal(i, j)) found.push([start + i++, start + j++]);
    else if (length(i + 1, j) >= length(i, j + 1)) i++;
    else j++;
  }
  return found;
}
