/** Why TVM rejects a call of an operator: what its inference of types throws. */
import type { Expr } from "../../tir/ir";

export type OperatorProblem =
  | { readonly kind: "not-a-tensor"; readonly type: string }
  | { readonly kind: "not-a-tuple"; readonly type: string }
  | { readonly kind: "dtypes-differ"; readonly dtypes: readonly [string, string] }
  | { readonly kind: "not-float"; readonly dtype: string }
  | { readonly kind: "not-bool"; readonly dtype: string }
  | { readonly kind: "not-integer"; readonly dtype: string }
  | {
      readonly kind: "not-broadcastable";
      readonly shapes: readonly [readonly Expr[], readonly Expr[]];
      readonly lengths: readonly [Expr, Expr];
    }
  | { readonly kind: "lengths-differ"; readonly axis: number; readonly lengths: readonly [Expr, Expr] }
  | { readonly kind: "reduction-differs"; readonly lengths: readonly [Expr, Expr] }
  | { readonly kind: "scalar-operand" }
  | { readonly kind: "axis-out-of-range"; readonly axis: number; readonly ndim: number }
  | { readonly kind: "axis-repeated"; readonly axis: number }
  | { readonly kind: "axes-count"; readonly count: number; readonly ndim: number }
  | { readonly kind: "axis-missing"; readonly ndim: number }
  | { readonly kind: "ranks-differ"; readonly ranks: readonly [number, number] }
  | { readonly kind: "rank"; readonly expected: number; readonly found: number }
  | { readonly kind: "rank-too-small"; readonly least: number; readonly found: number }
  | { readonly kind: "elements-differ"; readonly counts: readonly [string, string] }
  | { readonly kind: "empty-tuple" }
  | { readonly kind: "channels"; readonly data: number; readonly weight: number; readonly groups: number }
  | { readonly kind: "not-divisible"; readonly length: number; readonly by: number }
  | { readonly kind: "several-open" }
  | { readonly kind: "not-a-shape"; readonly type: string }
  | { readonly kind: "void-type" }
  | { readonly kind: "element-type"; readonly expected: string; readonly found: string }
  | { readonly kind: "length"; readonly expected: number; readonly found: Expr }
  | { readonly kind: "layout"; readonly given: string; readonly usual: string }
  | { readonly kind: "scalar-wanted"; readonly ndim: number }
  | { readonly kind: "list-length"; readonly expected: number; readonly found: number }
  | { readonly kind: "out-of-range"; readonly name: string; readonly value: number }
  | { readonly kind: "not-a-choice"; readonly value: string; readonly known: readonly string[] }
  | { readonly kind: "shape-unknown" }
  | { readonly kind: "rank-unknown" }
  | { readonly kind: "not-a-variable" }
  | { readonly kind: "not-a-number" }
  | { readonly kind: "beyond-bounds" };

/** Thrown by the rule of an operator. */
export class OperatorRejected extends Error {
  constructor(readonly problem: OperatorProblem) {
    super(problem.kind);
  }
}

export function problem(found: OperatorProblem): never {
  throw new OperatorRejected(found);
}
