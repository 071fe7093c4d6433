/**
 * Arithmetic as TVM's operators build it: operands are cast to one type, constants are folded, `x + 0` is `x`.
 * Sources: `op.cc` and `const_fold.h` in TVM.
 */
import { BOOL, type DType, INT32, isFloating, isIndex, promote, sameDType, withLanes } from "./dtype";
import type { Binary, BinaryType, Expr, FloatImm, IntImm, Source } from "./ir";
import { opaque, opCall } from "./make";

export function intImm(dtype: DType, value: bigint | number, source: Source): IntImm {
  return { type: "IntImm", dtype, value: typeof value === "bigint" ? value : BigInt(value), span: source.span };
}

export function floatImm(dtype: DType, value: number, source: Source): FloatImm {
  return { type: "FloatImm", dtype, value, span: source.span };
}

/** A constant of a type: TVM's `MakeConst`. Vectors are broadcast. */
export function constant(dtype: DType, value: bigint | number, source: Source): Expr {
  if (dtype.lanes !== 1 || dtype.scalable) {
    return broadcast(constant(withLanes(dtype, 1, false), value, source), dtype.lanes, source);
  }
  if (isFloating(dtype)) return floatImm(dtype, Number(value), source);
  // No integer is infinite, nor not a number.
  if (typeof value === "number" && !Number.isFinite(value)) return opaque("expr", source);
  return intImm(dtype, typeof value === "bigint" ? value : BigInt(Math.trunc(value)), source);
}

export function broadcast(value: Expr, lanes: number, source: Source): Expr {
  const element = dtypeOf(value);
  return {
    type: "Broadcast",
    dtype: withLanes(element ?? BOOL, lanes),
    value,
    lanes: intImm(INT32, lanes, source),
    span: source.span,
  };
}

/** The type of a value; null where it cannot be known. */
export function dtypeOf(expr: Expr): DType | null {
  return expr.type === "CommReducer" ? null : expr.dtype;
}

/** TVM's `cast`: constants take the type, equal types stay as they are. */
export function cast(dtype: DType, value: Expr, source: Source): Expr {
  const from = dtypeOf(value);
  if (from && sameDType(from, dtype)) return value;
  if (value.type === "Opaque" || !from) return { type: "Cast", dtype, value, span: source.span };
  if (dtype.lanes === 1 && !dtype.scalable) {
    if (value.type === "IntImm") return constant(dtype, value.value, value);
    if (value.type === "FloatImm") return constant(dtype, value.value, value);
    return { type: "Cast", dtype, value, span: source.span };
  }
  const element = withLanes(dtype, 1, false);
  if (from.lanes === 1 && !from.scalable) return broadcast(cast(element, value, source), dtype.lanes, source);
  if (value.type === "Broadcast") return { ...value, dtype, value: cast(element, value.value, source) };
  if (value.type === "Ramp" && (dtype.code === "int" || dtype.code === "uint")) {
    return { ...value, dtype, base: cast(element, value.base, source), stride: cast(element, value.stride, source) };
  }
  return { type: "Cast", dtype, value, span: source.span };
}

/** Brings both operands to one type; unchanged where a type is not known. */
export function matchTypes(a: Expr, b: Expr, source: Source): [Expr, Expr] {
  let ta = dtypeOf(a);
  let tb = dtypeOf(b);
  if (!ta || !tb || sameDType(ta, tb)) return [a, b];
  if (ta.lanes === 1 && !ta.scalable && tb.lanes > 1 && !tb.scalable) a = broadcast(a, tb.lanes, source);
  else if (tb.lanes === 1 && !tb.scalable && ta.lanes > 1 && !ta.scalable) b = broadcast(b, ta.lanes, source);
  ta = dtypeOf(a) as DType;
  tb = dtypeOf(b) as DType;
  const common = promote(ta, tb);
  if (!common) return [a, b];
  return [cast(common, a, source), cast(common, b, source)];
}

const COMPARISONS = new Set<BinaryType>(["EQ", "NE", "LT", "LE", "GT", "GE", "And", "Or"]);

/** The node as it is written, with no folding. */
export function binary(type: BinaryType, a: Expr, b: Expr, source: Source): Binary {
  const operand = dtypeOf(a) ?? dtypeOf(b) ?? BOOL;
  const dtype = COMPARISONS.has(type) ? withLanes(BOOL, operand.lanes, operand.scalable) : operand;
  return { type, dtype, a, b, span: source.span };
}

/** An operator as TVM applies it: types matched, constants folded. */
export function operate(type: BinaryType, left: Expr, right: Expr, source: Source): Expr {
  if (type === "Min" || type === "Max") {
    const infinite = infinityFold(type, left, right);
    if (infinite) return infinite;
  }
  const ta = dtypeOf(left);
  const tb = dtypeOf(right);
  if (type === "And" || type === "Or" || !ta || !tb || sameDType(ta, tb)) return folded(type, left, right, source);
  const [a, b] = matchTypes(left, right, source);
  return folded(type, a, b, source);
}

function folded(type: BinaryType, a: Expr, b: Expr, source: Source): Expr {
  return fold(type, a, b, source) ?? binary(type, a, b, source);
}

function infinityFold(type: "Min" | "Max", a: Expr, b: Expr): Expr | null {
  const low = type === "Max" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  if (a.type === "FloatImm" && Math.abs(a.value) === Number.POSITIVE_INFINITY) return a.value === low ? a : b;
  if (b.type === "FloatImm" && Math.abs(b.value) === Number.POSITIVE_INFINITY) return b.value === low ? b : a;
  return null;
}

/** A result in the bits of its type. */
function wrap(dtype: DType, value: bigint): bigint {
  if (dtype.code === "uint" || dtype.code === "bool") return BigInt.asUintN(Math.max(dtype.bits, 1), value);
  return BigInt.asIntN(dtype.bits || 64, value);
}

export function floorDiv(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
}

function fold(type: BinaryType, a: Expr, b: Expr, source: Source): Expr | null {
  const ints = a.type === "IntImm" && b.type === "IntImm";
  const floats = a.type === "FloatImm" && b.type === "FloatImm";
  switch (type) {
    case "Add":
      if (ints) return intImm(a.dtype, wrap(a.dtype, a.value + b.value), source);
      if (isNumber(a, 0)) return b;
      if (isNumber(b, 0) && !floats) return a;
      return floats ? (foldFloat(a, a.value + b.value, b, source) ?? (b.value === 0 ? a : null)) : null;
    case "Sub":
      if (ints) return intImm(a.dtype, wrap(a.dtype, a.value - b.value), source);
      if (isNumber(b, 0)) return a;
      return floats ? foldFloat(a, a.value - b.value, b, source) : null;
    case "Mul":
      if (ints) return intImm(a.dtype, wrap(a.dtype, a.value * b.value), source);
      if (floats) {
        const folded = foldFloat(a, a.value * b.value, b, source);
        if (folded) return folded;
      }
      if (isNumber(a, 1)) return b;
      if (isNumber(a, 0)) return a;
      if (isNumber(b, 1)) return a;
      if (isNumber(b, 0)) return b;
      return null;
    case "Div":
      if (ints) return b.value === 0n ? null : intImm(a.dtype, wrap(a.dtype, a.value / b.value), source);
      if (floats && b.value !== 0) {
        const folded = foldFloat(a, a.value / b.value, b, source);
        if (folded) return folded;
      }
      if (isNumber(a, 0)) return a;
      return isNumber(b, 1) ? a : null;
    case "FloorDiv":
      if (ints) return b.value === 0n ? null : intImm(a.dtype, wrap(a.dtype, floorDiv(a.value, b.value)), source);
      if (floats && b.value !== 0) return foldFloat(a, Math.floor(a.value / b.value), b, source);
      if (isNumber(a, 0)) return a;
      return isNumber(b, 1) ? a : null;
    case "Mod":
    case "FloorMod": {
      const ta = dtypeOf(a);
      const tb = dtypeOf(b);
      if (!ta || !tb || !isIndex(ta) || !isIndex(tb)) return null;
      if (ints) {
        if (b.value === 0n) return null;
        const value = type === "Mod" ? a.value % b.value : a.value - b.value * floorDiv(a.value, b.value);
        return intImm(a.dtype, wrap(a.dtype, value), source);
      }
      if (isNumber(a, 0)) return a;
      return isNumber(b, 1) ? intImm(ta, 0, source) : null;
    }
    case "Min":
    case "Max":
      if (ints) return (type === "Min") === a.value <= b.value ? a : b;
      if (floats) return (type === "Min") === a.value <= b.value ? a : b;
      return sameNode(a, b) ? a : null;
    case "And":
    case "Or": {
      const stops = type === "And" ? 0n : 1n;
      for (const [one, other] of [
        [a, b],
        [b, a],
      ] as const) {
        if (one.type !== "IntImm" || one.dtype.code !== "bool") continue;
        return (one.value === 0n ? 0n : 1n) === stops ? one : other;
      }
      return null;
    }
    default: {
      if (!ints && !floats) return null;
      return intImm(BOOL, compare(type, a.value, b.value) ? 1 : 0, source);
    }
  }
}

function foldFloat(a: FloatImm, value: number, b: FloatImm, source: Source): Expr | null {
  if (a.dtype.code !== "float") return null;
  if (a.dtype.bits === 64) return floatImm(a.dtype, value, source);
  if (a.dtype.bits === 32 && b.dtype.bits === 32) return floatImm(a.dtype, Math.fround(value), source);
  return null;
}

function compare(type: BinaryType, a: bigint | number, b: bigint | number): boolean {
  switch (type) {
    case "EQ":
      return a === b;
    case "NE":
      return a !== b;
    case "LT":
      return a < b;
    case "LE":
      return a <= b;
    case "GT":
      return a > b;
    default:
      return a >= b;
  }
}

export function isNumber(expr: Expr, value: 0 | 1): boolean {
  if (expr.type === "IntImm") return expr.value === (value === 0 ? 0n : 1n);
  return expr.type === "FloatImm" && expr.value === value;
}

/** Whether both are one object in TVM: the same use of a variable's definition. */
export function sameNode(a: Expr, b: Expr): boolean {
  return a === b || (a.type === "Var" && b.type === "Var" && a.def === b.def);
}

/** `-x`: TVMScript multiplies by minus one. */
export function negate(value: Expr, source: Source): Expr {
  const dtype = dtypeOf(value);
  if (!dtype) return { type: "Opaque", category: "expr", dtype: null, span: source.span };
  return operate("Mul", value, constant(dtype, -1n, source), source);
}

export type BitOperator = "bitwise_and" | "bitwise_or" | "bitwise_xor" | "shift_left" | "shift_right";

/** Shifts and bitwise operators: calls of an intrinsic, folded for index constants. */
export function bitwise(op: BitOperator, left: Expr, right: Expr, source: Source): Expr {
  const [a, b] = matchTypes(left, right, source);
  const dtype = dtypeOf(a) ?? dtypeOf(b);
  const isShift = op === "shift_left" || op === "shift_right";
  if (a.type === "IntImm" && b.type === "IntImm" && isIndex(a.dtype) && isIndex(b.dtype)) {
    return intImm(a.dtype, bits(op, a.value, b.value), source);
  }
  if (isShift && b.type === "IntImm" && b.value === 0n && dtype && isIndex(dtype)) return a;
  return opCall(op, [a, b], dtype ?? BOOL, source);
}

function bits(op: BitOperator, a: bigint, b: bigint): bigint {
  switch (op) {
    case "bitwise_and":
      return a & b;
    case "bitwise_or":
      return a | b;
    case "bitwise_xor":
      return a ^ b;
    case "shift_left":
      return a << b;
    case "shift_right":
      return a >> b;
  }
}
