/** Types of which no value can have both (`TypeBaseCheck` in TVM's src/relax/analysis/struct_info_analysis.cc). */
import type { Opaque } from "../tir/ir";
import { constantValue } from "../tir/simplify";
import type { RelaxType } from "./ir";

/** Whether a value of the type that was found can't be of the type that is written. False where that is not known. */
export function contradicts(written: RelaxType | Opaque, found: RelaxType | Opaque): boolean {
  if (written.type === "Opaque" || found.type === "Opaque") return false;
  if (written.type === "ObjectType" || found.type === "ObjectType") return false;
  if (written.type !== found.type) return isPlain(written) && isPlain(found);
  if (written.type === "TensorType" && found.type === "TensorType") {
    if (written.dtype !== "" && found.dtype !== "" && written.dtype !== found.dtype) return true;
    if (written.ndim >= 0 && found.ndim >= 0 && written.ndim !== found.ndim) return true;
    const a = written.shape;
    const b = found.shape;
    return a?.type === "ShapeExpr" && b?.type === "ShapeExpr" && lengthsDiffer(a.values, b.values);
  }
  if (written.type === "ShapeType" && found.type === "ShapeType") {
    if (written.ndim >= 0 && found.ndim >= 0 && written.ndim !== found.ndim) return true;
    return written.values !== null && found.values !== null && lengthsDiffer(written.values, found.values);
  }
  if (written.type === "RelaxTupleType" && found.type === "RelaxTupleType") {
    if (written.fields.length !== found.fields.length) return true;
    return written.fields.some((each, at) => contradicts(each, found.fields[at] as RelaxType));
  }
  if (written.type === "PrimStructType" && found.type === "PrimStructType") return written.dtype !== found.dtype;
  return false;
}

const PLAIN = new Set(["TensorType", "ShapeType", "RelaxTupleType", "PrimStructType", "FuncType"]);

function isPlain({ type }: RelaxType): boolean {
  return PLAIN.has(type);
}

type Lengths = Extract<RelaxType, { type: "ShapeType" }>["values"];

function lengthsDiffer(a: NonNullable<Lengths>, b: NonNullable<Lengths>): boolean {
  return a.some((each, at) => {
    const other = b[at];
    const x = constantValue(each);
    const y = other ? constantValue(other) : null;
    return x !== null && y !== null && x !== y;
  });
}
