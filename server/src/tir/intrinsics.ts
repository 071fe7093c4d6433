/** TIR's functions that make expressions: `T.exp`, `T.if_then_else`, `T.Select`, `T.call_extern`, … */
import { binary, bitwise, cast, constant, dtypeOf, floatImm, intImm, matchTypes, operate } from "./arithmetic";
import { bindArguments, type CallSite, type Handler, type Handlers } from "./calls";
import { needDType, needInteger, needItems, needShape, needString, ramp, STRING, toExpr, unknowable } from "./coerce";
import {
  BOOL,
  type DType,
  dtypeName,
  FLOAT32,
  HANDLE,
  INT32,
  isFloating,
  isInteger,
  parseDType,
  sameDType,
  VOID,
  withLanes,
} from "./dtype";
import { isTypeGuessed } from "./guesses";
import type { BinaryType, BufferNode, Call, Expr, Source } from "./ir";
import type { Lowering } from "./lowering";
import { op, opCall, use } from "./make";
import { intrinsic } from "./tables";
import { expression, type Value } from "./values";

export function ifThenElse(condition: Expr, whenTrue: Expr, whenFalse: Expr, source: Source): Expr {
  const [a, b] = matchTypes(whenTrue, whenFalse, source);
  if (condition.type === "IntImm") return condition.value === 0n ? b : a;
  return opCall("if_then_else", [condition, a, b], dtypeOf(a) ?? FLOAT32, source);
}

/** What a call of the plain intrinsics builds: from the data. Null where the name is none of them. */
export function plainIntrinsic(name: string, call: CallSite, low: Lowering): Value | null {
  const known = intrinsic(name, low.release);
  if (!known) return null;
  const rest = known.parameters.find((each) => each.startsWith("*"))?.slice(1);
  const plain = known.parameters.filter((each) => !each.startsWith("*"));
  const kwargs = new Map(call.kwargs);
  if (!plain.includes("dtype")) kwargs.delete("dtype");
  const dtypeFirst = kwargs.get("dtype");
  let args = call.args;
  if (dtypeFirst && plain[0] === "dtype") {
    args = [dtypeFirst, ...args];
    kwargs.delete("dtype");
  }
  const bound = bindArguments({ ...call, args: args.slice(0, plain.length), kwargs }, plain);
  const extra = args.slice(plain.length);
  if (extra.length > 0 && rest === undefined) return unknowable();
  const argument = (key: string): Value => bound[key] ?? defaultValue(known.defaults, key, call.source);
  const made = known.arguments.flatMap((key) => (key.startsWith("*") ? extra : [argument(key)])).map(operand);
  return expression({
    type: "Call",
    dtype: resultType(known.dtype, argument, made),
    op: op(`tir.${known.operator}`, call.source),
    args: made,
    span: call.source.span,
  });
}

function defaultValue(
  defaults: Readonly<Record<string, string | number | boolean | null>>,
  key: string,
  source: Source,
): Value {
  const value = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
  switch (typeof value) {
    case "number":
      return { type: "int", value: BigInt(value), source };
    case "boolean":
      return { type: "bool", value, source };
    case "string":
      return { type: "str", value, source };
    default:
      return unknowable();
  }
}

function resultType(rule: string, argument: (key: string) => Value, args: Call["args"]): DType {
  if (rule.startsWith("$")) return needDType(argument(rule.slice(1)));
  if (rule.startsWith("@")) {
    const value = argument(rule.slice(1));
    const node = value.type === "opaque" ? null : toExpr(value);
    return (node && dtypeOf(node)) ?? FLOAT32;
  }
  return rule === "" || args === null ? VOID : (parseDType(rule) ?? VOID);
}

/** An argument of a call: a buffer stands for its pointer. */
function operand(value: Value): Expr {
  if (value.type === "bool") return intImm(BOOL, value.value ? 1 : 0, value.source);
  return toExpr(value);
}

const unaryFold =
  (name: string, fold: (x: number) => number): Handler =>
  (call) => {
    const { x } = bindArguments(call, ["x"]);
    const value = toExpr(x ?? unknowable());
    const dtype = dtypeOf(value);
    if (value.type === "FloatImm") return expression(floatImm(value.dtype, fold(value.value), call.source));
    if (dtype && (isInteger(dtype) || dtype.code === "bool")) return expression(value);
    return expression(opCall(name, [value], dtype ?? FLOAT32, call.source));
  };

/** Halves go to the even number, as C's `nearbyint` does. */
function nearest(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

const abs: Handler = (call) => {
  const { x } = bindArguments(call, ["x"]);
  const value = toExpr(x ?? unknowable());
  const dtype = dtypeOf(value) ?? unknowable();
  if (value.type === "IntImm")
    return expression(intImm(dtype, value.value < 0n ? -value.value : value.value, call.source));
  if (value.type === "FloatImm") return expression(floatImm(dtype, Math.abs(value.value), call.source));
  if (dtype.code === "int") {
    const zero = constant(dtype, 0n, call.source);
    return expression({
      type: "Select",
      dtype,
      condition: operate("GE", value, zero, call.source),
      true_value: value,
      false_value: operate("Sub", zero, value, call.source),
      span: call.source.span,
    });
  }
  return expression(dtype.code === "uint" ? value : opCall("fabs", [value], dtype, call.source));
};

const operator =
  (type: BinaryType): Handler =>
  (call) => {
    const [a, b] = call.args.length === 2 ? call.args : unknowable();
    return expression(operate(type, toExpr(a as Value), toExpr(b as Value), call.source));
  };

/** A class of expressions called by its name (`T.Add(a, b)`): no types are matched and nothing is folded. */
const plainNode =
  (type: BinaryType): Handler =>
  (call) => {
    const { a, b } = bindArguments(call, ["a", "b"]);
    return expression(binary(type, toExpr(a ?? unknowable()), toExpr(b ?? unknowable()), call.source));
  };

const bits =
  (name: Parameters<typeof bitwise>[0]): Handler =>
  (call) => {
    const { x, y } = bindArguments(call, ["x", "y"]);
    return expression(bitwise(name, toExpr(x ?? unknowable()), toExpr(y ?? unknowable()), call.source));
  };

const ceildiv: Handler = (call) => {
  const { lhs, rhs } = bindArguments(call, ["lhs", "rhs"]);
  const [a, b] = matchTypes(toExpr(lhs ?? unknowable()), toExpr(rhs ?? unknowable()), call.source);
  const sum = operate("Sub", operate("Add", a, b, call.source), intImm(INT32, 1, call.source), call.source);
  return expression(operate("FloorDiv", sum, b, call.source));
};

/** `T.all(a, b, …)` and `T.any`. */
const junction =
  (type: "And" | "Or"): Handler =>
  (call) => {
    const [first, ...rest] = call.args.map(toExpr);
    return expression(rest.reduce((left, right) => operate(type, left, right, call.source), first ?? unknowable()));
  };

const castCall: Handler = (call) => {
  const { value, dtype } = bindArguments(call, ["value", "dtype"]);
  return expression(cast(needDType(dtype), toExpr(value ?? unknowable()), call.source));
};

/** `T.Cast("float32", x)`: the node itself. */
const castNode: Handler = (call) => {
  const { dtype, value } = bindArguments(call, ["dtype", "value"]);
  return expression({
    type: "Cast",
    dtype: needDType(dtype),
    value: toExpr(value ?? unknowable()),
    span: call.source.span,
  });
};

const select: Handler = (call, low) => {
  const { condition, true_value, false_value } = bindArguments(call, ["condition", "true_value", "false_value"]);
  const whenTrue = toExpr(true_value ?? unknowable());
  const whenFalse = toExpr(false_value ?? unknowable());
  checkSame(low, call, whenTrue, whenFalse);
  return expression({
    type: "Select",
    dtype: dtypeOf(whenTrue) ?? FLOAT32,
    condition:
      condition?.type === "bool"
        ? intImm(BOOL, condition.value ? 1 : 0, condition.source)
        : toExpr(condition ?? unknowable()),
    true_value: whenTrue,
    false_value: whenFalse,
    span: call.source.span,
  });
};

/** Notes branches of different types: `T.Select` matches none. */
function checkSame(low: Lowering, call: CallSite, one: Expr, other: Expr): void {
  const isFlag = [...call.args, ...call.kwargs.values()].slice(1).some((each) => each.type === "bool");
  const left = dtypeOf(one);
  const right = dtypeOf(other);
  if (!left || !right || isFlag || sameDType(left, right) || !call.source.span || !low.function()) return;
  if (isTypeGuessed(one) || isTypeGuessed(other)) return;
  low.reject({
    kind: "operand-types",
    span: call.source.span,
    operator: "T.Select",
    left: dtypeName(left),
    right: dtypeName(right),
  });
}

const conditional: Handler = (call) => {
  const { cond, t, f } = bindArguments(call, ["cond", "t", "f"]);
  const [condition, whenTrue, whenFalse] = [cond, t, f].map((each) => toExpr(each ?? unknowable())) as [
    Expr,
    Expr,
    Expr,
  ];
  return expression(ifThenElse(condition, whenTrue, whenFalse, call.source));
};

const likely: Handler = (call) => {
  const condition = toExpr(call.args[0] ?? unknowable());
  return expression(
    condition.type === "IntImm" ? condition : opCall("likely", [condition], dtypeOf(condition) ?? BOOL, call.source),
  );
};

const pow: Handler = (call) => {
  const { x, y } = bindArguments(call, ["x", "y"]);
  const [a, b] = matchTypes(toExpr(x ?? unknowable()), toExpr(y ?? unknowable()), call.source);
  return expression(opCall("pow", [a, b], dtypeOf(a) ?? FLOAT32, call.source));
};

const fmod: Handler = (call) => {
  const { x, y } = bindArguments(call, ["x", "y"]);
  const a = toExpr(x ?? unknowable());
  const b = toExpr(y ?? unknowable());
  return expression(opCall("fmod", [a, b], dtypeOf(a) ?? FLOAT32, call.source));
};

/** Half-precision numbers are asked as `float32`. */
const isnan: Handler = (call) => {
  const value = toExpr(call.args[0] ?? unknowable());
  const dtype = dtypeOf(value) ?? unknowable();
  if (isInteger(dtype)) return expression(intImm(BOOL, 0, call.source));
  if (value.type === "FloatImm") return expression(intImm(BOOL, Number.isNaN(value.value) ? 1 : 0, call.source));
  const asked =
    dtype.bits === 16 && dtype.code === "float" ? cast(withLanes(FLOAT32, dtype.lanes), value, call.source) : value;
  return expression(opCall("isnan", [asked], withLanes(BOOL, dtype.lanes), call.source));
};

const LARGEST: Readonly<Record<string, number>> = {
  float16: 65504,
  float32: 3.4028234663852886e38,
  float64: Number.MAX_VALUE,
  bfloat16: 3.4028234663852886e38,
};

const limit =
  (largest: boolean): Handler =>
  (call) => {
    const dtype = needDType(bindArguments(call, ["dtype"]).dtype);
    if (dtype.code === "int") {
      const value = largest ? (1n << BigInt(dtype.bits - 1)) - 1n : -(1n << BigInt(dtype.bits - 1));
      return expression(intImm(dtype, value, call.source));
    }
    if (dtype.code === "uint" && dtype.bits < 64) {
      return expression(intImm(dtype, largest ? (1n << BigInt(dtype.bits)) - 1n : 0n, call.source));
    }
    const value = LARGEST[dtype.base] ?? unknowable();
    return expression(floatImm(dtype, largest ? value : -value, call.source));
  };

const infinity: Handler = (call) =>
  expression(floatImm(needDType(bindArguments(call, ["dtype"]).dtype), Number.POSITIVE_INFINITY, call.source));

const reinterpret: Handler = (call, low) => {
  const [dtype, value] = dtypeFirst(call);
  const type = needDType(dtype);
  const node = toExpr(value ?? unknowable());
  const from = dtypeOf(node);
  if (from && from.base === type.base && from.lanes === type.lanes && (type.code !== "handle" || !low.since("0.26")))
    return expression(node);
  return expression(opCall("reinterpret", [node], type, call.source));
};

/** `T.call_extern(dtype, name, …)` and its kin: the type leads, then strings become constants. */
const external =
  (name: string): Handler =>
  (call) => {
    const [dtype, ...args] = dtypeFirst(call);
    return expression(opCall(name, args.map(packed), needDType(dtype), call.source));
  };

function dtypeFirst(call: CallSite): Value[] {
  const dtype = call.kwargs.get("dtype");
  return dtype ? [dtype, ...call.args] : [...call.args];
}

function packed(value: Value): Expr {
  return value.type === "bool" ? intImm(BOOL, value.value ? 1 : 0, value.source) : toExpr(value);
}

/** `T.call_packed(name, …)`: buffers go as array structures. */
const packedCall =
  (name: string): Handler =>
  (call, low) => {
    const args = call.args.map((each) => (each.type === "buffer" ? packBuffer(each.node, low) : packed(each)));
    return expression(opCall(name, args, INT32, call.source));
  };

function packBuffer(buffer: BufferNode, low: Lowering): Expr {
  if (low.since("0.26")) return unknowable();
  const { info, ...source } = buffer;
  const place: Source = { span: source.span };
  const shape = opCall("tvm_stack_make_shape", [...info.shape], HANDLE, place);
  const strides = info.strides.length
    ? opCall("tvm_stack_make_shape", [...info.strides], HANDLE, place)
    : intImm(INT32, 0, place);
  const args: Expr[] = [
    use(info.data, place),
    shape,
    strides,
    intImm(INT32, info.shape.length, place),
    constant(info.dtype, 0, place),
    info.elemOffset ?? intImm(INT32, 0, place),
  ];
  return opCall("tvm_stack_make_array", args, HANDLE, place);
}

/** `T.call_intrin(dtype, "tir.exp", …)`. */
const callIntrin: Handler = (call) => {
  const [dtype, name, ...args] = dtypeFirst(call);
  const full = needString(name).replace(/^tirx?\./, "");
  return expression(opCall(full, args.map(packed), needDType(dtype), call.source));
};

const addressOf: Handler = (call) => {
  const value = call.args[0];
  if (value?.type === "buffer") {
    const { info } = value.node;
    const indices = info.shape.map(() => intImm(INT32, 0, value.source));
    const load: Expr = {
      type: "BufferLoad",
      dtype: info.dtype,
      buffer: value.node,
      indices,
      predicate: null,
      ...value.source,
    };
    return expression(opCall("address_of", [load], HANDLE, call.source));
  }
  return expression(opCall("address_of", [toExpr(value ?? unknowable())], HANDLE, call.source));
};

/** `T.type_annotation("float32")`; where a type is wanted its name will do. */
const accessPointer: Handler = (call) => {
  const { ptype, data, offset, extent, rw_mask } = bindArguments(call, [
    "ptype",
    "data",
    "offset",
    "extent",
    "rw_mask",
  ]);
  const type =
    ptype?.type === "str"
      ? opCall("type_annotation", [], needDType(ptype), ptype.source)
      : toExpr(ptype ?? unknowable());
  const rest = [data, offset, extent, rw_mask].map((each) => toExpr(each ?? unknowable()));
  return expression(opCall("tvm_access_ptr", [type, ...rest], HANDLE, call.source));
};

const rampCall: Handler = (call) => {
  const { base, stride, lanes } = bindArguments(call, ["base", "stride", "lanes"]);
  const start = toExpr(base ?? unknowable());
  const by = toExpr(stride ?? unknowable());
  const dtype = dtypeOf(start) ?? INT32;
  if (lanes?.type === "int")
    return expression({
      ...ramp(start, cast(dtype, by, by), Number(lanes.value), call.source),
      span: call.source.span,
    });
  const count = toExpr(lanes ?? unknowable());
  const factor = scalableFactor(count) ?? unknowable();
  return expression({
    type: "Ramp",
    dtype: withLanes(dtype, factor, true),
    base: start,
    stride: cast(dtype, by, by),
    lanes: scalableLanes(factor, count),
    span: call.source.span,
  });
};

const broadcastCall: Handler = (call) => {
  const { value, lanes } = bindArguments(call, ["value", "lanes"]);
  const node = toExpr(value ?? unknowable());
  const count = toExpr(lanes ?? unknowable());
  const dtype = dtypeOf(node) ?? FLOAT32;
  if (count.type === "IntImm")
    return expression({
      type: "Broadcast",
      dtype: withLanes(dtype, Number(count.value)),
      value: node,
      lanes: count,
      span: call.source.span,
    });
  const factor = scalableFactor(count) ?? unknowable();
  return expression({
    type: "Broadcast",
    dtype: withLanes(dtype, factor, true),
    value: node,
    lanes: scalableLanes(factor, count),
    span: call.source.span,
  });
};

/** The factor of `vscale` in a number of lanes; null where it is something else. */
function scalableFactor(lanes: Expr): number | null {
  if (isVscale(lanes)) return 1;
  if (lanes.type !== "Mul") return null;
  const a = lanes.a;
  const b = lanes.b;
  if (isVscale(a) && b.type === "IntImm") return Number(b.value);
  return isVscale(b) && a.type === "IntImm" ? Number(a.value) : null;
}

function isVscale(node: Expr): boolean {
  return node.type === "Call" && node.op.type === "Op" && node.op.name === "tir.vscale";
}

/** TVM writes all of them in one way, `vscale() * factor`. */
function scalableLanes(factor: number, { span }: Source): Expr {
  const scale = opCall("vscale", [], INT32, { span });
  return { type: "Mul", dtype: INT32, a: scale, b: intImm(INT32, factor, { span }), span };
}

const shuffle: Handler = (call) => {
  const { vectors, indices } = bindArguments(call, ["vectors", "indices"]);
  const nodes = needItems(vectors).map(toExpr);
  const chosen = needShape(indices);
  const dtype = withLanes((nodes[0] && dtypeOf(nodes[0])) ?? FLOAT32, chosen.length);
  return expression({ type: "Shuffle", dtype, vectors: nodes, indices: chosen, span: call.source.span });
};

const letExpr: Handler = (call) => {
  if (call.kwargs.has("where") || call.args[1]?.type === "dict") {
    const { expr, where } = bindArguments(call, ["expr", "where"]);
    const entry = where?.type === "dict" && where.entries.length === 1 ? where.entries[0] : undefined;
    const [name, value] = entry ?? unknowable();
    return letNode(name, value, expr ?? unknowable(), call.source);
  }
  const [name, value, body] = call.args.length === 3 ? call.args : unknowable();
  return letNode(name as Value, value as Value, body as Value, call.source);
};

/** An expression with a name for a part of it. */
export function letNode(name: Value, value: Value, body: Value, source: Source): Value {
  const node = toExpr(body);
  return expression({
    type: "Let",
    dtype: dtypeOf(node) ?? FLOAT32,
    var: toExpr(name),
    value: toExpr(value),
    body: node,
    span: source.span,
  });
}

const minmax =
  (type: "Min" | "Max"): Handler =>
  (call) => {
    const { a, b } = bindArguments(call, ["a", "b"]);
    return expression(operate(type, toExpr(a ?? unknowable()), toExpr(b ?? unknowable()), call.source));
  };

const not: Handler = (call) => {
  const { a } = bindArguments(call, ["a"]);
  return expression({ type: "Not", dtype: BOOL, a: toExpr(a ?? unknowable()), span: call.source.span });
};

const immediate =
  (float: boolean): Handler =>
  (call) => {
    const { dtype, value } = bindArguments(call, ["dtype", "value"]);
    const type = needDType(dtype);
    const node = toExpr(value ?? unknowable());
    if (node.type !== "IntImm" && node.type !== "FloatImm") return unknowable();
    return expression(
      float ? floatImm(type, Number(node.value), call.source) : intImm(type, BigInt(needInteger(value)), call.source),
    );
  };

const stringImm: Handler = (call) => {
  const value = call.args[0];
  return expression({ type: "StringImm", dtype: STRING, value: needString(value), span: call.source.span });
};

const returnCall: Handler = (call) => {
  const value = toExpr(call.args[0] ?? unknowable());
  return expression(opCall("ret", [value], dtypeOf(value) ?? INT32, call.source));
};

const isInfinite: Handler = (call) => {
  const value = toExpr(call.args[0] ?? unknowable());
  const dtype = dtypeOf(value) ?? unknowable();
  if (!isFloating(dtype)) return expression(intImm(BOOL, 0, call.source));
  return unknowable();
};

const WITH_DTYPE = new Set([
  "cast",
  "Cast",
  "max_value",
  "min_value",
  "infinity",
  "reinterpret",
  "call_extern",
  "call_pure_extern",
  "call_intrin",
  "IntImm",
  "FloatImm",
]);

/** Whether a `dtype` keyword of that function says nothing. */
export function ignoresDType(name: string): boolean {
  return Object.hasOwn(intrinsicHandlers, name) && !WITH_DTYPE.has(name);
}

export const intrinsicHandlers: Handlers = {
  floor: unaryFold("floor", Math.floor),
  ceil: unaryFold("ceil", Math.ceil),
  round: unaryFold("round", nearest),
  nearbyint: unaryFold("nearbyint", nearest),
  trunc: unaryFold("trunc", Math.trunc),
  abs,
  fabs: abs,
  min: minmax("Min"),
  max: minmax("Max"),
  div: operator("Div"),
  truncdiv: operator("Div"),
  truncmod: operator("Mod"),
  floordiv: operator("FloorDiv"),
  floormod: operator("FloorMod"),
  indexdiv: operator("FloorDiv"),
  indexmod: operator("FloorMod"),
  ceildiv,
  Add: plainNode("Add"),
  Sub: plainNode("Sub"),
  Mul: plainNode("Mul"),
  Div: plainNode("Div"),
  Mod: plainNode("Mod"),
  FloorDiv: plainNode("FloorDiv"),
  FloorMod: plainNode("FloorMod"),
  Min: plainNode("Min"),
  Max: plainNode("Max"),
  EQ: plainNode("EQ"),
  NE: plainNode("NE"),
  LT: plainNode("LT"),
  LE: plainNode("LE"),
  GT: plainNode("GT"),
  GE: plainNode("GE"),
  And: plainNode("And"),
  Or: plainNode("Or"),
  Not: not,
  bitwise_and: bits("bitwise_and"),
  bitwise_or: bits("bitwise_or"),
  bitwise_xor: bits("bitwise_xor"),
  shift_left: bits("shift_left"),
  shift_right: bits("shift_right"),
  bitwise_not: (call) => {
    const value = toExpr(call.args[0] ?? unknowable());
    return expression(opCall("bitwise_not", [value], dtypeOf(value) ?? INT32, call.source));
  },
  all: junction("And"),
  any: junction("Or"),
  cast: castCall,
  Cast: castNode,
  Select: select,
  if_then_else: conditional,
  likely,
  pow,
  power: pow,
  fmod,
  isnan,
  isinf: isInfinite,
  max_value: limit(true),
  min_value: limit(false),
  infinity,
  reinterpret,
  call_extern: external("call_extern"),
  call_pure_extern: external("call_pure_extern"),
  call_intrin: callIntrin,
  call_packed: packedCall("tvm_call_packed"),
  call_cpacked: packedCall("tvm_call_cpacked"),
  tvm_call_packed: packedCall("tvm_call_packed"),
  tvm_call_cpacked: packedCall("tvm_call_cpacked"),
  call_packed_lowered: packedCall("tvm_call_packed_lowered"),
  call_cpacked_lowered: packedCall("tvm_call_cpacked_lowered"),
  tvm_call_packed_lowered: packedCall("tvm_call_packed_lowered"),
  tvm_call_cpacked_lowered: packedCall("tvm_call_cpacked_lowered"),
  address_of: addressOf,
  tvm_access_ptr: accessPointer,
  tvm_thread_invariant: (call) => {
    const value = toExpr(call.args[0] ?? unknowable());
    return expression(opCall("tvm_thread_invariant", [value], dtypeOf(value) ?? BOOL, call.source));
  },
  ramp: rampCall,
  Ramp: rampCall,
  broadcast: broadcastCall,
  Broadcast: broadcastCall,
  Shuffle: shuffle,
  Let: letExpr,
  IntImm: immediate(false),
  FloatImm: immediate(true),
  StringImm: stringImm,
  ret: returnCall,
};
