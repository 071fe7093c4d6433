/** Types and sizes as scripts write them, for messages. */
import type { Expr, Opaque } from "../tir/ir";
import type { RelaxType } from "./ir";

export function typeText(type: RelaxType | Opaque): string {
  switch (type.type) {
    case "TensorType": {
      const parts: string[] = [];
      if (type.shape?.type === "ShapeExpr") parts.push(shapeText(type.shape.values));
      else if (type.shape?.type === "RelaxVar") parts.push(type.shape.def.name);
      if (type.dtype !== "") parts.push(parts.length > 0 ? `"${type.dtype}"` : `dtype="${type.dtype}"`);
      if (!type.shape && type.ndim >= 0) parts.push(`ndim=${type.ndim}`);
      return parts.length > 0 ? `R.Tensor(${parts.join(", ")})` : "R.Tensor";
    }
    case "ShapeType":
      if (type.values) return `R.Shape([${type.values.map(sizeText).join(", ")}])`;
      return type.ndim >= 0 ? `R.Shape(ndim=${type.ndim})` : "R.Shape";
    case "PrimStructType":
      return `R.Prim("${type.dtype}")`;
    case "RelaxTupleType":
      return `R.Tuple(${type.fields.map(typeText).join(", ")})`;
    case "FuncType":
      return "R.Callable";
    case "ObjectType":
      return "R.Object";
    case "Opaque":
      return "…";
  }
}

export function shapeText(values: readonly Expr[]): string {
  return `(${values.map(sizeText).join(", ")}${values.length === 1 ? "," : ""})`;
}

const OPERATORS: Readonly<Record<string, string>> = {
  Add: "+",
  Sub: "-",
  Mul: "*",
  FloorDiv: "//",
  FloorMod: "%",
};

export function sizeText(size: Expr): string {
  switch (size.type) {
    case "IntImm":
      return String(size.value);
    case "Var":
      return size.def.name;
    case "Add":
    case "Sub":
    case "Mul":
    case "FloorDiv":
    case "FloorMod":
      return `${inner(size.a)} ${OPERATORS[size.type]} ${inner(size.b)}`;
    default:
      return "…";
  }
}

function inner(size: Expr): string {
  const text = sizeText(size);
  return size.type === "IntImm" || size.type === "Var" ? text : `(${text})`;
}
