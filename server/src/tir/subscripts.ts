/** Subscripts: loads, vector loads and regions of buffers, items of tuples, annotations like `T.let[…]`. */

import { isAnnotated } from "../relax/annotated";
import { kindOf } from "../relax/argument-kinds";
import { checkField } from "../relax/fields";
import { child, type SyntaxNode, spanOf } from "../syntax/node";
import { dtypeOf, intImm } from "./arithmetic";
import { bufferFromType } from "./buffers";
import { bufferLoad, needInteger, ramp, toExpr, Unknowable, unknowable } from "./coerce";
import { INT32 } from "./dtype";
import { evaluate, named, type Reading } from "./expressions";
import type { Found } from "./faults";
import { foundIn } from "./found";
import type { BufferNode, Expr, Range, Source } from "./ir";
import { bufferBehind } from "./legacy";
import type { Lowering } from "./lowering";
import { bufferAt, range, rankOf } from "./make";
import { difference } from "./simplify";
import { typeNamed } from "./types";
import { expression, tuple, unknown, type Value, type ValueOf } from "./values";

export function subscript(low: Lowering, node: SyntaxNode, source: Source, reading: Reading): Value {
  const object = child(node, "value");
  if (!object) return unknown(source);
  const value = evaluate(low, object);
  const indices = readIndices(low, node, reading);
  switch (value.type) {
    case "buffer":
      return bufferSubscript(low, bufferAt(value.node.info, value.source), indices, source, reading);
    case "scalar":
      return bufferSubscript(low, value.buffer, indices, source, reading);
    case "tuple": {
      const index = (indices.length === 1 ? indices : unknowable())[0];
      if (index?.type === "slice") return sliceTuple(value, index, source);
      const at = needInteger(index);
      const item = value.items[at < 0 ? value.items.length + at : at];
      const fields = value.items.length;
      if (!item && fields > 0 && source.span && (low.function() || low.checksNames))
        low.reject({ kind: "relax-tuple", span: source.span, wrong: "index", given: at, fields });
      return item ?? unknown(source);
    }
    case "dict": {
      const key = indices[0];
      if (key?.type !== "str") return unknown(source);
      return value.entries.find(([each]) => each.type === "str" && each.value === key.value)?.[1] ?? unknown(source);
    }
    case "expr": {
      checkPointer(low, value, indices.length, source);
      const buffer = value.node.type === "Var" && !low.since("0.18") ? bufferBehind(value.node, source) : null;
      if (buffer) return bufferSubscript(low, buffer, indices, source, reading);
      checkElements(low, value, object);
      return unknown(source);
    }
    case "region":
      // A region of a region is one again; an element of it is none before the indices are put together.
      if (!reading.single && low.function() && (rankOf(value.node.buffer.info) ?? 0) > 2) return value;
      if (reading.single && low.function() && source.span && indices.every((each) => each.type !== "slice")) {
        const { buffer } = value.node;
        const expected = rankOf(buffer.info);
        if (expected !== null && expected > 1)
          low.fault({ kind: "index-rank", span: source.span, buffer: buffer.info.name, expected, found: 1 });
      }
      return unknown(source);
    case "api":
      if (low.function()) checkElements(low, value, object);
      if (low.checksNames && value.name.startsWith("R.") && kindOf(value) === "api")
        low.reject({ kind: "not-a-buffer", span: spanOf(object), found: "api" });
      return annotation(low, value.name, indices, source);
    case "str":
      if (indices.some(isComputed) || indices.length > 1)
        low.reject({ kind: "not-a-buffer", span: spanOf(object), found: "str" });
      return unknown(source);
    case "module":
      low.reject({ kind: "not-a-buffer", span: spanOf(object), found: "module" });
      break;
    case "relax": {
      const index = indices[0];
      if (low.checksNames && source.span) checkField(low, value.node, indices, source.span, isAnnotated(node));
      if (!index || indices.length > 1) return unknowable();
      return {
        type: "relax",
        node: { type: "TupleGetItem", tuple_value: value.node, index: needInteger(index), span: source.span },
        source,
      };
    }
    default:
      checkElements(low, value, object);
      return unknown(source);
  }
}

function isComputed({ type }: Value): boolean {
  return type === "expr" || type === "iter" || type === "scalar";
}

const NO_ELEMENTS = new Set<Found>(["none", "bool", "int", "float", "range", "lambda", "frame"]);

/** Notes brackets after something that has no elements. */
export function checkElements(low: Lowering, value: Value, object: SyntaxNode): void {
  const found = foundIn(value);
  if (!found || (!low.function() && !low.checksNames)) return;
  const isVariable =
    value.type === "expr" && value.node.type === "Var" && value.node.def.annotation.type === "PrimType";
  const isNumber = value.type === "expr" && /^(?:Add|Sub|Mul|IntImm|FloatImm|BufferLoad|Cast)$/.test(value.node.type);
  // Types of vectors came with 0.25.
  const isType = value.type === "api" && value.name !== "T.handle" && typeNamed(value) !== null;
  const isFunction = found === "api" && (!isType || (!low.since("0.25") && low.function() !== null));
  if (!NO_ELEMENTS.has(found) && !isVariable && !isNumber && !isFunction) return;
  low.fault({ kind: "not-a-buffer", span: spanOf(object), found });
}

/** Notes a pointer with several indices: what it points to is flat, where it has elements at all. */
export function checkPointer(low: Lowering, value: Value, found: number, { span }: Source): void {
  if (found < 2 || !span || !low.function() || value.type !== "expr" || value.node.type !== "Var") return;
  const { annotation, name } = value.node.def;
  if (annotation.type === "PointerType") low.reject({ kind: "index-rank", span, buffer: name, expected: 1, found });
}

/** Values that are no index. */
const NO_INDEX = new Set<Found>([
  "none",
  "str",
  "dict",
  "buffer",
  "lambda",
  "range",
  "counting",
  "frame",
  "api",
  "set",
]);

/** Whether all indices of a buffer are something that an index can be. */
export function checkIndices(low: Lowering, indices: readonly Value[], single: boolean): boolean {
  let right = true;
  if (!low.function()) return right;
  for (let at = 0; at < indices.length; at++) {
    const each = indices[at] as Value;
    const found = foundIn(each);
    const { span } = each.source;
    if (!found || !span) continue;
    // Releases around 0.22 take a string for a constant.
    const isString = found === "str" && low.since("0.18") && !low.since("0.26");
    if ((NO_INDEX.has(found) && !isString) || (found === "tuple" && indices.length > 1)) {
      low.fault({ kind: "index-kind", span, found });
      right = false;
    }
    if (each.type !== "slice") continue;
    const step = each.step?.type === "int" ? each.step.value : 1n;
    if (step < 1n) {
      low.fault({ kind: "slice-step", span });
      right = false;
    } else if (single && each.step && at < indices.length - 1 && lanesOf(each) > 1) {
      low.fault({ kind: "vector-place", span });
      right = false;
    }
  }
  return right;
}

/** The number of elements in a slice whose ends are plain numbers, or are apart by one; 0 where it is not known. */
function lanesOf({ start, stop }: ValueOf<"slice">): number {
  if (!start || !stop) return 0;
  try {
    const length = difference(toExpr(stop), toExpr(start), stop.source);
    return length?.type === "IntImm" ? Number(length.value) : 0;
  } catch (error) {
    if (error instanceof Unknowable) return 0;
    throw error;
  }
}

/** The values between the brackets; `A[i, j]` and `A[(i, j)]` are the same. */
export function readIndices(low: Lowering, node: SyntaxNode, reading: Reading): Value[] {
  const { children } = node;
  const parts: SyntaxNode[] = [];
  for (let at = 0; at < children.length; at++) {
    const each = children[at] as SyntaxNode;
    if (each.field === "subscript" && each.kind !== "comment") parts.push(each);
  }
  const values: Value[] = [];
  for (let at = 0; at < parts.length; at++) {
    const part = parts[at] as SyntaxNode;
    if (part.kind === "slice") values.push(readSlice(low, part, reading));
    else if (part.kind === "list_splat") {
      const inner = named(part)[0];
      const value = inner ? evaluate(low, inner) : null;
      values.push(...(value?.type === "tuple" ? value.items : unknowable()));
    } else {
      const value = evaluate(low, part);
      if (parts.length === 1 && value.type === "tuple" && !value.list) values.push(...value.items);
      else if (parts.length === 1 && value.type === "tuple") values.push(...value.items);
      else values.push(value);
    }
  }
  return values;
}

/** `start:stop:step`: the parts are told apart by the colons between them. */
function readSlice(low: Lowering, node: SyntaxNode, reading: Reading): Value {
  const parts: (Value | null)[] = [null, null, null];
  let at = node.start;
  let place = 0;
  const colons = (end: number): void => {
    place += low.text({ start: at, end }).replace(/#.*$/gm, "").split(":").length - 1;
  };
  for (const each of named(node)) {
    colons(each.start);
    if (place < 3) parts[place] = evaluate(low, each);
    at = each.end;
  }
  const source = low.source(node);
  const start = parts[0] ?? null;
  const stop = parts[1] ?? null;
  const step =
    parts[2] ?? (reading.vector && start && stop ? ({ type: "int", value: 1n, source } satisfies Value) : null);
  return { type: "slice", start, stop, step, source };
}

function sliceTuple(value: ValueOf<"tuple">, slice: ValueOf<"slice">, source: Source): Value {
  if (slice.step && needInteger(slice.step) !== 1) return unknown(source);
  const from = slice.start ? needInteger(slice.start) : 0;
  const to = slice.stop ? needInteger(slice.stop) : value.items.length;
  return tuple(value.items.slice(from, to), source, value.list);
}

/** Whether there are as many indices as dimensions. TVM lets a region leave out the last ones. */
export function checkRank(
  low: Lowering,
  buffer: BufferNode,
  indices: readonly Value[],
  source: Source,
  region: boolean,
): boolean {
  const expected = rankOf(buffer.info);
  const found = indices.length;
  if (expected === null || !low.function() || found === expected || (region && found < expected)) return true;
  if (indices.some((each) => each.type === "opaque" && (found === 1 || each.source.span === source.span))) return true;
  const first = buffer.info.source.span;
  if (source.span)
    low.fault({
      kind: "index-rank",
      span: source.span,
      buffer: buffer.info.name,
      expected,
      found,
      ...(first && { related: [{ span: first, as: "defined" }] }),
    });
  return false;
}

function bufferSubscript(
  low: Lowering,
  buffer: BufferNode,
  given: readonly Value[],
  source: Source,
  reading: Reading,
): Value {
  if (!checkIndices(low, given, reading.single === true)) return unknown(source);
  // Newer releases take what is left out for all of it, and a step of one for none.
  const today = low.since("0.25");
  const missing = today ? Math.max((rankOf(buffer.info) ?? 0) - given.length, 0) : 0;
  // The newest makes a region of it, which is no operand.
  const isOperand = missing > 0 && reading.single === true && low.since("0.27");
  if (isOperand && !checkRank(low, buffer, given, source, false)) return unknown(source);
  const indices = missing > 0 ? [...given, ...Array<Value>(missing).fill(whole(source))] : given;
  if (!checkRank(low, buffer, indices, source, false)) return unknown(source);
  if (isRegion(indices, today)) {
    const region = indices.map((each, at) => regionOf(buffer, each, at));
    return { type: "region", node: { type: "BufferRegion", buffer, region, span: source.span }, source };
  }
  return expression(bufferLoad(buffer, indicesOf(buffer, indices), null, source));
}

function whole(source: Source): Value {
  return { type: "slice", start: null, stop: null, step: null, source };
}

/** Whether some indices are slices, and none of those has a step that counts. */
function isRegion(indices: readonly Value[], today: boolean): boolean {
  let found = false;
  for (let at = 0; at < indices.length; at++) {
    const each = indices[at] as Value;
    if (each.type !== "slice") continue;
    const { step } = each;
    if (step !== null && !(today && step.type === "int" && step.value === 1n)) return false;
    found = true;
  }
  return found;
}

/** The indices of a load or store. */
export function indicesOf(buffer: BufferNode, given: readonly Value[]): Expr[] {
  const indices: Expr[] = [];
  for (let at = 0; at < given.length; at++) {
    const each = given[at] as Value;
    indices.push(each.type === "slice" ? vectorOf(buffer, each, at) : toExpr(each));
  }
  return indices;
}

/** The part of a dimension that an index or a slice stands for. */
export function regionOf(buffer: BufferNode, index: Value, at: number): Range {
  if (index.type !== "slice") {
    const node = toExpr(index);
    const one = intImm(index.type === "int" ? INT32 : (dtypeOf(node) ?? INT32), 1, index.source);
    return range(node, one, index.source);
  }
  const start = index.start ? toExpr(index.start) : intImm(INT32, 0, index.source);
  const stop = index.stop ? toExpr(index.stop) : (buffer.info.shape[at] ?? unknowable());
  const extent = difference(stop, start, index.source) ?? unknowable();
  return range(start, extent.type === "Var" ? extent : { ...extent, span: index.source.span }, index.source);
}

/** The index that a slice of a dimension stands for in a load or store: a ramp, or its start where it is one element. */
function vectorOf(buffer: BufferNode, index: ValueOf<"slice">, at: number): Expr {
  const start = index.start ? toExpr(index.start) : intImm(INT32, 0, index.source);
  const stop = index.stop ? toExpr(index.stop) : (buffer.info.shape[at] ?? unknowable());
  const step = index.step ? needInteger(index.step) : 1;
  const length = difference(stop, start, index.source);
  if (length?.type !== "IntImm") return unknowable();
  const lanes = Math.floor((Number(length.value) + step - 1) / step);
  if (lanes === 1) return start;
  return ramp(start, intImm(dtypeOf(start) ?? INT32, step, index.source), lanes, index.source);
}

function annotation(low: Lowering, name: string, indices: readonly Value[], source: Source): Value {
  if (name === "T.Buffer") return bufferFromType(low, indices, source);
  if (name === "T.let") {
    const of = indices[0];
    return { type: "let", of: of ? (typeNamed(of) ?? unknowable()) : null, source };
  }
  const dtype = typeNamed({ type: "api", name, path: null, source });
  if (dtype?.type === "PrimType" && low.since("0.25"))
    return { type: "vector", dtype: dtype.dtype, shape: indices, source };
  return unknown(source);
}
