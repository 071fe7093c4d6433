import type { Span } from "../position";
import type { Answers } from "../relax/answers";
import type { RelaxType, Signature } from "../relax/ir";
import { type SyntaxNode, spanOf } from "../syntax/node";
import { type Places, placesIn } from "./arguments";
import { intImm } from "./arithmetic";
import type { Closure } from "./closures";
import { Unknowable } from "./coerce";
import { BOOL, type DType } from "./dtype";
import type { Fault } from "./faults";
import type { BlockFrame, Frame, FunctionFrame } from "./frames";
import type { Block, BufferInfo, Opaque, Source, Stmt, Variable } from "./ir";
import { sequence } from "./make";
import { minor, type Release } from "./release";
import { ScopedNames } from "./scoped-names";
import type { Value } from "./values";

export interface LoweringContext {
  /** The text of the unit that the syntax counts its offsets in. */
  readonly text: string;
  /** Whose names and shapes the tree takes: "0.17" … "0.27". */
  readonly release: Release;
  /** The dotted path of a name or attribute through the imports; null when it is local, shadowed or unknown. */
  resolve(node: SyntaxNode): string | null;
  /** The value of a plain constant around the function (`N = 128`); undefined when the name is none. */
  constantOf(name: string): number | string | boolean | null | undefined;
  /** Whether anything around the function binds the name, in whatever way. Left out where nobody asks for faults. */
  readonly binds?: (name: string) => boolean;
  /** Whether Python leaves annotations unread: `from __future__ import annotations`. */
  defersAnnotations?(): boolean;
  /** Where a name around the function gets its value, when that is one place. */
  closureOf?(name: string): Closure | null;
  /** The class around the function, where that is another unit. */
  readonly moduleName?: string | undefined;
  /** What a real TVM has said of types that no rule tells. */
  readonly answers?: Answers | undefined;
}

/** Why what is written at a place cannot be known. */
export interface Reason {
  readonly start: number;
  readonly end: number;
  readonly reason: string;
}

export const TOO_DEEP = "too deep";

/** A tree deeper than this is cut: what is below becomes `Opaque`. */
export const MAX_DEPTH = 400;

const NONE: ReadonlyMap<string, never> = new Map<string, never>();

/** What is known at one point of reading a function: names, open scopes, the release. One per definition. */
export class Lowering {
  private readonly bound = new ScopedNames();
  readonly frames: Frame[] = [];
  /** How deep the reading is nested; see `nested`. */
  depth = 0;
  /** What the Relax functions of the module around give, by name. */
  results: ReadonlyMap<string, () => RelaxType | Opaque> = NONE;
  /** What its PrimFuncs return, where that is a scalar. */
  scalars: ReadonlyMap<string, () => DType | null> = NONE;
  /** The functions of the module, whatever their decorators; null where there is none, or may be others. */
  functions: ReadonlySet<string> | null = null;
  /** What calls of them can be compared with. */
  signatures: ReadonlyMap<string, () => Signature | null> = NONE;
  /** Where the body of the Relax function that is read binds its sizes: `n = T.int64()`. */
  prelude: ReadonlyMap<string, SyntaxNode> = NONE;
  /** How many names around the function lead here; see `closureValue`. */
  closures = 0;
  /** The values of names around the function that were asked for. */
  readonly known = new Map<string, Value | null>();
  /** Why places of the source are opaque, the inner ones first. */
  readonly reasons: Reason[] = [];
  /** The name of the module class around, when there is one. */
  moduleName: string | null;
  /** Whether names are looked up as TVM does it: in a Relax function. */
  checksNames = false;
  /** The sizes that the signature that is read may name in quotes; null outside of one. */
  sizeNames: { readonly all: ReadonlySet<string>; isOpen(): boolean } | null = null;
  /** The sizes that the signature of the Relax function that is read names in quotes. */
  signatureSizes: ReadonlySet<string> = new Set();
  /** Of the function that is read: the keys of its attributes so far. */
  attributes: { readonly isPrivate: boolean; readonly keys: Set<string> } | null = null;
  /** Variables that `T.int32()` made, and where. */
  readonly loose = new Map<Variable, Span>();
  /** Unless its decorator says otherwise, TVM looks at a function once more when it is done. */
  wellFormed = true;
  /** What TVM would reject, in the order in which it was found. */
  readonly faults: Fault[] = [];
  /** What TVM goes past: branches that a condition known while parsing does not take. */
  readonly unread: Span[] = [];
  private quiet = 0;
  /** Where values got their names. */
  private readonly places = new Map<Value, Span>();
  readonly release: Release;
  /** As `placesIn`, for the release. */
  readonly placesAt: (path: string) => Places | null;
  private readonly minor: number;

  constructor(readonly context: LoweringContext) {
    this.moduleName = context.moduleName ?? null;
    this.release = context.release;
    this.placesAt = placesIn(context.release);
    this.minor = minor(context.release);
  }

  get answers(): Answers | undefined {
    return this.context.answers;
  }

  since(release: Release): boolean {
    return this.minor >= minor(release);
  }

  /** Notes what TVM would reject. The caller goes on with something unknown, so that nothing follows from it. */
  fault(fault: Fault): void {
    if (this.quiet === 0) this.faults.push(fault);
  }

  /** Notes that TVM does not read something. */
  goPast(node: Span): void {
    this.unread.push(spanOf(node));
  }

  /** As `fault`, where the expression or statement around cannot be known for it. */
  reject(fault: Fault): never {
    this.fault(fault);
    throw new Unknowable();
  }

  /** Reads something that TVM does not read there, or reads a second time: what is found in it is not noted. */
  quietly<T>(read: () => T): T {
    this.quiet++;
    try {
      return read();
    } finally {
      this.quiet--;
    }
  }

  /** The names that are defined at this point. */
  names(): string[] {
    return this.bound.names();
  }

  /** The source of a node. */
  text(node: { readonly start: number; readonly end: number }): string {
    return this.context.text.slice(node.start, node.end);
  }

  source(node: SyntaxNode): Source {
    return { span: { start: node.start, end: node.end } };
  }

  /** Notes why a place is opaque; a cause that was noted inside of it is the better one. */
  explain({ span }: Source, reason: string): void {
    if (span && this.reasonAt(span) === undefined) this.reasons.push({ start: span.start, end: span.end, reason });
  }

  /** The cause that was noted last, where that is in a span. */
  reasonAt({ start, end }: Span): string | undefined {
    const last = this.reasons[this.reasons.length - 1];
    return last && last.start >= start && last.end <= end ? last.reason : undefined;
  }

  /** Runs `read` one level deeper, or answers `otherwise` where that is too deep. */
  nested<T>(read: () => T, otherwise: () => T): T {
    if (this.depth >= MAX_DEPTH) return otherwise();
    this.depth++;
    try {
      return read();
    } finally {
      this.depth--;
    }
  }

  lookup(name: string): Value | undefined {
    return this.bound.get(name);
  }

  bind(name: string, value: Value): void {
    this.bound.set(name, value);
  }

  /** As `bind`, of a name that a statement defines: TVM takes no second definition in the same scope. */
  define(node: SyntaxNode, value: Value): void {
    const name = this.text(node);
    const before = this.bound.here(name);
    const span = spanOf(node);
    if (before && this.function() && isRedefinition(before, value)) {
      const first = this.places.get(before) ?? before.source.span;
      this.fault({
        kind: "duplicate-name",
        span,
        name,
        inTarget: false,
        ...(first && { related: [{ span: first, as: "first" }] }),
      });
      this.bound.set(name, { type: "opaque", source: value.source });
      return;
    }
    this.bound.set(name, value);
    this.places.set(value, span);
  }

  /** Whether the innermost scope has the name. */
  bindsHere(name: string): boolean {
    return this.bound.here(name) !== undefined;
  }

  /** Whether a variable already has a name in some scope. */
  isBound(value: Value): boolean {
    if (value.type !== "expr" || value.node.type !== "Var") return false;
    return this.bound.hasVariable(value.node.def);
  }

  scoped<T>(read: () => T): T {
    this.bound.enter();
    try {
      return read();
    } finally {
      this.bound.leave();
    }
  }

  /** Adds a statement to the innermost open scope. */
  emit(stmt: Stmt): void {
    this.frames[this.frames.length - 1]?.stmts.push(stmt);
  }

  enter(frame: Frame): void {
    this.frames.push(frame);
  }

  /** Enters a scope that closes with the one around it: `T.attr(…)` as a statement of its own. */
  enterOpen(frame: Frame): void {
    if (this.frames.length > MAX_DEPTH) throw new Unknowable();
    this.frames.at(-1)?.closesWith.push(frame);
    this.enter(frame);
  }

  exit(frame: Frame): void {
    if (frame.closesWith.length > 0) {
      for (const inner of frame.closesWith.reverse()) this.exit(inner);
      frame.closesWith = [];
    }
    const at = this.frames.lastIndexOf(frame);
    if (at >= 0) this.frames.length = at;
    const body = sequence(frame.stmts, frame.source);
    switch (frame.kind) {
      case "for":
        this.emit(frame.make(body));
        return;
      case "wrap":
        this.emit(frame.make(body, frame.stmts));
        return;
      case "part":
        frame.take(body);
        return;
      case "block":
        this.emit(closeBlock(frame, body));
        return;
      case "function":
      case "dataflow":
        return;
    }
  }

  /** The innermost open block. */
  block(): BlockFrame | null {
    for (let at = this.frames.length - 1; at >= 0; at--) {
      const frame = this.frames[at];
      if (frame?.kind === "block") return frame;
    }
    return null;
  }

  function(): FunctionFrame | null {
    for (let at = 0; at < this.frames.length; at++) {
      const frame = this.frames[at];
      if (frame?.kind === "function") return frame;
    }
    return null;
  }

  /** Names what a binding makes: a variable, a buffer with its pointer and strides, the parts of a tuple by number. */
  name(value: Value, name: string): void {
    switch (value.type) {
      case "expr":
        if (value.node.type === "Var") value.node.def.name = name;
        return;
      case "iter":
        value.node.var.def.name = name;
        return;
      case "buffer":
        this.nameBuffer(value.node.info, name);
        return;
      case "scalar":
        this.nameBuffer(value.buffer.info, name);
        return;
      case "tuple":
        value.items.forEach((each, at) => {
          this.name(each, `${name}_${at}`);
        });
        return;
    }
  }

  nameBuffer(info: BufferInfo, name: string): void {
    info.name = name;
    info.data.name = this.since("0.25") && !this.since("0.26") ? `${name}_ptr` : name;
    info.data.written = name;
    // Strides keep their names since a buffer is a variable by itself, and in the 0.22 that can be had.
    if (this.since("0.26") || (this.since("0.22") && !this.since("0.23"))) return;
    info.strides.forEach((stride, at) => {
      if (stride.type === "Var") stride.def.name = `${name}_s${at}`;
    });
  }
}

/** Values that are one thing, whatever they are called. */
const DEFINED = new Set<Value["type"]>(["expr", "buffer", "iter", "scalar"]);

/** Whether a name stands for one thing and is to stand for another, as far as both are known. */
function isRedefinition(before: Value, after: Value): boolean {
  if (!DEFINED.has(before.type) || !DEFINED.has(after.type)) return false;
  if (before.type === "buffer" && after.type === "buffer") return before.node.info !== after.node.info;
  if (before.type === "scalar" && after.type === "scalar") return before.buffer.info !== after.buffer.info;
  if (before.type === "expr" && after.type === "expr") {
    if (before.node.type === "Opaque" || after.node.type === "Opaque") return false;
    return before.node.type !== "Var" || after.node.type !== "Var" || before.node.def !== after.node.def;
  }
  if (before.type === "iter" && after.type === "iter") return before.node !== after.node;
  return true;
}

function closeBlock(frame: BlockFrame, body: Stmt): Stmt {
  const own = frame.source.span;
  const last = frame.stmts.at(-1)?.span;
  const span = own && last ? { start: own.start, end: Math.max(last.end, own.end) } : own;
  const block: Block = {
    type: "Block",
    iter_vars: frame.iterVars,
    reads: frame.reads ?? [],
    writes: frame.writes ?? [],
    name_hint: frame.name,
    alloc_buffers: frame.allocBuffers,
    match_buffers: frame.matchBuffers,
    annotations: frame.annotations,
    init: frame.init,
    body,
    detect: (frame.reads === null ? 1 : 0) | (frame.writes === null ? 2 : 0),
    span,
  };
  if (!frame.realize) return block;
  return {
    type: "BlockRealize",
    iter_values: frame.iterValues,
    predicate: frame.predicate ?? intImm(BOOL, 1, frame.source),
    block,
    span,
  };
}
