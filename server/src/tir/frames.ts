/**
 * Scopes that collect statements while a body is read: TVM's `IRBuilder` frames. A frame that is entered without a `with`
 * closes when the one around it does.
 */
import type {
  Annotations,
  BufferInfo,
  BufferNode,
  BufferRegion,
  Expr,
  IterVar,
  MatchBufferRegion,
  Opaque,
  Range,
  Source,
  Stmt,
  VarNode,
} from "./ir";
import type { Value } from "./values";

interface Common {
  readonly source: Source;
  stmts: Stmt[];
  /** Frames inside that close with this one, in the order in which they were entered. */
  closesWith: Frame[];
  /** What `with … as x` or `x = …` binds. */
  readonly value: Value;
  /** A scope of which only running the program could tell what it is. */
  readonly unknown?: boolean;
}

export interface ForFrame extends Common {
  readonly kind: "for";
  readonly vars: readonly VarNode[];
  readonly doms: readonly Range[];
  make(body: Stmt): Stmt;
}

export interface BlockFrame extends Common {
  readonly kind: "block";
  readonly name: string;
  readonly realize: boolean;
  readonly iterVars: IterVar[];
  readonly iterValues: Expr[];
  reads: (BufferRegion | Opaque)[] | null;
  writes: (BufferRegion | Opaque)[] | null;
  init: Stmt | null;
  predicate: Expr | null;
  readonly allocBuffers: BufferNode[];
  readonly matchBuffers: MatchBufferRegion[];
  annotations: Annotations;
}

export interface FunctionFrame extends Common {
  readonly kind: "function";
  readonly params: (VarNode | Opaque)[];
  readonly bufferMap: Map<VarNode["def"], BufferInfo>;
  readonly bufferNodes: Map<VarNode["def"], BufferNode>;
  readonly rootBuffers: BufferNode[];
  readonly threads: Map<VarNode["def"], IterVar>;
  readonly stir: boolean;
}

/** A scope that becomes one statement around its body. */
export interface WrapFrame extends Common {
  readonly kind: "wrap";
  make(body: Stmt, stmts: readonly Stmt[]): Stmt;
}

/** `T.init()`, `T.Then()` and `T.Else()`: they hand their body to a frame around them. */
export interface PartFrame extends Common {
  readonly kind: "part";
  take(body: Stmt): void;
}

/** `R.dataflow()`. */
export interface DataflowFrame extends Common {
  readonly kind: "dataflow";
}

export type Frame = ForFrame | BlockFrame | FunctionFrame | WrapFrame | PartFrame | DataflowFrame;

export function wrapFrame(source: Source, value: Value, make: WrapFrame["make"]): WrapFrame {
  return { kind: "wrap", source, value, make, stmts: [], closesWith: [] };
}
