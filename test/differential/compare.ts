/** Two trees of one definition, node by node: the static engine's and TVM's own. */
import type { AstNode } from "../../server/src/ast";
import type { Range } from "../../server/src/position";

/** equal: all the same; opaque: there is something in it that the static engine says it does not know; wrong: the rest. */
export type Verdict = "equal" | "opaque" | "wrong";

export interface KindCount {
  equal: number;
  opaque: number;
  wrong: number;
}

export interface Difference {
  /** Roles and kinds from the root down to the node: `body.For/body.BufferStore`. */
  readonly path: string;
  /** The node's kind in TVM's tree. */
  readonly kind: string;
  readonly ours: string;
  readonly theirs: string;
  /** One-based line of the static engine's node. */
  readonly line: number | null;
}

export interface Gap {
  /** Why the static engine does not know it. */
  readonly reason: string;
  readonly text: string;
  readonly line: number | null;
}

export interface Comparison {
  readonly verdict: Verdict;
  /** Counted by the kinds of TVM's tree. */
  readonly kinds: ReadonlyMap<string, KindCount>;
  readonly first: Difference | null;
  readonly gaps: readonly Gap[];
  readonly spans: SpanCount;
}

/** What the static engine says of places. */
export interface SpanCount {
  readonly nodes: number;
  readonly without: number;
  readonly variables: number;
  /** Variables with a place of their own at which another text than their name stands. */
  readonly misnamed: readonly string[];
}

export function compareTrees(ours: AstNode, theirs: AstNode, text: string): Comparison {
  const walk = new Walk();
  walk.pair(ours, theirs, theirs.kind);
  const gaps = gapsOf(ours);
  // What is not known has consequences: only a tree without gaps can be wrong.
  const verdict = gaps.length > 0 ? "opaque" : walk.first ? "wrong" : "equal";
  return { verdict, kinds: walk.kinds, first: walk.first, gaps, spans: spansOf(ours, text) };
}

class Walk {
  readonly kinds = new Map<string, KindCount>();
  first: Difference | null = null;

  pair(ours: AstNode, theirs: AstNode, path: string): void {
    if (ours.kind === "Opaque") {
      this.all(theirs, "opaque");
      return;
    }
    const mine = headOf(ours);
    const real = headOf(theirs);
    if (mine !== real) {
      this.count(theirs.kind, "wrong");
      this.first ??= { path, kind: theirs.kind, ours: mine, theirs: real, line: lineOf(ours) };
    } else this.count(theirs.kind, "equal");
    const length = Math.min(ours.children.length, theirs.children.length);
    for (let at = 0; at < length; at++) {
      const mine = ours.children[at];
      const real = theirs.children[at];
      if (!mine || !real) continue;
      if (mine.role !== real.role) {
        for (const rest of theirs.children.slice(at)) this.all(rest.node, "wrong");
        return;
      }
      this.pair(mine.node, real.node, `${path}/${real.role}.${real.node.kind}`);
    }
    for (const rest of theirs.children.slice(length)) this.all(rest.node, "wrong");
  }

  private all(node: AstNode, as: Verdict): void {
    this.count(node.kind, as);
    for (const child of node.children) this.all(child.node, as);
  }

  private count(kind: string, as: Verdict): void {
    let count = this.kinds.get(kind);
    if (!count) {
      count = { equal: 0, opaque: 0, wrong: 0 };
      this.kinds.set(kind, count);
    }
    count[as]++;
  }
}

/** A node without its children, but with their roles. */
function headOf(node: AstNode): string {
  const fields = Object.entries(node.fields).map(([name, value]) => `${name}=${JSON.stringify(numeric(value))}`);
  const roles = runs(node.children.map(({ role }) => role));
  return `${node.kind} [${node.category}] ${fields.sort().join(" ")}${roles && ` (${roles})`}`;
}

/** `args args args` is `args×3`. */
function runs(roles: readonly string[]): string {
  const parts: [string, number][] = [];
  for (const role of roles) {
    const last = parts.at(-1);
    if (last?.[0] === role) last[1]++;
    else parts.push([role, 1]);
  }
  return parts.map(([role, times]) => (times === 1 ? role : `${role}×${times}`)).join(" ");
}

/** Numbers that JSON cannot hold are text in TVM's answer. */
function numeric(value: unknown): unknown {
  if (typeof value !== "number" || Number.isFinite(value)) return value;
  if (Number.isNaN(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}

function gapsOf(root: AstNode): Gap[] {
  const gaps: Gap[] = [];
  const stack = [root];
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (node.kind === "Opaque")
      gaps.push({ reason: String(node.fields.reason), text: node.text ?? "", line: lineOf(node) });
    for (const { node: inner } of node.children) stack.push(inner);
  }
  return gaps;
}

function lineOf(node: AstNode): number | null {
  return node.span ? node.span.start.line + 1 : null;
}

/** Kinds whose place is their name's. */
const NAMED = new Set(["Var", "SizeVar", "DataflowVar"]);

function spansOf(root: AstNode, text: string): SpanCount {
  const lines = text.split(/\r\n|\r|\n/);
  const misnamed: string[] = [];
  let nodes = 0;
  let without = 0;
  let variables = 0;
  const stack = [{ role: "", node: root, around: null as AstNode["span"] }];
  for (let at = stack.pop(); at; at = stack.pop()) {
    const { role, node, around } = at;
    nodes++;
    if (!node.span) without++;
    else if (NAMED.has(node.kind) && !isSame(node.span, around)) {
      variables++;
      const { start, end } = node.span;
      const name = String(node.fields.name ?? node.fields.name_hint);
      const written =
        start.line === end.line ? (lines[start.line] ?? "").slice(start.character, end.character) : "(several lines)";
      // A buffer's pointer and handle have no names of their own in the source.
      if (written !== name && written !== name.replace(/_(?:handle|ptr)$/, ""))
        misnamed.push(`${start.line + 1}: ${role} ${name} at ${written}`);
    }
    for (const child of node.children) stack.push({ ...child, around: node.span });
  }
  return { nodes, without, variables, misnamed };
}

/** A node without a place of its own has that of the node around it. */
function isSame(a: Range, b: Range | null): boolean {
  return b !== null && JSON.stringify(a) === JSON.stringify(b);
}
