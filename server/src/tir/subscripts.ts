/** Subscripts: loads, vector loads and regions of buffers, items of tuples, annotations like `T.let[…]`. */

import { checkField } from "../relax/fields";
import { child, childrenOf, type SyntaxNode } from "../syntax/node";
import { dtypeOf, intImm } from "./arithmetic";
import { bufferFromType } from "./buffers";
import { bufferLoad, needInteger, ramp, toExpr, unknowable } from "./coerce";
import { INT32 } from "./dtype";
import { evaluate, named, type Reading } from "./expressions";
import type { BufferNode, Expr, Range, Source } from "./ir";
import { bufferBehind } from "./legacy";
import type { Lowering } from "./lowering";
import { range } from "./make";
import { difference } from "./simplify";
import { typeNamed } from "./types";
import { expression, unknown, type Value, type ValueOf } from "./values";

export function subscript(low: Lowering, node: SyntaxNode, source: Source, reading: Reading): Value {
  const object = child(node, "value");
  if (!object) return unknown(source);
  const value = evaluate(low, object);
  const indices = readIndices(low, node, reading);
  switch (value.type) {
    case "buffer":
      return bufferSubscript(low, { ...value.node, span: value.source.span }, indices, source);
    case "scalar":
      return bufferSubscript(low, value.buffer, indices, source);
    case "tuple": {
      const [index] = indices.length === 1 ? indices : unknowable();
      if (index?.type === "slice") return sliceTuple(value, index, source);
      const at = needInteger(index);
      const item = value.items[at < 0 ? value.items.length + at : at];
      return item ?? unknown(source);
    }
    case "dict": {
      const [key] = indices;
      if (key?.type !== "str") return unknown(source);
      return value.entries.find(([each]) => each.type === "str" && each.value === key.value)?.[1] ?? unknown(source);
    }
    case "expr": {
      const buffer = value.node.type === "Var" && !low.since("0.18") ? bufferBehind(value.node, source) : null;
      return buffer ? bufferSubscript(low, buffer, indices, source) : unknown(source);
    }
    case "api":
      return annotation(low, value.name, indices, source);
    case "relax": {
      const [index] = indices;
      if (low.checksNames && source.span) checkField(low, value.node, indices, source.span);
      if (!index || indices.length > 1) return unknowable();
      return {
        type: "relax",
        node: { type: "TupleGetItem", tuple_value: value.node, index: needInteger(index), span: source.span },
        source,
      };
    }
    default:
      return unknown(source);
  }
}

/** The values between the brackets; `A[i, j]` and `A[(i, j)]` are the same. */
export function readIndices(low: Lowering, node: SyntaxNode, reading: Reading): Value[] {
  const parts = childrenOf(node, "subscript").filter((each) => each.kind !== "comment");
  const values: Value[] = [];
  for (const part of parts) {
    if (part.kind === "slice") values.push(readSlice(low, part, reading));
    else if (part.kind === "list_splat") {
      const [inner] = named(part);
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
  const [start, stop] = [parts[0] ?? null, parts[1] ?? null];
  const step =
    parts[2] ?? (reading.vector && start && stop ? ({ type: "int", value: 1n, source } satisfies Value) : null);
  return { type: "slice", start, stop, step, source };
}

function sliceTuple(value: ValueOf<"tuple">, slice: ValueOf<"slice">, source: Source): Value {
  if (slice.step && needInteger(slice.step) !== 1) return unknown(source);
  const from = slice.start ? needInteger(slice.start) : 0;
  const to = slice.stop ? needInteger(slice.stop) : value.items.length;
  return { ...value, items: value.items.slice(from, to), source };
}

function bufferSubscript(low: Lowering, buffer: BufferNode, given: readonly Value[], source: Source): Value {
  // Newer releases take what is left out for all of it, and a step of one for none.
  const today = low.since("0.25");
  const missing = today ? Math.max(buffer.info.shape.length - given.length, 0) : 0;
  const all: Value = { type: "slice", start: null, stop: null, step: null, source };
  const indices = missing > 0 ? [...given, ...Array<Value>(missing).fill(all)] : given;
  const slices = indices.filter((each) => each.type === "slice");
  const isPlain = (step: Value | null): boolean => step === null || (today && step.type === "int" && step.value === 1n);
  if (slices.length > 0 && slices.every((each) => isPlain(each.step))) {
    const region = indices.map((each, at) => regionOf(buffer, each, at));
    return { type: "region", node: { type: "BufferRegion", buffer, region, span: source.span }, source };
  }
  const exprs = indices.map((each, at) => (each.type === "slice" ? vectorOf(buffer, each, at) : toExpr(each)));
  return expression(bufferLoad(buffer, exprs, null, source));
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
export function vectorOf(buffer: BufferNode, index: ValueOf<"slice">, at: number): Expr {
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
    const [of] = indices;
    return { type: "let", of: of ? (typeNamed(of) ?? unknowable()) : null, source };
  }
  const dtype = typeNamed({ type: "api", name, source });
  if (dtype?.type === "PrimType" && low.since("0.25"))
    return { type: "vector", dtype: dtype.dtype, shape: indices, source };
  return unknown(source);
}
