/**
 * Places for the tree that TVM built. TVM keeps few (none before 0.26, never on functions, blocks and bindings), while the
 * static engine has one for each node of what is mostly the same tree: the two are walked together, and where they part
 * (macros, loops that Python unrolls) what is below has TVM's own place, or that of the node around it.
 */
import type { AstChild, AstNode } from "../ast";
import type { Range } from "../position";

/** TVM's tree with a place for each node. `own` is the static tree of the same definition. */
export function placedTree(real: AstNode, own: AstNode | null): AstNode {
  return own ? placed(real, own, own.span) : inherited(real, real.span);
}

function placed(real: AstNode, own: AstNode, around: Range | null): AstNode {
  if (own.kind !== real.kind) return inherited(real, own.span ?? around);
  const span = own.span ?? real.span ?? around;
  const children = paired(real.children, own.children).map(([{ role, node }, inner]) => ({
    role,
    node: inner ? placed(node, inner, span) : inherited(node, span),
  }));
  return { ...real, span, children, ...(own.text !== undefined && { text: own.text }) };
}

/** What the static engine does not know: at TVM's own places, as far as these are inside. */
function inherited(real: AstNode, around: Range | null): AstNode {
  const span = real.span && (!around || contains(around, real.span)) ? real.span : around;
  const children = real.children.map(({ role, node }) => ({ role, node: inherited(node, span) }));
  return { ...real, span, children };
}

/** Children that stand for each other: from the front and from the back as far as they agree, the rest with what is between. */
function paired(real: readonly AstChild[], own: readonly AstChild[]): [AstChild, AstNode | null][] {
  const agree = (a: AstChild | undefined, b: AstChild | undefined): boolean =>
    a !== undefined && b !== undefined && a.role === b.role && a.node.kind === b.node.kind;
  if (real.length === own.length && real.every((each, at) => each.role === own[at]?.role))
    return real.map((each, at) => [each, own[at]?.node ?? null]);
  const shorter = Math.min(real.length, own.length);
  let front = 0;
  while (front < shorter && agree(real[front], own[front])) front++;
  let back = 0;
  while (back < shorter - front && agree(real.at(-1 - back), own.at(-1 - back))) back++;
  const middle = own[front]?.node;
  const between = middle?.kind === "Opaque" ? middle : null;
  return real.map((each, at) => {
    if (at < front) return [each, own[at]?.node ?? null];
    const fromEnd = real.length - at;
    return [each, fromEnd <= back ? (own.at(-fromEnd)?.node ?? null) : between];
  });
}

function contains(outer: Range, inner: Range): boolean {
  return !before(inner.start, outer.start) && !before(outer.end, inner.end);
}

function before(a: Range["start"], b: Range["start"]): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}
