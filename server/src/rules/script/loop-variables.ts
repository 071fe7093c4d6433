import { child, childOfKind, type SyntaxNode, unwrapped, walk } from "../../syntax/node";
import type { UnitContext } from "../rule";
import { tirNameOf } from "./dialect";
import type { PrimFunc } from "./prim-funcs";

const LOOP = /^(?:grid|serial|parallel|vectorized|unroll|thread_binding)$/;
/** What of a block stands in its realization, outside of it. */
const OF_REALIZATION = /^(?:axis\.\w+|bind|where)$/;
const SCOPE_OF_ITS_OWN =
  /^(?:function_definition|class_definition|lambda|(?:list|set|dictionary)_comprehension|generator_expression)$/;

/**
 * Where a PrimFunc uses a loop's variable in a block with axes that stands in the loop: what is in such a block may use its
 * axes only (`BlockVarAccessVerifier` in TVM's verify_well_formed.cc).
 */
export function loopVariablesInBlocks({ definition }: PrimFunc, context: UnitContext): readonly SyntaxNode[] {
  const body = child(definition, "body");
  const reader = new Reader(context);
  if (body) reader.read(body, new Map(), 0);
  return reader.found;
}

/** The loops' variables that can be seen, each with how many blocks with axes stand around its loop. */
type Loops = ReadonlyMap<string, number>;

class Reader {
  readonly found: SyntaxNode[] = [];

  constructor(private readonly context: UnitContext) {}

  /** @param blocks how many blocks with axes stand around */
  read(root: SyntaxNode, loops: Loops, blocks: number): void {
    walk(root, (node) => {
      switch (node.kind) {
        case "for_statement":
          this.readFor(node, loops, blocks);
          return false;
        case "with_statement":
          this.readWith(node, loops, blocks);
          return false;
        case "block":
          this.readStatements(node, loops, blocks);
          return false;
        case "identifier":
          this.readName(node, loops, blocks);
      }
      return !SCOPE_OF_ITS_OWN.test(node.kind);
    });
  }

  private readName(node: SyntaxNode, loops: Loops, blocks: number): void {
    const level = loops.get(this.context.text(node));
    const isName = node.field === "attribute" || (node.field === "name" && node.parent?.kind === "keyword_argument");
    if (level !== undefined && level < blocks && !isName) this.found.push(node);
  }

  private readFor(node: SyntaxNode, loops: Loops, blocks: number): void {
    const over = child(node, "right");
    const target = child(node, "left");
    const body = child(node, "body");
    if (over) this.read(over, loops, blocks);
    if (!target || !body) return;
    const isLoop = LOOP.test(this.calleeOf(over) ?? "") || (over !== null && /^range\b/.test(this.context.text(over)));
    const inner = new Map(loops);
    for (const name of this.namesIn(target)) {
      if (isLoop) inner.set(name, blocks);
      else inner.delete(name);
    }
    this.read(body, inner, blocks);
  }

  private readWith(node: SyntaxNode, loops: Loops, blocks: number): void {
    const body = child(node, "body");
    const items = childOfKind(node, "with_clause");
    if (!body || !items) return;
    const isBlock = items.children.some((item) => this.isBlock(item));
    if (!isBlock) this.read(items, loops, blocks);
    const hasAxes = isBlock && (/\bas\s*\[?\s*\w/.test(this.context.text(items)) || this.hasAxes(body));
    this.read(body, loops, hasAxes ? blocks + 1 : blocks);
  }

  private readStatements(node: SyntaxNode, loops: Loops, blocks: number): void {
    const inner = new Map(loops);
    for (const statement of node.children) {
      const [only] = statement.children;
      const assignment = only?.kind === "assignment" ? only : null;
      const given = assignment ? child(assignment, "right") : (only ?? null);
      const value = given && unwrapped(given);
      if (!OF_REALIZATION.test(this.calleeOf(value) ?? "")) this.read(statement, inner, blocks);
      // A name that is given to something else is the loop's no more.
      const target = assignment && child(assignment, "left");
      for (const name of target ? this.namesIn(target) : []) inner.delete(name);
    }
  }

  private isBlock(item: SyntaxNode): boolean {
    const value = child(item, "value") ?? item;
    const call = value.kind === "as_pattern" ? (value.children[0] ?? null) : value;
    return /^s?block$/.test(this.calleeOf(call) ?? "");
  }

  private hasAxes(body: SyntaxNode): boolean {
    return body.children.some(({ children: [only] }) => {
      const given = only?.kind === "assignment" ? child(only, "right") : null;
      const value = given && unwrapped(given);
      return /^axis\.\w+$/.test(this.calleeOf(value) ?? "");
    });
  }

  /** The name in TIR's dialect of what is called. */
  private calleeOf(call: SyntaxNode | null): string | null {
    const fn = call?.kind === "call" ? child(call, "function") : null;
    const path = fn && this.context.path(fn);
    return path ? tirNameOf(path) : null;
  }

  private namesIn(target: SyntaxNode): string[] {
    if (target.kind === "identifier") return [this.context.text(target)];
    if (!/^(?:pattern_list|tuple_pattern|list_pattern)$/.test(target.kind)) return [];
    return target.children.flatMap((each) => this.namesIn(each));
  }
}
