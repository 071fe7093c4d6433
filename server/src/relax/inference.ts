/** Types of Relax expressions: what a function gives where it says nothing of its own. Null where it is not known. */

import { Unknowable } from "../tir/coerce";
import { dtypeName } from "../tir/dtype";
import type { Expr, Opaque } from "../tir/ir";
import { plainName } from "../tir/names";
import type { RelaxCall, RelaxExpr, RelaxType } from "./ir";
import { opaqueType } from "./make";
import { callType, givesTensor, type OperatorProblem, OperatorRejected, type Setting } from "./operator-types";

/** What inference asks of who reads the function, and whom it tells what TVM would throw. */
export interface Inference extends Setting {
  rejected?(call: RelaxCall, problem: OperatorProblem): void;
}

export function inferType(value: RelaxExpr, setting: Inference): RelaxType | null {
  switch (value.type) {
    case "RelaxVar":
      return value.def.ty;
    case "Tuple": {
      const fields = value.fields.map((each) => inferType(each, setting));
      if (fields.includes(null)) return null;
      return { type: "RelaxTupleType", fields: fields as RelaxType[], span: value.span };
    }
    case "TupleGetItem": {
      const of = inferType(value.tuple_value, setting);
      const field = of?.type === "RelaxTupleType" ? of.fields[value.index] : null;
      return known(field);
    }
    case "ShapeExpr":
      return { type: "ShapeType", values: value.values, ndim: value.values.length, span: value.span };
    case "PrimValue":
      return scalarType(value.value);
    case "Constant":
      return value.dtype && value.value !== null
        ? {
            type: "TensorType",
            shape: { type: "ShapeExpr", values: [], span: value.span },
            dtype: dtypeName(value.dtype),
            vdevice: null,
            ndim: 0,
            span: value.span,
          }
        : opaqueType("TensorType", value);
    case "RelaxCall":
      return typeOfCall(value, setting);
    case "If": {
      const a = inferType(value.true_branch.body, setting);
      const b = inferType(value.false_branch.body, setting);
      if (a && b && sameType(a, b)) return a;
      return a?.type === "TensorType" && b?.type === "TensorType" && a.dtype === b.dtype && a.ndim === b.ndim
        ? { ...a, shape: null }
        : null;
    }
    case "SeqExpr":
      return inferType(value.body, setting);
    case "Function": {
      if (!value.ret_ty) return null;
      const params = value.params.map((each) => (each.type === "RelaxVar" ? (each.def.ty ?? each) : each));
      if (params.some((each) => each.type === "RelaxVar")) return null;
      return {
        type: "FuncType",
        params: params as (RelaxType | Opaque)[],
        ret: value.ret_ty,
        derive_func: null,
        purity: value.is_pure,
        span: value.span,
      };
    }
    default:
      return null;
  }
}

function scalarType(value: Expr): RelaxType | null {
  if (value.type === "CommReducer" || !value.dtype) return null;
  return { type: "PrimStructType", dtype: dtypeName(value.dtype), value, span: value.span };
}

function known(type: RelaxType | Opaque | null | undefined): RelaxType | null {
  return type && type.type !== "Opaque" ? type : null;
}

function typeOfCall(call: RelaxCall, setting: Inference): RelaxType | null {
  if (call.op.type === "RelaxVar") {
    const of = call.op.def.ty;
    return of?.type === "FuncType" && isClosed(of.ret) ? known(of.ret) : null;
  }
  if (call.op.type === "GlobalVar") return call.op.ret && isClosed(call.op.ret) ? known(call.op.ret) : null;
  if (call.op.type !== "Op" && call.op.type !== "ExternFunc") return null;
  const only = call.ty_args[0];
  if (only)
    return call.ty_args.length === 1 ? known(only) : { type: "RelaxTupleType", fields: call.ty_args, span: call.span };
  if (call.op.type === "ExternFunc") return call.op.typed ? null : { type: "ObjectType", span: call.span };
  const name = plainName(call.op.name);
  const types: (RelaxType | null)[] = [];
  for (let at = 0; at < call.args.length; at++) types.push(inferType(call.args[at] as RelaxExpr, setting));
  let found: RelaxType | null = null;
  try {
    found = callType(name, call, types.some(isOpaque) ? types.map(certain) : types, setting);
  } catch (error) {
    if (error instanceof OperatorRejected) {
      setting.rejected?.(call, error.problem);
      return null;
    }
    if (!(error instanceof Unknowable)) throw error;
  }
  found ??= setting.answers?.typeOf(name, call, (node) => inferType(node, setting), setting.since("0.26")) ?? null;
  return found ?? (givesTensor(name, types) ? opaqueType("TensorType", call) : null);
}

function isOpaque(type: RelaxType | null): boolean {
  return type?.type === "Opaque";
}

function certain(type: RelaxType | null): RelaxType | null {
  return isOpaque(type) ? null : type;
}

/** A type that needs nothing of where it stands. */
function isClosed(type: RelaxType | Opaque): boolean {
  if (type.type === "RelaxTupleType") return type.fields.every(isClosed);
  if (type.type === "ObjectType") return true;
  return (
    type.type === "TensorType" &&
    (type.shape === null ||
      (type.shape.type === "ShapeExpr" && type.shape.values.every((each) => each.type === "IntImm")))
  );
}

function sameType(a: RelaxType | Opaque, b: RelaxType | Opaque): boolean {
  if (a.type !== b.type) return false;
  if (a.type === "RelaxTupleType" && b.type === "RelaxTupleType") {
    return (
      a.fields.length === b.fields.length && a.fields.every((each, at) => sameType(each, b.fields[at] as RelaxType))
    );
  }
  if (a.type !== "TensorType" || b.type !== "TensorType") return false;
  if (a.dtype !== b.dtype || a.ndim !== b.ndim) return false;
  if (a.shape?.type !== "ShapeExpr" || b.shape?.type !== "ShapeExpr") return false;
  const other = b.shape.values;
  return a.shape.values.every((each, at) => {
    const match = other[at];
    return (
      match !== undefined &&
      ((each.type === "IntImm" && match.type === "IntImm" && each.value === match.value) ||
        (each.type === "Var" && match.type === "Var" && each.def === match.def))
    );
  });
}
