/** Relax types as annotations write them: `R.Tensor((n, 8), "float32")`, `R.Tuple(…)`, `R.Shape([…])`, `R.Callable(…)`. */

import { dtypeOf } from "../tir/arithmetic";
import { callValue } from "../tir/callee";
import { bindArguments, type Handler, type Handlers } from "../tir/calls";
import { isNone, needDType, needInteger, needItems, unknowable } from "../tir/coerce";
import { dtypeName } from "../tir/dtype";
import { isTypeGuessed } from "../tir/guesses";
import type { Opaque, Source } from "../tir/ir";
import type { Lowering } from "../tir/lowering";
import { opaque } from "../tir/make";
import { typeNamed } from "../tir/types";
import { unknown, type Value } from "../tir/values";
import { toDimension } from "./convert";
import { checkElementType } from "./dtypes";
import type { TypeFault } from "./faults";
import type { RelaxType, ShapeExpr, TensorType } from "./ir";
import { stringDimension } from "./symbols";

/** A type out of a value: a constructor alone (`R.Tensor`) is called. */
export function toType(low: Lowering, value: Value): RelaxType | Opaque {
  switch (value.type) {
    case "relaxType":
      return value.node;
    case "none":
      return { type: "RelaxTupleType", fields: [], span: value.source.span };
    case "api": {
      const scalar = typeNamed(value);
      if (scalar?.type === "PrimType")
        return { type: "PrimStructType", dtype: dtypeName(scalar.dtype), value: null, span: value.source.span };
      if (!value.name.startsWith("R.")) return opaque("type", value.source);
      const made = callValue(low, value, { node: NOWHERE, source: value.source, args: [], kwargs: new Map() });
      return made.type === "relaxType" ? made.node : opaque("type", value.source);
    }
    default:
      return opaque("type", value.source);
  }
}

/** Stands for a call that is not written. */
const NOWHERE = {
  kind: "call",
  field: null,
  start: 0,
  end: 0,
  parent: null,
  children: [],
  error: false,
  hasError: false,
} as const;

const of = (node: RelaxType, source: Source): Value => ({ type: "relaxType", node, source });

const tensor: Handler = (call, low) => {
  const given = bindArguments(call, ["shape", "dtype", "vdevice", "ndim"]);
  let { shape, dtype } = given;
  if (shape?.type === "str" && isNone(dtype)) {
    dtype = shape;
    shape = undefined;
  }
  checkTensor(low, shape, given.ndim);
  checkElementType(low, dtype);
  // What stands first may be the element type.
  if (shape?.type === "opaque" && isNone(dtype)) return unknown(call.source);
  const made = isNone(shape) ? null : tensorShape(low, shape ?? unknowable());
  const ndim = made?.type === "ShapeExpr" ? made.values.length : isNone(given.ndim) ? -1 : needInteger(given.ndim);
  const node: TensorType = {
    type: "TensorType",
    shape: made,
    dtype: isNone(dtype) ? "" : dtype?.type === "str" && dtype.value === "" ? "" : dtypeName(needDType(dtype)),
    vdevice: isNone(given.vdevice) ? null : opaque("other", given.vdevice?.source ?? call.source),
    ndim: made && made.type === "RelaxVar" ? (made.def.ty?.type === "ShapeType" ? made.def.ty.ndim : -1) : ndim,
    span: call.source.span,
  };
  return of(node, call.source);
};

/** A number or text is no type. */
export function checkType(low: Lowering, value: Value): void {
  const { span } = value.source;
  if (!low.checksNames || !span) return;
  if (value.type === "int" || value.type === "float" || value.type === "str" || value.type === "bool")
    low.reject({ kind: "relax-type", span, wrong: "not-a-type" });
}

/** What TVM throws when it makes the type of a tensor. */
function checkTensor(low: Lowering, shape: Value | undefined, ndim: Value | undefined): void {
  if (!low.checksNames) return;
  const reject = (wrong: TypeFault["wrong"], at: Value): void => {
    if (at.source.span) low.reject({ kind: "relax-type", span: at.source.span, wrong });
  };
  if (shape?.type === "int" || shape?.type === "float" || shape?.type === "str") reject("shape-number", shape);
  if (shape?.type === "expr") reject("shape-number", shape);
  if (shape?.type === "tuple") for (const each of shape.items) if (each.type === "float") reject("size-type", each);
  if (!ndim || ndim.type === "opaque" || ndim.type === "none") return;
  if (ndim.type === "str" || ndim.type === "float") reject("rank-type", ndim);
  if (ndim.type !== "int" || ndim.value === -1n) return;
  if (ndim.value < -1n) reject("negative-rank", ndim);
  if (!isNone(shape) && shape?.type !== "opaque") reject("rank-and-shape", ndim);
}

function tensorShape(low: Lowering, value: Value): TensorType["shape"] {
  if (value.type === "relax") {
    const { node } = value;
    if (node.type === "ShapeExpr" || node.type === "RelaxVar") return node;
    return unknowable();
  }
  if (value.type === "opaque") return opaque("expr", value.source);
  return dimensions(low, needItems(value), value);
}

/** Notes a variable, or what is made of one, that is no size: TVM converts constants alone. */
function checkSize(low: Lowering, value: Value): void {
  const { span } = value.source;
  if (!low.checksNames || !span || value.type !== "expr" || value.node.type === "IntImm") return;
  const dtype = dtypeOf(value.node);
  if (dtype?.code !== "int" || dtype.bits === 64 || isTypeGuessed(value.node)) return;
  low.fault({ kind: "relax-type", span, wrong: "symbol-dtype" });
}

/** Dimensions; strings are expressions of their own. */
function dimensions(low: Lowering, items: readonly Value[], at: Value): ShapeExpr {
  for (const each of items) checkSize(low, each);
  const values = items.map((each) => (each.type === "str" ? stringDimension(low, each) : toDimension(each)));
  return { type: "ShapeExpr", values, span: at.source.span };
}

const shape: Handler = (call, low) => {
  const given = bindArguments(call, ["values", "ndim"]);
  const values = isNone(given.values) ? null : dimensions(low, needItems(given.values), given.values as Value).values;
  const ndim = values && values.length > 0 ? values.length : isNone(given.ndim) ? -1 : needInteger(given.ndim);
  return of(
    { type: "ShapeType", values: values && values.length > 0 ? values : null, ndim, span: call.source.span },
    call.source,
  );
};

const tupleType: Handler = (call, low) => {
  const only = call.args[0];
  const given = call.args.length === 1 && only?.type === "tuple" ? only.items : call.args;
  for (const each of given) checkType(low, each);
  return of(
    { type: "RelaxTupleType", fields: given.map((each) => toType(low, each)), span: call.source.span },
    call.source,
  );
};

const prim: Handler = (call, low) => {
  const given = bindArguments(call, ["dtype", "value"]);
  checkElementType(low, given.dtype);
  const value = isNone(given.value)
    ? null
    : given.value?.type === "str"
      ? stringDimension(low, given.value)
      : toDimension(given.value as Value);
  const dtype = isNone(given.dtype)
    ? value && value.type !== "CommReducer" && value.dtype
      ? dtypeName(value.dtype)
      : unknowable()
    : dtypeName(needDType(given.dtype));
  return of({ type: "PrimStructType", dtype, value, span: call.source.span }, call.source);
};

const object: Handler = (call) => of({ type: "ObjectType", span: call.source.span }, call.source);

const callable: Handler = (call, low) => {
  const given = bindArguments(call, ["params", "ret", "purity", "derive_func"]);
  if (!isNone(given.derive_func)) return unknowable();
  const list = isNone(given.params)
    ? null
    : given.params?.type === "tuple"
      ? given.params.items
      : [given.params as Value];
  const ret: RelaxType | Opaque = isNone(given.ret)
    ? { type: "ObjectType", span: call.source.span }
    : toType(low, given.ret as Value);
  const purity = isNone(given.purity) ? list !== null : needInteger(given.purity) !== 0;
  const params = list?.map((each) => toType(low, each)) ?? null;
  return of({ type: "FuncType", params, ret, derive_func: null, purity, span: call.source.span }, call.source);
};

export const typeHandlers: Handlers = {
  Tensor: tensor,
  Shape: shape,
  Tuple: tupleType,
  Prim: prim,
  Object: object,
  Any: object,
  Callable: callable,
};
