/** `R.memory.view`: another shape, element type or place of the same memory. */
import { operate } from "../../tir/arithmetic";
import { bindArguments } from "../../tir/calls";
import { isNone, needDType, unknowable } from "../../tir/coerce";
import { dtypeName, parseDType } from "../../tir/dtype";
import type { Expr } from "../../tir/ir";
import { provablyGreater } from "../../tir/simplify";
import type { Value } from "../../tir/values";
import type { RelaxCall, TensorType } from "../ir";
import { problem } from "./problems";
import { dims, product, type Rule, type Rules, type Setting, shapeArgument, site, size, tensor } from "./shared";

const view: Rule = (call, types, setting) => {
  const x = tensor(types[0]);
  const given = bindArguments(site(call), ["data", "shape", "dtype", "relative_byte_offset"]);
  checkShape(given.shape, call);
  const target = isNone(given.shape) ? null : shapeArgument(call.args[1]);
  const dtype = isNone(given.dtype) ? null : viewedAs(given.dtype, setting);
  const result: TensorType = {
    ...x,
    ...(target && { shape: target.shape, ndim: target.ndim }),
    ...(dtype !== null && { dtype }),
    span: call.span,
  };
  checkBounds(x, result, offsetOf(given.relative_byte_offset), target !== null, call);
  return result;
};

function checkShape(value: Value | undefined, call: RelaxCall): void {
  if (isNone(value)) return;
  const arg = call.args[1];
  if (arg?.type === "PrimValue") problem({ kind: "not-a-shape", type: "PrimStructType" });
  if (arg?.type === "RelaxVar" && arg.def.ty && NO_SHAPES.has(arg.def.ty.type))
    problem({ kind: "not-a-shape", type: arg.def.ty.type });
}

const NO_SHAPES = new Set(["TensorType", "FuncType", "PrimStructType"]);

function viewedAs(value: Value | undefined, setting: Setting): string {
  const dtype =
    value?.type === "relax" && value.node.type === "DataTypeImm" ? value.node.value : dtypeName(needDType(value));
  if (dtype === "void" || dtype === "") return setting.since("0.26") ? problem({ kind: "void-type" }) : unknowable();
  return dtype;
}

/** In bytes; null where it is not known. */
function offsetOf(value: Value | undefined): bigint | null {
  if (isNone(value)) return 0n;
  if (value?.type === "int") return value.value;
  if (value?.type !== "relax" || value.node.type !== "PrimValue") return null;
  const number = value.node.value;
  return number.type === "IntImm" ? number.value : null;
}

/** What TVM can prove to reach beyond the end of the tensor that is viewed. */
function checkBounds(
  from: TensorType,
  to: TensorType,
  offset: bigint | null,
  isShaped: boolean,
  call: RelaxCall,
): void {
  const a = dims(from);
  const b = dims(to);
  const x = elementBytes(from.dtype);
  const y = elementBytes(to.dtype);
  const beyond = (): never => problem({ kind: "beyond-bounds" });
  if (a && b && x !== null && y !== null) {
    const bytes = (shape: readonly Expr[], each: number): Expr =>
      operate("Mul", product(shape, call), size(each, call), call);
    const end = operate("Add", bytes(b, y), size(Number(offset ?? 0n), call), call);
    if (provablyGreater(end, bytes(a, x))) beyond();
  } else if (x !== null && y !== null && !isShaped) {
    if (y > x) beyond();
  } else if (a && b && from.dtype === to.dtype) {
    if (provablyGreater(product(b, call), product(a, call))) beyond();
  } else if (!isShaped && from.dtype === to.dtype && offset !== null && offset > 0n) beyond();
}

/** Null where the element type is not known. */
function elementBytes(dtype: string): number | null {
  const parsed = dtype === "" ? null : parseDType(dtype);
  return parsed && parsed.bits > 0 && !parsed.scalable ? Math.ceil((parsed.bits * parsed.lanes) / 8) : null;
}

export const viewRules: Rules = { "memory.view": view };
