/** Values as Relax expressions (`convert_to_expr`), shapes and types. */
import { floatImm, intImm } from "../tir/arithmetic";
import { unknowable } from "../tir/coerce";
import { type DType, INT64, parseDType } from "../tir/dtype";
import type { Expr } from "../tir/ir";
import { opaque } from "../tir/make";
import type { Value } from "../tir/values";
import type { RelaxExpr, ShapeExpr } from "./ir";

const FLOAT64 = parseDType("float64") as DType;

export function toRelax(value: Value): RelaxExpr {
  switch (value.type) {
    case "relax":
      return value.node;
    case "global":
      return value.node;
    case "int":
      return { type: "PrimValue", value: intImm(INT64, value.value, value.source), span: value.source.span };
    case "float":
      return {
        type: "PrimValue",
        value: floatImm(FLOAT64, value.value, value.source),
        literal: "float",
        span: value.source.span,
      };
    case "bool":
      return {
        type: "PrimValue",
        value: intImm(parseDType("bool") as DType, value.value ? 1 : 0, value.source),
        literal: "bool",
        span: value.source.span,
      };
    case "expr":
      return { type: "PrimValue", value: value.node, span: value.source.span };
    case "str":
      return { type: "RelaxStringImm", value: value.value, span: value.source.span };
    case "tuple":
      return { type: "Tuple", fields: value.items.map(toRelax), span: value.source.span };
    case "opaque":
      return opaque("expr", value.source);
    default:
      return unknowable();
  }
}

/** A dimension: Python's numbers are 64 bits wide in shapes. */
export function toDimension(value: Value): Expr {
  if (value.type === "int") return intImm(INT64, value.value, value.source);
  if (value.type === "expr") return value.node;
  if (value.type === "relax" && value.node.type === "PrimValue") return value.node.value;
  return value.type === "opaque" ? opaque("expr", value.source) : unknowable();
}

/** A shape: a list of dimensions becomes a `ShapeExpr`, other expressions stand for themselves. */
export function toShape(value: Value): RelaxExpr {
  if (value.type !== "tuple")
    return value.type === "int" || value.type === "expr" ? shapeOf([value], value) : toRelax(value);
  return shapeOf(value.items, value);
}

export function shapeOf(items: readonly Value[], at: Value): ShapeExpr {
  return { type: "ShapeExpr", values: items.map(toDimension), span: at.source.span };
}
