import type { Span } from "../position";

/**
 * A syntax tree of our own, copied from tree-sitter's in one walk.
 *
 * Offsets count UTF-16 units from the start of the *unit* (see `unit.ts`) and not of the document, so that a unit which an
 * edit only moves is the same object before and after, with everything that was computed from it.
 */
export interface SyntaxNode {
  /** tree-sitter-python's name for the node: `call`, `identifier`, … or an operator's own text. */
  readonly kind: string;
  /** The field of the parent that holds it: `function`, `body`, `left`, … */
  readonly field: string | null;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly parent: SyntaxNode | null;
  /** Named nodes, comments among them, and those nameless ones that a field points to (operators). */
  readonly children: readonly SyntaxNode[];
  /** Something the parser had to skip or to invent. */
  readonly error: boolean;
  /** An error here or further down. */
  readonly hasError: boolean;
}

/** The first child in that field. */
export function child(node: SyntaxNode, field: string): SyntaxNode | null {
  // Called more than anything else, and for much of a run not yet optimized: there an iterator costs more than the search.
  const { children } = node;
  for (let at = 0; at < children.length; at++) {
    const each = children[at] as SyntaxNode;
    if (each.field === field) return each;
  }
  return null;
}

/** All children in that field, in order. */
export function childrenOf(node: SyntaxNode, field: string): SyntaxNode[] {
  return node.children.filter((each) => each.field === field);
}

/** The first child of that kind. */
export function childOfKind(node: SyntaxNode, kind: string): SyntaxNode | null {
  for (const each of node.children) if (each.kind === kind) return each;
  return null;
}

/** The first child that is no comment. */
export function firstPart(node: SyntaxNode): SyntaxNode | null {
  for (const each of node.children) if (each.kind !== "comment") return each;
  return null;
}

/** The children that are no comments. */
export function partsOf(node: SyntaxNode): readonly SyntaxNode[] {
  const isComment = ({ kind }: SyntaxNode) => kind === "comment";
  return node.children.some(isComment) ? node.children.filter((each) => !isComment(each)) : node.children;
}

/** The closest node around (or the node itself) that satisfies the test. */
export function closest(node: SyntaxNode | null, test: (node: SyntaxNode) => boolean): SyntaxNode | null {
  let at = node;
  while (at && !test(at)) at = at.parent;
  return at;
}

/** An expression without the brackets around it. */
export function unwrapped(node: SyntaxNode): SyntaxNode {
  const only = node.kind === "parenthesized_expression" ? firstPart(node) : null;
  return only ? unwrapped(only) : node;
}

/** An expression with the brackets around it. */
export function wrapped(node: SyntaxNode): SyntaxNode {
  return node.parent?.kind === "parenthesized_expression" ? wrapped(node.parent) : node;
}

/** The assignment whose value an expression is, in brackets or not. */
export function assignmentOf(value: SyntaxNode): SyntaxNode | null {
  const { field, parent } = wrapped(value);
  return field === "right" && parent?.kind === "assignment" ? parent : null;
}

/** Where a node stands, and nothing more of it. */
export function spanOf({ start, end }: Span): Span {
  return { start, end };
}

/** Visits a node and all below it in source order; a visitor that answers false keeps its children out. No recursion. */
export function walk(root: SyntaxNode, visit: (node: SyntaxNode) => unknown): void {
  const stack: SyntaxNode[] = [];
  let node: SyntaxNode | undefined = root;
  while (node) {
    const { children }: SyntaxNode = node;
    if (visit(node) !== false && children.length > 0) {
      for (let i = children.length - 1; i > 0; i--) stack.push(children[i] as SyntaxNode);
      node = children[0];
    } else node = stack.pop();
  }
}

/** The innermost node whose span holds the offset; at a border, the node that starts there. */
export function nodeAt(root: SyntaxNode, offset: number): SyntaxNode {
  let node = root;
  for (;;) {
    const inside: SyntaxNode[] = node.children.filter((each) => each.start <= offset && offset <= each.end);
    const next = inside.find((each) => offset < each.end) ?? inside[0];
    if (!next) return node;
    node = next;
  }
}
