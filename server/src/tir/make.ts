/** Small makers of nodes that several files need. */

import { intImm } from "./arithmetic";
import type { DType } from "./dtype";
import { INT32 } from "./dtype";
import type {
  BufferInfo,
  BufferNode,
  Call,
  Expr,
  Opaque,
  OpNode,
  Range,
  Source,
  Stmt,
  Variable,
  VarNode,
  VarType,
} from "./ir";

/** Only the place of a node: what a new node at the same place takes over. */
export function placeOf(source: Source): Source {
  return { span: source.span };
}

/** A call of one of TIR's own operators; `name` without the dialect (`exp`), which the release's schema puts in front. */
export function opCall(name: string, args: Call["args"], dtype: DType, source: Source): Call {
  return { type: "Call", dtype, op: op(name, source), args, span: source.span };
}

export function op(name: string, source: Source): OpNode {
  return {
    type: "Op",
    name: name.includes(".") && /^(tir|tirx|relax)\./.test(name) ? name : `tir.${name}`,
    span: source.span,
    text: name,
  };
}

export function opaque(category: Opaque["category"], source: Source, reason?: string): Opaque {
  const { span } = source;
  return reason === undefined
    ? { type: "Opaque", category, dtype: null, span }
    : { type: "Opaque", category, dtype: null, span, reason };
}

export function primVariable(name: string, dtype: DType, size = false): Variable {
  return { name, dtype, annotation: { type: "PrimType", dtype }, size };
}

export function variable(name: string, dtype: DType, annotation: VarType): Variable {
  return { name, dtype, annotation, size: false };
}

/** A use (or the definition) of a variable. */
export function use(def: Variable, source: Source): VarNode {
  return { type: "Var", def, dtype: def.dtype, span: source.span };
}

export function bufferAt(info: BufferInfo, source: Source): BufferNode {
  return { type: "Buffer", info, span: source.span };
}

export function range(min: Expr, extent: Expr, source: Source): Range {
  return { type: "Range", min, extent, span: source.span };
}

/** Statements as one: nested sequences are flattened, no-ops in them dropped, none at all is `Evaluate(0)`. */
export function sequence(stmts: readonly Stmt[], source: Source): Stmt {
  const kept: Stmt[] = [];
  for (const each of stmts) {
    if (each.type !== "SeqStmt") {
      if (!isNoOp(each)) kept.push(each);
    } else for (const inner of each.seq) if (!isNoOp(inner)) kept.push(inner);
  }
  if (kept.length === 1) return kept[0] as Stmt;
  if (kept.length > 0) return { type: "SeqStmt", seq: kept, span: cover(kept) ?? source.span };
  return { type: "Evaluate", value: intImm(INT32, 0, source), span: source.span };
}

function isNoOp(stmt: Stmt): boolean {
  return stmt.type === "Evaluate" && stmt.value.type === "IntImm" && stmt.value.value === 0n;
}

/** From the first to the last place of some nodes. */
export function cover(nodes: readonly Source[]): Source["span"] {
  let start = Number.POSITIVE_INFINITY;
  let end = -1;
  for (const { span } of nodes) {
    if (!span) continue;
    start = Math.min(start, span.start);
    end = Math.max(end, span.end);
  }
  return end < 0 ? null : { start, end };
}

/** The number of a buffer's dimensions; null where one shape that is not known stands for all, or there is only a pointer. */
export function rankOf({ shape, elemOffset }: BufferInfo): number | null {
  const isPointer = shape.length === 0 && elemOffset === null;
  return isPointer || (shape.length === 1 && shape[0]?.type === "Opaque") ? null : shape.length;
}
