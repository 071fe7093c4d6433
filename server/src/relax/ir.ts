/** Typed Relax trees, with TVM's own names as in `tir/ir.ts`. */

import type { CallSite } from "../tir/calls";
import type { DType } from "../tir/dtype";
import type { Expr, GlobalVar, Opaque, OpNode, Source, StringImm } from "../tir/ir";
import type { Reason } from "../tir/lowering";

/** A Relax variable's definition, shared by its uses. */
export interface RelaxVariable {
  name: string;
  /** Set by `R.output`: no longer local to its dataflow block. */
  local: boolean;
  ty: RelaxType | null;
}

export interface RelaxVar extends Source {
  readonly type: "RelaxVar";
  readonly def: RelaxVariable;
}
export interface Constant extends Source {
  readonly type: "Constant";
  readonly dtype: DType | null;
  readonly value: number | boolean | null;
}
export interface Tuple extends Source {
  readonly type: "Tuple";
  readonly fields: readonly RelaxExpr[];
}
export interface TupleGetItem extends Source {
  readonly type: "TupleGetItem";
  readonly tuple_value: RelaxExpr;
  readonly index: number;
}
export interface ShapeExpr extends Source {
  readonly type: "ShapeExpr";
  readonly values: readonly Expr[];
}
/** A number where Relax wants an expression; newer releases have the number itself there. */
export interface PrimValue extends Source {
  readonly type: "PrimValue";
  readonly value: Expr;
  /** A literal of Python's, whose type is the release's affair. */
  readonly literal?: "bool" | "float";
}
export interface RelaxString extends Source {
  readonly type: "RelaxStringImm";
  readonly value: string;
}
export interface DataTypeImm extends Source {
  readonly type: "DataTypeImm";
  readonly value: string;
}
export interface ExternFunc extends Source {
  readonly type: "ExternFunc";
  readonly global_symbol: string;
  /** The type that is said of it. */
  readonly typed?: boolean;
}
export interface RelaxCall extends Source {
  readonly type: "RelaxCall";
  readonly op: OpNode | GlobalVar | ExternFunc | RelaxExpr;
  readonly args: readonly RelaxExpr[];
  /** Types of the results, where the call names them. */
  readonly ty_args: readonly (RelaxType | Opaque)[];
  /** The call as written: attributes are in its arguments. */
  readonly site?: CallSite;
}
export interface If extends Source {
  readonly type: "If";
  readonly cond: RelaxExpr;
  readonly true_branch: SeqExpr;
  readonly false_branch: SeqExpr;
}
export interface SeqExpr extends Source {
  readonly type: "SeqExpr";
  readonly blocks: readonly BindingBlock[];
  readonly body: RelaxExpr;
}
export interface BindingBlock extends Source {
  readonly type: "BindingBlock" | "DataflowBlock";
  readonly bindings: readonly Binding[];
}
export interface VarBinding extends Source {
  readonly type: "VarBinding";
  readonly var: RelaxVar;
  readonly value: RelaxExpr;
}
export interface MatchCast extends Source {
  readonly type: "MatchCast";
  readonly var: RelaxVar;
  readonly value: RelaxExpr;
  readonly ty: RelaxType | Opaque;
}
export type Binding = VarBinding | MatchCast;

export interface RelaxFunction extends Source {
  readonly type: "Function";
  readonly name: string;
  readonly params: readonly (RelaxVar | Opaque)[];
  readonly body: RelaxExpr;
  readonly is_pure: boolean;
  readonly reasons: readonly Reason[];
  readonly ret_ty: RelaxType | Opaque | null;
}

export type RelaxExpr =
  | RelaxVar
  | Constant
  | Tuple
  | TupleGetItem
  | ShapeExpr
  | PrimValue
  | RelaxString
  | DataTypeImm
  | ExternFunc
  | RelaxCall
  | If
  | SeqExpr
  | RelaxFunction
  | GlobalVar
  | OpNode
  | Expr
  | StringImm
  | Opaque;

export interface TensorType extends Source {
  readonly type: "TensorType";
  /** A shape, a variable that holds one, or null where only the rank is known. */
  readonly shape: ShapeExpr | RelaxVar | Opaque | null;
  readonly dtype: string;
  readonly vdevice: Opaque | null;
  readonly ndim: number;
}
export interface ShapeType extends Source {
  readonly type: "ShapeType";
  readonly values: readonly Expr[] | null;
  readonly ndim: number;
}
export interface PrimStructType extends Source {
  readonly type: "PrimStructType";
  readonly dtype: string;
  readonly value: Expr | null;
}
export interface TupleType extends Source {
  readonly type: "RelaxTupleType";
  readonly fields: readonly (RelaxType | Opaque)[];
}
export interface FuncType extends Source {
  readonly type: "FuncType";
  readonly params: readonly (RelaxType | Opaque)[] | null;
  readonly ret: RelaxType | Opaque;
  readonly derive_func: null;
  readonly purity: boolean;
}
export interface ObjectType extends Source {
  readonly type: "ObjectType";
}
export type RelaxType = TensorType | ShapeType | PrimStructType | TupleType | FuncType | ObjectType | Opaque;

/** A function of a module as its callers see it. */
export interface Signature {
  readonly form: "Function" | "PrimFunc";
  /** Null where a parameter's type is not known. */
  readonly params: readonly (RelaxType | Opaque | null)[];
  readonly pure: boolean;
}

export interface IRModule extends Source {
  readonly type: "IRModule";
  readonly functions: readonly unknown[];
}

export type RelaxNode = RelaxExpr | RelaxType | BindingBlock | Binding;
