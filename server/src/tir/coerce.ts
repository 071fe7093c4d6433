/** Python values as TIR expressions, the way TVM converts what is passed to its functions. */
import { binary, constant, dtypeOf, floatImm, intImm } from "./arithmetic";
import { BOOL, type DType, FLOAT32, INT32, INT64, isFloating, parseDType, VOID, withLanes } from "./dtype";
import type { Annotation, Annotations, BinaryType, BufferNode, BufferRegion, Expr, Opaque, Range, Source } from "./ir";
import { bufferAt, opaque, range, use } from "./make";
import type { Value } from "./values";

/**
 * Thrown where a value is needed that cannot be known; the call around becomes opaque. No `Error`: nobody asks where it was
 * thrown, and noting that would cost more than all else that is done about it.
 */
export class Unknowable {
  /** @param reason why it cannot be known, where that is not simply what is called */
  constructor(readonly reason?: string) {}
}

export function unknowable(reason?: string): never {
  throw new Unknowable(reason);
}

const INT32_MAX = 2147483647n;

/** A value as an expression; Python numbers get TVM's default types. Throws `Unknowable` for what is no expression. */
export function toExpr(value: Value): Expr {
  switch (value.type) {
    case "expr":
      return value.node;
    case "int":
      return intImm(
        value.value > INT32_MAX || value.value < -INT32_MAX - 1n ? INT64 : INT32,
        value.value,
        value.source,
      );
    case "float":
      return floatImm(FLOAT32, value.value, value.source);
    case "bool":
      return intImm(BOOL, value.value ? 1 : 0, value.source);
    case "str":
      return { type: "StringImm", dtype: STRING, value: value.value, span: value.source.span };
    case "iter":
      return use(value.node.var.def, value.source);
    case "scalar":
      return scalarLoad(value.buffer, value.source);
    case "buffer":
      return use(value.node.info.data, value.source);
    case "region":
      return regionLoad(value.node) ?? unknowable();
    case "opaque":
      return opaque("expr", value.source);
    default:
      return unknowable();
  }
}

/** What TVM says of a string constant's type. */
export const STRING = parseDType("handle") as DType;

/** The value of a one-element buffer. */
export function scalarLoad(buffer: BufferNode, source: Source): Expr {
  return {
    type: "BufferLoad",
    dtype: buffer.info.dtype,
    buffer: bufferAt(buffer.info, source),
    indices: [intImm(INT32, 0, source)],
    predicate: null,
    span: source.span,
  };
}

/** A region of single elements read as a load. */
function regionLoad(region: BufferRegion): Expr | null {
  const indices: Expr[] = [];
  for (const each of region.region) {
    if (each.type === "Opaque") return null;
    const lanes = each.extent.type === "IntImm" ? Number(each.extent.value) : 0;
    if (lanes === 1) indices.push(each.min);
    else if (lanes > 1) indices.push(ramp(each.min, intImm(dtypeOf(each.min) ?? INT32, 1, each), lanes, each));
    else return null;
  }
  return bufferLoad(region.buffer, indices, null, region);
}

export function ramp(base: Expr, stride: Expr, lanes: number, source: Source): Expr {
  const dtype = withLanes(dtypeOf(base) ?? INT32, lanes);
  return { type: "Ramp", dtype, base, stride, lanes: intImm(INT32, lanes, source), span: source.span };
}

export function bufferLoad(buffer: BufferNode, indices: readonly Expr[], predicate: Expr | null, source: Source): Expr {
  const last = indices.at(-1);
  const index = last ? dtypeOf(last) : null;
  const element = buffer.info.dtype;
  const dtype =
    index && (index.lanes > 1 || index.scalable)
      ? withLanes(element, element.lanes * index.lanes, index.scalable)
      : element;
  return { type: "BufferLoad", dtype, buffer, indices, predicate, span: source.span };
}

/** The operands of a comparison as the parser types them: a number takes the other side's type, nothing is folded. */
export function compareOperands(type: BinaryType, left: Value, right: Value, source: Source): Expr {
  const a = literal(left, right);
  const b = literal(right, left);
  const lanesA = dtypeOf(a)?.lanes ?? 1;
  const lanesB = dtypeOf(b)?.lanes ?? 1;
  if (lanesA === lanesB) return binary(type, a, b, source);
  const widen = (value: Expr, lanes: number): Expr => ({
    type: "Broadcast",
    dtype: withLanes(dtypeOf(value) ?? INT32, lanes),
    value,
    lanes: intImm(INT32, lanes, source),
    span: value.span,
  });
  return lanesA === 1 ? binary(type, widen(a, lanesB), b, source) : binary(type, a, widen(b, lanesA), source);
}

function literal(value: Value, other: Value): Expr {
  if (value.type !== "int" && value.type !== "float" && value.type !== "bool") return toExpr(value);
  const dtype =
    other.type === "expr" || other.type === "iter" || other.type === "scalar" ? dtypeOf(toExpr(other)) : null;
  if (!dtype) return toExpr(value);
  const element = withLanes(dtype, 1, false);
  if (value.type === "float") return floatImm(isFloating(element) ? element : FLOAT32, value.value, value.source);
  const number = value.type === "bool" ? (value.value ? 1n : 0n) : value.value;
  if (element.code === "handle") return intImm(INT32, number, value.source);
  return constant(element, number, value.source);
}

export function needString(value: Value | undefined): string {
  if (value?.type === "str") return value.value;
  if (value?.type === "expr" && value.node.type === "StringImm") return value.node.value;
  return unknowable();
}

/** A type given by name, by constructor (`T.float32`) or by another value. */
export function needDType(value: Value | undefined): DType {
  // No type at all is a name of `void` too.
  if (value?.type === "str" && value.value === "") return VOID;
  if (value?.type === "str") return parseDType(value.value) ?? unknowable();
  if (value?.type === "api") return parseDType(value.name.slice(2)) ?? unknowable();
  return unknowable();
}

export function needInteger(value: Value | undefined): number {
  if (value?.type === "int") return Number(value.value);
  if (value?.type === "bool") return value.value ? 1 : 0;
  if (value?.type === "expr" && value.node.type === "IntImm") return Number(value.node.value);
  return unknowable();
}

export function needItems(value: Value | undefined): readonly Value[] {
  return value?.type === "tuple" ? value.items : unknowable();
}

export function isNone(value: Value | undefined): boolean {
  return value === undefined || value.type === "none";
}

/** A shape: a tuple or list, or one extent alone. */
export function needShape(value: Value | undefined): Expr[] {
  if (value === undefined) return unknowable();
  if (value.type === "tuple") return value.items.map(toExpr);
  if (value.type === "opaque") return [opaque("expr", value.source)];
  return [toExpr(value)];
}

/** A region out of a slice expression or a load of one element. */
export function toRegion(value: Value): BufferRegion | Opaque {
  if (value.type === "region") return value.node;
  if (value.type === "scalar") return toRegion({ type: "expr", node: toExpr(value), source: value.source });
  if (value.type === "expr" && value.node.type === "BufferLoad") {
    const { buffer, indices } = value.node;
    return { type: "BufferRegion", buffer, region: indices.map(pointOrRamp), span: value.node.span };
  }
  return opaque("other", value.source);
}

function pointOrRamp(index: Expr): Range {
  if (index.type === "Ramp") return range(index.base, index.lanes, index);
  return range(index, intImm(dtypeOf(index) ?? INT32, 1, index), index);
}

/** Values of annotations: numbers and strings as Python has them become TVM's constants. */
export function toAnnotations(value: Value | undefined): Annotations {
  if (value === undefined || value.type === "none") return new Map();
  if (value.type !== "dict") return unknowable();
  return new Map(value.entries.map(([key, each]) => [needString(key), toAnnotation(each)]));
}

export function toAnnotation(value: Value): Annotation {
  switch (value.type) {
    case "none":
      return null;
    case "bool":
      return value.value;
    case "int":
      return Number(value.value);
    case "float":
      return { type: "PythonFloat", value: value.value, span: null };
    case "str":
      return value.value;
    case "tuple":
      return value.items.map(toAnnotation);
    case "dict":
      return toAnnotations(value);
    case "buffer":
    case "target":
      return value.node;
    default:
      return toExpr(value);
  }
}
