/** Buffers: parameters, `T.match_buffer`, `T.alloc_buffer`, `T.decl_buffer`, `T.allocate` and their kin. */
import { remembered } from "../remembered";
import { child, spanOf } from "../syntax/node";
import { cast, dtypeOf, floatImm, intImm, operate } from "./arithmetic";
import { checkOfFunction } from "./blocks";
import { bindArguments, type CallSite, type Handler, type Handlers } from "./calls";
import {
  isNone,
  needDType,
  needInteger,
  needItems,
  needShape,
  needString,
  toAnnotations,
  toExpr,
  toRegion,
  unknowable,
} from "./coerce";
import { BOOL, type DType, dtypeName, FLOAT32, HANDLE, INT32, INT64, parseDType, withLanes } from "./dtype";
import { wrapFrame } from "./frames";
import type {
  Annotation,
  Annotations,
  BufferInfo,
  BufferNode,
  BufferRegion,
  Expr,
  LayoutIter,
  Source,
  Stmt,
  Variable,
} from "./ir";
import type { Lowering } from "./lowering";
import { bufferAt, opaque, primVariable, sequence, use, variable } from "./make";
import { atLeast, type Release } from "./release";
import { simplify } from "./simplify";
import { expression, none, unknown, type Value } from "./values";

const SINCE_TIRX = "0.25";

interface BufferArguments {
  readonly shape?: Value;
  readonly dtype?: Value;
  readonly data?: Value;
  readonly strides?: Value;
  readonly elem_offset?: Value;
  readonly byte_offset?: Value;
  readonly scope?: Value;
  readonly align?: Value;
  readonly offset_factor?: Value;
  readonly buffer_type?: Value;
  readonly axis_separators?: Value;
  readonly annotations?: Value;
  readonly param?: Value;
  readonly layout?: Value;
}

type BufferParameter = keyof BufferArguments | "allocated_addr" | "buffer_name";

/** The parameters of a buffer function in their order, which releases have changed. */
const bufferParameters = (first: readonly BufferParameter[], byteOffset: boolean) =>
  remembered((release: Release): readonly BufferParameter[] => {
    const since = (other: Release): boolean => atLeast(release, other);
    return [
      ...first,
      "data",
      "strides",
      "elem_offset",
      ...(byteOffset && since(SINCE_TIRX) ? (["byte_offset"] as const) : []),
      "scope",
      "align",
      "offset_factor",
      ...(since("0.26") ? [] : (["buffer_type", "axis_separators"] as const)),
      ...(since(SINCE_TIRX) ? (["layout", "allocated_addr", "buffer_name", "annotations"] as const) : []),
    ];
  });

const plainParameters = bufferParameters(["shape", "dtype"], true);
const blockParameters = bufferParameters(["shape", "dtype"], false);
const matchParameters = bufferParameters(["param", "shape", "dtype"], false);

/** The buffer that some arguments describe (`BufferDecl`). */
function makeBuffer(low: Lowering, given: BufferArguments, source: Source): BufferNode {
  const shape = needShape(given.shape);
  const dtype = isNone(given.dtype) ? (parseDType("float32") as DType) : needDType(given.dtype);
  const pointer = isNone(given.data) ? null : toExpr(given.data ?? unknowable());
  const pointerType = pointer?.type === "Var" ? pointer.def.annotation : null;
  const scope =
    pointerType?.type === "PointerType"
      ? pointerType.storage_scope
      : isNone(given.scope)
        ? "global"
        : needString(given.scope);
  const offsetFactor = isNone(given.offset_factor) ? 0 : needInteger(given.offset_factor);
  const first = shape[0];
  const indexType = (first && dtypeOf(first)) ?? (first ? INT32 : INT64);
  const data =
    pointer?.type === "Var" && !low.since("0.26")
      ? pointer.def
      : variable("", HANDLE, {
          type: "PointerType",
          element_type: {
            type: "PrimType",
            dtype: dtype.code === "bool" && dtype.lanes === 1 ? (parseDType("int8") as DType) : dtype,
          },
          storage_scope: scope,
        });
  const info: BufferInfo = {
    name: "",
    dtype,
    shape,
    strides: stridesOf(given.strides, source),
    elemOffset: elemOffset(given, dtype, indexType, offsetFactor, source),
    data,
    ownsData: pointer === null,
    scope,
    alignment: isNone(given.align) || needInteger(given.align) <= 0 ? 64 : needInteger(given.align),
    offsetFactor: offsetFactor === 0 ? 1 : offsetFactor,
    kind: !isNone(given.buffer_type) && needString(given.buffer_type) === "auto" ? 2 : 1,
    axisSeparators: isNone(given.axis_separators) ? [] : needItems(given.axis_separators).map(toExpr),
    layout: layoutOf(low, given.layout, shape, scope, source),
    source,
  };
  return bufferAt(info, source);
}

/** The layout of a buffer: row by row in memory where none is given, and none at all in an `s_tir` function. */
function layoutOf(
  low: Lowering,
  given: Value | undefined,
  shape: readonly Expr[],
  scope: string,
  source: Source,
): BufferInfo["layout"] {
  if (given?.type === "none") return null;
  if (given && (given.type !== "str" || given.value !== "default")) return opaque("expr", given.source);
  if (low.function()?.stir !== false || scope === "trn.sbuf" || scope === "trn.psum") return null;
  const wide = shape.map(dtypeOf).find((each) => each && each !== INT32);
  let stride: Expr = intImm(wide ?? INT32, 1, source);
  const shard = [...shape].reverse().map((extent): LayoutIter => {
    const own = stride;
    stride = operate("Mul", stride, extent, source);
    return {
      type: "Iter",
      extent,
      stride: own,
      axis: { type: "Axis", name: "m", span: source.span },
      span: source.span,
    };
  });
  return { type: "TileLayout", shard: shard.reverse(), span: source.span };
}

function stridesOf(value: Value | undefined, source: Source): Expr[] {
  if (isNone(value)) return [];
  return needItems(value).map((each) =>
    each.type === "str" ? use(primVariable(each.value, INT32), { span: source.span, text: each.value }) : toExpr(each),
  );
}

function elemOffset(given: BufferArguments, dtype: DType, index: DType, factor: number, source: Source): Expr {
  if (!isNone(given.elem_offset)) return toExpr(given.elem_offset ?? unknowable());
  if (!isNone(given.byte_offset)) {
    const bytes = toExpr(given.byte_offset ?? unknowable());
    const bits = operate("Mul", bytes, intImm(INT32, 8, source), source);
    return operate("FloorDiv", bits, intImm(INT32, dtype.bits, source), source);
  }
  if (factor !== 0) {
    const kind = isNone(given.shape) || needShape(given.shape).length > 0 ? index : INT32;
    return use(primVariable("elem_offset", kind), { span: source.span, text: "elem_offset" });
  }
  return intImm(index, 0, source);
}

/** `T.Buffer(shape, dtype, …)`: a parameter's annotation. */
const bufferCall: Handler = (call, low) => {
  const given = bindArguments(call, plainParameters(low.release));
  return { type: "buffer", node: makeBuffer(low, given, call.source), source: call.source };
};

/** How a parameter was before it was flattened (0.9 to 0.11): of the function, not of its body. */
const preflattened: Handler = (call, low) => {
  const given = bindArguments(call, matchParameters(low.release));
  return {
    type: "buffer",
    node: makeBuffer(low, { ...given, data: none(call.source) }, call.source),
    source: call.source,
  };
};

/** `T.Buffer[(8, 8), "float32"]`, the old form. */
export function bufferFromType(low: Lowering, indices: readonly Value[], source: Source): Value {
  const [first, second] = indices;
  const plain = indices.length < 2 || second?.type !== "str";
  const shape: Value | undefined = plain ? { type: "tuple", items: indices, list: false, source } : first;
  const args = plain ? {} : { dtype: second };
  return {
    type: "buffer",
    node: makeBuffer(low, { ...(shape && { shape }), ...(args.dtype && { dtype: args.dtype }) }, source),
    source,
  };
}

/** Notes a shape that the region matched does not have: what it has more dimensions has to be of one element. */
function checkMatch(call: CallSite, low: Lowering, shape: readonly Expr[], { region }: BufferRegion): void {
  const callee = child(call.node, "function");
  if (!callee || !low.function() || (shape.length === 1 && shape[0]?.type === "Opaque")) return;
  const extents = region.map((each) => (each.type === "Range" ? constantOf(each.extent) : null));
  const wanted = shape.map(constantOf);
  const outer = extents.length - wanted.length;
  const differs = (one: bigint | null, other: bigint | null | undefined): boolean =>
    one !== null && other !== null && one !== other;
  const isWrong = outer < 0 || extents.some((each, at) => differs(each, at < outer ? 1n : wanted[at - outer]));
  if (!isWrong) return;
  const [expected, found] = [extents, wanted].map((each) => each.map((size) => size?.toString() ?? "?").join(", "));
  const span = spanOf(callee);
  low.fault({ kind: "match-shape", span, expected: expected ?? "", found: found ?? "" });
}

function constantOf(expr: Expr): bigint | null {
  const plain = simplify(expr);
  return plain?.type === "IntImm" ? BigInt(plain.value) : null;
}

const matchBuffer: Handler = (call, low) => {
  const given = bindArguments(call, matchParameters(low.release));
  const param = given.param ?? unknowable();
  if (param.type === "expr" && param.node.type === "Var") {
    const callee = child(call.node, "function");
    if (isNone(given.shape) && callee && low.function())
      low.reject({
        kind: "missing-argument",
        span: spanOf(callee),
        callee: low.text(callee),
        names: ["shape"],
      });
    checkOfFunction(call, low);
    const buffer = makeBuffer(low, given, call.source);
    const frame = low.function() ?? unknowable();
    frame.bufferMap.set(param.node.def, buffer.info);
    frame.bufferNodes.set(param.node.def, buffer);
    return { type: "buffer", node: buffer, source: call.source };
  }
  const region = toRegion(param);
  if (region.type === "Opaque") return unknowable();
  const shape: Value | undefined = isNone(given.shape)
    ? {
        type: "tuple",
        items: region.region.map((each) => (each.type === "Range" ? expression(each.extent) : unknown(each))),
        list: true,
        source: param.source,
      }
    : given.shape;
  const dtype: Value | undefined = isNone(given.shape)
    ? { type: "str", value: region.buffer.info.dtype.base, source: param.source }
    : given.dtype;
  const buffer = makeBuffer(low, { ...given, ...(shape && { shape }), ...(dtype && { dtype }) }, call.source);
  if (!isNone(given.shape)) checkMatch(call, low, buffer.info.shape, region);
  low.block()?.matchBuffers.push({ type: "MatchBufferRegion", buffer, source: region, span: call.source.span });
  return { type: "buffer", node: buffer, source: call.source };
};

/** A buffer of the block around, or of the function's root block. */
const blockBuffer: Handler = (call, low) => {
  const given = bindArguments(call, blockParameters(low.release));
  const { data: _unused, ...rest } = given;
  const buffer = makeBuffer(low, rest, call.source);
  const frame = low.frames.at(-1);
  const around = low.block();
  if (low.since("0.24")) {
    if (around) around.allocBuffers.push(buffer);
    else low.function()?.rootBuffers.push(buffer);
  } else if (frame?.kind === "block") frame.allocBuffers.push(buffer);
  else if (frame?.kind === "function") frame.rootBuffers.push(buffer);
  else if (around && low.since("0.21")) around.allocBuffers.push(buffer);
  else {
    checkOfFunction(call, low);
    return unknowable();
  }
  return { type: "buffer", node: buffer, source: call.source };
};

/** Newer releases: a statement of its own. */
function flatBuffer(low: Lowering, given: BufferArguments, source: Source): BufferNode {
  const buffer = makeBuffer(low, given, source);
  low.emit({ type: "AllocBuffer", buffer, annotations: boxed(toAnnotations(given.annotations)), span: source.span });
  return buffer;
}

/** TVM makes nodes of the numbers in a buffer's annotations, and leaves those of loops and blocks as they are. */
function boxed(annotations: Annotations): Annotations {
  return new Map([...annotations].map(([key, value]) => [key, boxedValue(value)]));
}

function boxedValue(value: Annotation): Annotation {
  const nowhere: Source = { span: null };
  if (typeof value === "boolean") return intImm(BOOL, value ? 1 : 0, nowhere);
  if (typeof value === "number") return intImm(INT32, value, nowhere);
  if (typeof value === "object" && value !== null && "type" in value && value.type === "PythonFloat")
    return floatImm(FLOAT32, value.value, nowhere);
  return Array.isArray(value) ? value.map(boxedValue) : value;
}

const allocBuffer: Handler = (call, low) => {
  if (!low.since("0.24")) return blockBuffer(call, low);
  const given = bindArguments(call, plainParameters(low.release));
  return { type: "buffer", node: flatBuffer(low, given, call.source), source: call.source };
};

/** `T.alloc_shared`, `T.alloc_local`: with the scope filled in. */
const scoped =
  (scope: string): Handler =>
  (call, low) =>
    allocBuffer(
      { ...call, kwargs: new Map([["scope", { type: "str", value: scope, source: call.source }], ...call.kwargs]) },
      low,
    );

/** A scalar that can be assigned to: a buffer of one element. */
export function allocScalar(
  low: Lowering,
  dtype: DType,
  scope: string,
  source: Source,
): Extract<Value, { type: "scalar" }> {
  const shape: Value = { type: "int", value: 1n, source };
  const buffer = flatBuffer(
    low,
    { shape, dtype: { type: "str", value: dtypeName(dtype), source }, scope: { type: "str", value: scope, source } },
    source,
  );
  return { type: "scalar", buffer, source };
}

/** The local buffer that `x: T.float32[4]` declares. */
export function vectorBuffer(low: Lowering, dtype: string, shape: Value, source: Source): Value {
  const given = {
    shape,
    dtype: { type: "str", value: dtype, source },
    scope: { type: "str", value: "local", source },
  } as const;
  return { type: "buffer", node: flatBuffer(low, given, source), source };
}

const scalar =
  (scope: string | null): Handler =>
  (call, low) => {
    const given = bindArguments(call, scope === null ? ["dtype", "scope"] : ["dtype"]);
    const dtype = isNone(given.dtype) ? (parseDType("float32") as DType) : needDType(given.dtype);
    const place = scope ?? (isNone(given.scope) ? "global" : needString(given.scope));
    return allocScalar(low, dtype, place, call.source);
  };

const declBuffer: Handler = (call, low) => {
  const given = bindArguments(call, plainParameters(low.release));
  const buffer = makeBuffer(low, given, call.source);
  const pointer = isNone(given.data) ? null : toExpr(given.data ?? unknowable());
  const value: Value = { type: "buffer", node: buffer, source: call.source };
  const frame = wrapFrame(call.source, value, (body, stmts) =>
    declaration(low, buffer, pointer, body, stmts, frame.source),
  );
  if (!low.since(SINCE_TIRX)) return { type: "frame", frame, source: call.source };
  low.enterOpen(frame);
  return value;
};

function declaration(
  low: Lowering,
  buffer: BufferNode,
  pointer: Expr | null,
  body: Stmt,
  stmts: readonly Stmt[],
  source: Source,
): Stmt {
  if (low.since("0.24")) {
    const statement: Stmt = pointer
      ? { type: "DeclBuffer", buffer, data: pointer, body: null, span: source.span }
      : { type: "AllocBuffer", buffer, annotations: new Map(), span: source.span };
    return sequence([statement, ...stmts], source);
  }
  const declared: Stmt = { type: "DeclBuffer", buffer, data: null, body, span: source.span };
  if (pointer) return declared;
  return {
    type: "Allocate",
    buffer_var: use(buffer.info.data, source),
    dtype: buffer.info.dtype,
    extents: buffer.info.shape,
    condition: intImm(BOOL, 1, source),
    body: declared,
    annotations: new Map(),
    span: source.span,
  };
}

const allocate: Handler = (call) => {
  const given = bindArguments(call, ["extents", "dtype", "scope", "condition", "annotations"]);
  const dtype = needDType(given.dtype);
  const scope = isNone(given.scope) ? "global" : needString(given.scope);
  const pointer = pointerTo(dtype, scope);
  const buffer = use(pointer, call.source);
  const extents = needItems(given.extents).map(toExpr);
  const condition = isNone(given.condition) ? intImm(BOOL, 1, call.source) : toExpr(given.condition ?? unknowable());
  const annotations = toAnnotations(given.annotations);
  const frame = wrapFrame(call.source, expression(buffer), (body) => ({
    type: "Allocate",
    buffer_var: buffer,
    dtype,
    extents,
    condition,
    body,
    annotations,
    span: frame.source.span,
  }));
  return { type: "frame", frame, source: call.source };
};

function pointerTo(dtype: DType, scope: string): Variable {
  return variable("", HANDLE, { type: "PointerType", element_type: { type: "PrimType", dtype }, storage_scope: scope });
}

const allocateConst: Handler = (call) => {
  const given = bindArguments(call, ["data", "dtype", "extents", "annotations"]);
  const dtype = needDType(given.dtype);
  const buffer = use(pointerTo(dtype, ""), call.source);
  const extents = needItems(given.extents).map(toExpr);
  const annotations = toAnnotations(given.annotations);
  const frame = wrapFrame(call.source, expression(buffer), (body) => ({
    type: "AllocateConst",
    buffer_var: buffer,
    dtype,
    extents,
    body,
    annotations,
    span: frame.source.span,
  }));
  return { type: "frame", frame, source: call.source };
};

const realize: Handler = (call, low) => {
  const given = bindArguments(call, ["buffer_slice", "storage_scope", "condition"]);
  const region = toRegion(given.buffer_slice ?? unknowable());
  if (region.type === "Opaque") return unknowable();
  const scope = needString(given.storage_scope);
  const condition = isNone(given.condition)
    ? intImm(low.since("0.21") ? BOOL : INT32, 1, call.source)
    : toExpr(given.condition ?? unknowable());
  const frame = wrapFrame(call.source, none(call.source), (body) => ({
    type: "AttrStmt",
    node: region.buffer,
    attr_key: "realize_scope",
    value: { type: "StringImm", dtype: HANDLE, value: scope, span: call.source.span },
    body: {
      type: "BufferRealize",
      buffer: region.buffer,
      bounds: region.region,
      condition,
      body,
      span: frame.source.span,
    },
    span: frame.source.span,
  }));
  return { type: "frame", frame, source: call.source };
};

/** Whether an expression has parts of which nobody knows how many lanes they have. */
function mayBeVector(node: object): boolean {
  return Object.entries(node).some(
    ([key, each]) =>
      (key === "type" && each === "Opaque") ||
      (key !== "buffer" && key !== "def" && typeof each === "object" && each !== null && mayBeVector(each)),
  );
}

/** `T.buffer_store(A, value, indices)` and `A[i] = value`: the value takes the buffer's type. */
export function storeInto(
  low: Lowering,
  buffer: BufferNode,
  value: Expr,
  indices: readonly Expr[],
  predicate: Expr | null,
  source: Source,
): void {
  const last = indices.at(-1);
  const index = last ? dtypeOf(last) : null;
  const element = buffer.info.dtype;
  const lanes = element.lanes * (index && !index.scalable ? index.lanes : 1);
  const from = dtypeOf(value);
  if (from?.scalable && value.type === "Broadcast") {
    const wanted = withLanes(element, from.lanes, true);
    low.emit({ type: "BufferStore", buffer, value: cast(wanted, value, value), indices, predicate, span: source.span });
    return;
  }
  const known = value.type === "Opaque" || last?.type === "Opaque" || index?.scalable || from?.scalable;
  const wanted = withLanes(element, lanes, element.scalable);
  const fits = known || (from !== null && from.lanes === lanes);
  if (!fits && from && from.code !== "handle" && value.span && low.function() && !mayBeVector(value))
    low.fault({ kind: "stored-lanes", span: value.span, expected: lanes, found: from.lanes });
  const stored = fits ? (known ? value : cast(wanted, value, { span: value.span })) : opaque("expr", value);
  low.emit({ type: "BufferStore", buffer, value: stored, indices, predicate, span: source.span });
}

const bufferStore: Handler = (call, low) => {
  const given = bindArguments(call, ["buffer", "value", "indices", "predicate"]);
  if (given.buffer?.type !== "buffer") return unknowable();
  const indices = given.indices?.type === "tuple" ? given.indices.items : [given.indices ?? unknowable()];
  if (indices.some((each) => each.type === "slice")) return unknowable();
  const predicate = isNone(given.predicate) ? null : toExpr(given.predicate ?? unknowable());
  storeInto(low, given.buffer.node, toExpr(given.value ?? unknowable()), indices.map(toExpr), predicate, call.source);
  return none(call.source);
};

export const bufferHandlers: Handlers = {
  Buffer: bufferCall,
  buffer: bufferCall,
  buffer_decl: bufferCall,
  preflattened_buffer: preflattened,
  match_buffer: matchBuffer,
  alloc_buffer: allocBuffer,
  sblock_alloc_buffer: blockBuffer,
  alloc_shared: scoped("shared"),
  alloc_local: scoped("local"),
  alloc_scalar: scalar(null),
  local_scalar: scalar("local"),
  shared_scalar: scalar("shared"),
  decl_buffer: declBuffer,
  allocate,
  allocate_const: allocateConst,
  realize,
  buffer_store: bufferStore,
};
