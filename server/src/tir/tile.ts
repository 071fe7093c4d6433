/** Tile primitives of TIRx: `Tx.copy(dst, src)`, `Tx.cta.fill(A, 0.0)`: statements about whole regions, done by a scope. */
import { floatImm } from "./arithmetic";
import type { CallSite } from "./calls";
import { isNone, needItems, needString, toExpr, unknowable } from "./coerce";
import { FLOAT32 } from "./dtype";
import { plainIntrinsic } from "./intrinsics";
import type { BufferNode, BufferRegion, Source, TileArgument } from "./ir";
import type { Lowering } from "./lowering";
import { op } from "./make";
import { regionOf } from "./subscripts";
import { none, type Value } from "./values";

/** TVM's `ScopeKind`, by the prefix of a call; without one it is a thread's. */
const SCOPES: Readonly<Record<string, number>> = { cluster: 2, cta: 3, wg: 4, warpgroup: 4, warp: 5, thread: 6 };
const THREAD = 6;

/**
 * Parameters in their order: `R:` a buffer or region, `V:` that or a value, `O:` an operator by name, `T:` a number or tuple of
 * numbers; `=` its default, `=@x` the argument x. The primitive's arguments are in this order unless `order` says another.
 */
interface Primitive {
  readonly parameters: readonly string[];
  readonly order?: readonly string[];
}

const UNARY: Primitive = { parameters: ["R:dst", "R:src=@dst", "V:bias=None", "V:scale=None"] };
const BINARY: Primitive = { parameters: ["R:dst", "V:src1", "V:src2"] };
const COPY: Primitive = { parameters: ["R:dst", "R:src"] };
const FILL: Primitive = { parameters: ["R:dst", "V:value"] };
const REDUCE: Primitive = { parameters: ["R:dst", "R:src", "T:axes=-1", "V:accum=False"] };

const PRIMITIVES: Readonly<Record<string, Primitive>> = {
  zero: { parameters: ["R:dst", "R:src=@dst"] },
  sqrt: UNARY,
  exp: UNARY,
  exp2: UNARY,
  log2: UNARY,
  add: BINARY,
  sub: BINARY,
  mul: BINARY,
  fdiv: BINARY,
  maximum: BINARY,
  minimum: BINARY,
  fma: { parameters: ["R:dst", "R:src", "V:scale", "V:bias"] },
  cast: COPY,
  copy: COPY,
  copy_async: COPY,
  permute_layout: COPY,
  silu: COPY,
  reciprocal: { parameters: ["R:dst", "R:src=@dst"] },
  fill: FILL,
  memset: FILL,
  sum: REDUCE,
  max: REDUCE,
  min: REDUCE,
  gemm: {
    parameters: ["R:D", "R:A", "R:B", "R:C", "V:transpose_A=False", "V:transpose_B=False", "V:alpha=1.0", "V:beta=0.0"],
  },
  gemm_async: {
    parameters: ["R:C", "R:A", "R:B", "R:SFA=None", "R:SFB=None", "V:transA=False", "V:transB=False", "V:accum=False"],
  },
  binary_reduce: {
    parameters: [
      "R:binary_output",
      "R:reduce_output",
      "V:binary_input1",
      "V:binary_input2",
      "O:binary_op",
      "O:reduce_op",
      "T:reduce_axes=-1",
    ],
  },
  unary_reduce: {
    parameters: [
      "R:unary_output",
      "R:reduce_output",
      "R:unary_input",
      "O:unary_op",
      "O:reduce_op",
      "V:bias=None",
      "V:scale=None",
      "T:reduce_axes=-1",
    ],
  },
  binary_chain: {
    parameters: ["R:output", "R:data", "V:operand0", "V:operand1", "O:op0", "O:op1", "V:reverse1=False"],
  },
  reduce_negate: {
    parameters: ["R:output", "R:input", "O:reduce_op", "T:reduce_axes=-1", "V:accum=False"],
    order: ["output", "input", "reduce_axes", "accum", "reduce_op"],
  },
};

/** Called with values instead of buffers these are the functions of numbers. */
const OF_NUMBERS = new Set(["sqrt", "exp", "exp2", "log2", "max", "min", "reciprocal", "silu", "cast"]);

/** @param name what stands after `T.tile.`: `copy`, `cta.copy`; null where it is none of these */
export function tileCall(name: string, call: CallSite, low: Lowering): Value | null {
  const [prefix, inner] = name.includes(".") ? (name.split(".") as [string, string]) : [null, name];
  const scope = prefix === null ? THREAD : SCOPES[prefix];
  const primitive = Object.hasOwn(PRIMITIVES, inner) ? PRIMITIVES[inner] : undefined;
  if (scope === undefined || !primitive) return null;
  const first = call.args[0];
  if (OF_NUMBERS.has(inner) && first && first.type !== "buffer" && first.type !== "region")
    return plainIntrinsic(inner, call, low);
  const given = argumentsOf(primitive, call);
  const order = primitive.order ?? primitive.parameters.map(nameOf);
  const made = new Map(primitive.parameters.map((each) => [nameOf(each), argument(each, given, call)]));
  // Scales of blocks are left out altogether where there are none.
  const args = order.filter((each) => !(/^SF[AB]$/.test(each) && made.get(each) === null));
  low.emit({
    type: "TilePrimitiveCall",
    op: op(`tir.tile.${inner}`, call.source),
    args: args.map((each) => made.get(each) ?? null),
    workspace: entries(given.get("workspace")),
    config: new Map([...(given.get("**")?.entries ?? [])].map(([key, value]) => [needString(key), plain(value)])),
    dispatch: isNone(given.get("dispatch")?.value) ? null : needString(given.get("dispatch")?.value),
    scope: { type: "ExecScope", kind: scope, span: call.source.span },
    span: call.source.span,
  });
  return none(call.source);
}

interface Given {
  readonly value?: Value;
  readonly entries?: readonly (readonly [Value, Value])[];
}

/** Arguments by name; what has no name of its own is the primitive's configuration (`**`). */
function argumentsOf(primitive: Primitive, call: CallSite): Map<string, Given> {
  const names = [...primitive.parameters.map(nameOf), "workspace", "dispatch"];
  if (call.args.length > names.length) return unknowable();
  const given = new Map<string, Given>(call.args.map((value, at) => [names[at] as string, { value }]));
  const config: [Value, Value][] = [];
  for (const [key, value] of call.kwargs) {
    if (names.includes(key)) given.set(key, { value });
    else config.push([{ type: "str", value: key, source: value.source }, value]);
  }
  return given.set("**", { entries: config });
}

function nameOf(parameter: string): string {
  return parameter.slice(2).split("=")[0] as string;
}

function argument(parameter: string, given: ReadonlyMap<string, Given>, call: CallSite): TileArgument {
  const [name = "", otherwise] = parameter.slice(2).split("=");
  let value = given.get(name)?.value;
  if (!value || (value.type === "none" && otherwise?.startsWith("@"))) {
    if (otherwise === undefined) return unknowable();
    value = otherwise.startsWith("@") ? given.get(otherwise.slice(1))?.value : defaultValue(otherwise, call.source);
  }
  if (!value) return unknowable();
  switch (parameter[0]) {
    case "R":
      return value.type === "none" ? null : toWhole(value);
    case "O":
      return op(`tir.tile.${needString(value)}`, value.source);
    case "T":
      return value.type === "tuple" ? needItems(value).map(plain) : [plain(value)];
    default:
      return value.type === "buffer" ? toWhole(value) : plain(value);
  }
}

function defaultValue(text: string, source: Source): Value {
  if (text === "None") return none(source);
  if (text === "True" || text === "False") return { type: "bool", value: text === "True", source };
  if (text.includes(".")) return { type: "float", value: Number(text), source };
  return { type: "int", value: BigInt(text), source };
}

/** A buffer stands for all of it. */
function toWhole(value: Value): BufferRegion {
  if (value.type === "region") return value.node;
  return value.type === "buffer" ? wholeRegion(value.node, value.source) : unknowable();
}

function wholeRegion(buffer: BufferNode, source: Source): BufferRegion {
  const slice: Value = { type: "slice", start: null, stop: null, step: null, source };
  const region = buffer.info.shape.map((_, at) => regionOf(buffer, slice, at));
  return { type: "BufferRegion", buffer, region, span: source.span };
}

/** Numbers of Python's stay what they are, but for those with a point. */
function plain(value: Value): TileArgument {
  switch (value.type) {
    case "none":
      return null;
    case "bool":
    case "str":
      return value.value;
    case "int":
      return Number(value.value);
    case "float":
      return floatImm(FLOAT32, value.value, value.source);
    case "tuple":
      return value.items.map(plain);
    case "buffer":
    case "region":
      return value.node;
    default:
      return toExpr(value);
  }
}

function entries(given: Given | undefined): ReadonlyMap<string, TileArgument> {
  if (isNone(given?.value)) return new Map();
  const value = given?.value;
  if (value?.type !== "dict") return unknowable();
  return new Map(value.entries.map(([key, each]) => [needString(key), plain(each)]));
}
