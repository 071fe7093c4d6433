/** What an expression of the program is worth while its function is read, as TVM's own parser would hold it. */

import type { RelaxExpr, RelaxType } from "../relax/ir";
import type { SyntaxNode } from "../syntax/node";
import type { DType } from "./dtype";
import type { Frame } from "./frames";
import type { BufferNode, BufferRegion, Expr, GlobalVar, IterVar, Range, Source, TargetNode, VarType } from "./ir";

interface Placed {
  readonly source: Source;
}

export type Value = Placed &
  (
    | { readonly type: "none" }
    | { readonly type: "bool"; readonly value: boolean }
    | { readonly type: "int"; readonly value: bigint }
    | { readonly type: "float"; readonly value: number }
    | { readonly type: "str"; readonly value: string }
    /** `array`: none of Python's, but one of TVM's arrays. */
    | { readonly type: "tuple"; readonly items: readonly Value[]; readonly list: boolean; readonly array?: boolean }
    /** `{1, 2}`, which becomes nothing of TVM's. */
    | { readonly type: "set" }
    | { readonly type: "dict"; readonly entries: readonly (readonly [Value, Value])[] }
    | { readonly type: "slice"; readonly start: Value | null; readonly stop: Value | null; readonly step: Value | null }
    /** A TIR expression. */
    | { readonly type: "expr"; readonly node: Expr }
    | { readonly type: "buffer"; readonly node: BufferNode }
    | { readonly type: "region"; readonly node: BufferRegion }
    | { readonly type: "range"; readonly node: Range }
    /** What Python's own `range` makes. */
    | { readonly type: "counting" }
    | { readonly type: "iter"; readonly node: IterVar }
    /** The type that an annotation like `T.let[T.int32]` or `T.float32[4]` names. */
    | { readonly type: "let"; readonly of: VarType | null }
    | { readonly type: "vector"; readonly dtype: DType; readonly shape: readonly Value[] }
    /** A mutable scalar: a one-element buffer that is read where it is named. */
    | { readonly type: "scalar"; readonly buffer: BufferNode }
    /** What opens a scope: `T.block(…)`, `R.dataflow()`. */
    | { readonly type: "frame"; readonly frame: Frame }
    /** A name of TVM's scripts: dialect and name, `T.axis.remap`; `path` as imports resolve what is written, where that gave it. */
    | { readonly type: "api"; readonly name: string; readonly path: string | null }
    /** A method of a value: `A.vload`. */
    | { readonly type: "method"; readonly of: Value; readonly name: string }
    | { readonly type: "lambda"; readonly node: SyntaxNode }
    /** `T.meta_var(x)`: a name for it stands for x itself. */
    | { readonly type: "meta"; readonly of: Value }
    | { readonly type: "target"; readonly node: TargetNode }
    /** The module that a function stands in. */
    | { readonly type: "module" }
    | { readonly type: "global"; readonly node: GlobalVar }
    /** A Relax expression, and a Relax type as annotations have it. */
    | { readonly type: "relax"; readonly node: RelaxExpr }
    | { readonly type: "relaxType"; readonly node: RelaxType }
    | { readonly type: "matchCast"; readonly value: RelaxExpr; readonly of: RelaxType }
    /** Something that only running the program could tell. */
    | { readonly type: "opaque"; readonly reason?: string | undefined }
  );

export type ValueOf<Type extends Value["type"]> = Extract<Value, { type: Type }>;

export const none = (source: Source): Value => ({ type: "none", source });
export const unknown = (source: Source, reason?: string): ValueOf<"opaque"> => ({ type: "opaque", source, reason });
export const expression = (node: Expr): Value => ({ type: "expr", node, source: node });
export const tuple = (items: readonly Value[], source: Source, list = false): Value => ({
  type: "tuple",
  items,
  list,
  source,
});
