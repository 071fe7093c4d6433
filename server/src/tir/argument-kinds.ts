/** What arguments of TIR's functions have to be. Only what TVM was seen to reject in every release is noted. */
import type { Parameter } from "../api/signatures";
import type { SyntaxNode } from "../syntax/node";
import { placesOf } from "./arguments";
import { dtypeOf } from "./arithmetic";
import type { DType } from "./dtype";
import type { Found, Wanted } from "./faults";
import { foundIn } from "./found";
import type { Lowering } from "./lowering";
import type { Value } from "./values";

type Kinds = Readonly<Record<string, Wanted>>;

const BUFFER: Kinds = { shape: "shape", dtype: "dtype", scope: "string", data: "handle" };
const LOOP: Kinds = { start: "operand", stop: "extent", annotations: "dictionary" };
const AXIS: Kinds = { dom: "domain", binding: "expression" };
const UNARY: Kinds = { x: "operand" };
const CALL: Kinds = { dtype: "dtype" };

const KINDS: Readonly<Record<string, Kinds>> = {
  alloc_buffer: BUFFER,
  sblock_alloc_buffer: BUFFER,
  alloc_shared: BUFFER,
  alloc_local: BUFFER,
  decl_buffer: BUFFER,
  Buffer: BUFFER,
  match_buffer: { dtype: "dtype", shape: "sizes", scope: "string", param: "matched" },
  serial: LOOP,
  parallel: LOOP,
  vectorized: LOOP,
  unroll: LOOP,
  grid: { "*": "expression" },
  block: { name: "string" },
  sblock: { name: "string" },
  "axis.spatial": AXIS,
  "axis.S": AXIS,
  "axis.reduce": AXIS,
  "axis.R": AXIS,
  "axis.remap": { kinds: "string", bindings: "items" },
  reads: { "*": "region" },
  writes: { "*": "region" },
  realize: { buffer_slice: "region" },
  evaluate: { value: "value" },
  launch_thread: { extent: "expression" },
  attr: { attr_key: "string" },
  cast: { value: "operand", dtype: "dtype" },
  Cast: { value: "operand", dtype: "dtype" },
  max: { a: "operand", b: "operand" },
  min: { a: "operand", b: "operand" },
  if_then_else: { cond: "condition", t: "operand", f: "operand" },
  Select: { condition: "condition", true_value: "operand", false_value: "operand" },
  floordiv: { a: "operand", b: "operand" },
  floormod: { a: "operand", b: "operand" },
  thread_binding: { thread: "string", annotations: "dictionary" },
  env_thread: { thread_tag: "string" },
  func_attr: { attrs: "dictionary" },
  block_attr: { attrs: "dictionary" },
  sblock_attr: { attrs: "dictionary" },
  where: { predicate: "condition" },
  reinterpret: { value: "value", dtype: "dtype" },
  allocate: { extents: "sizes", dtype: "dtype", scope: "string", annotations: "dictionary" },
  handle: { dtype: "dtype", storage_scope: "string" },
  var: { dtype: "dtype", name: "string" },
  call_extern: CALL,
  call_pure_extern: CALL,
  call_intrin: CALL,
  buffer_store: { buffer: "buffer" },
  ...Object.fromEntries(
    ["exp", "log", "sqrt", "rsqrt", "tanh", "sin", "cos", "tan", "sigmoid", "erf", "floor", "ceil", "round", "abs"].map(
      (name) => [name, UNARY],
    ),
  ),
};

const NUMBERS: readonly Found[] = ["expr", "scalar", "iter", "int", "float", "bool"];
/** What fits; anything else that is known does not. */
const FITS: Readonly<Record<Wanted, readonly Found[]>> = {
  expression: [...NUMBERS, "tuple", "region"],
  extent: [...NUMBERS, "none", "region"],
  operand: [...NUMBERS, "region"],
  domain: [...NUMBERS, "tuple", "range", "region"],
  value: [...NUMBERS, "str", "region", "global"],
  shape: [...NUMBERS, "tuple", "region"],
  sizes: [...NUMBERS, "tuple", "none", "region"],
  dtype: ["str", "api", "none", "expr"],
  string: ["str", "none", "expr"],
  handle: ["expr", "none", "scalar", "region"],
  matched: ["expr", "region", "buffer", "scalar"],
  region: ["region", "expr", "tuple", "scalar"],
  buffer: ["buffer"],
  dictionary: ["dict", "none"],
  integer: ["int", "bool", "expr", "none"],
  condition: ["expr", "scalar", "int", "bool", "none", "region"],
  number: ["int", "float", "bool"],
  items: ["tuple", "dict", "str", "range"],
};

/**
 * Whether the arguments are of the kinds that the function takes, as far as they are known.
 * @param name the function's name in its dialect: `axis.remap`
 */
export function checkKinds(
  low: Lowering,
  name: string,
  callee: SyntaxNode,
  parameters: readonly Parameter[],
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
): boolean {
  const kinds = Object.hasOwn(KINDS, name) ? KINDS[name] : undefined;
  if (!kinds || !low.function()) return true;
  const { places, rest } = placesOf(parameters);
  // A `dtype` by keyword before arguments by position stands for the first of them.
  const shift = kwargs.has("dtype") && places[0] === "dtype" && args.length > 0 ? 1 : 0;
  let right = true;
  // Ranges as extents came with 0.25.
  const wanted = name === "grid" && !low.since("0.25") ? "operand" : kinds["*"];
  const check = (parameter: string, wanted: Wanted | undefined, value: Value): void => {
    if (wanted && !checkKind(low, low.text(callee), parameter, wanted, value)) right = false;
  };
  args.forEach((value, at) => {
    const parameter = places[at + shift] ?? rest;
    check(parameter, at + shift < places.length ? kinds[parameter] : wanted, value);
  });
  for (const [parameter, value] of kwargs) check(parameter, kinds[parameter], value);
  return right;
}

function checkKind(low: Lowering, callee: string, parameter: string, expected: Wanted, value: Value): boolean {
  const found = foundIn(value);
  const { span } = value.source;
  if (!found || !span) return true;
  // The newest release makes a region of what older ones read as a vector.
  const isRegion = found === "region" && expected === "operand" && low.since("0.27");
  const isComputed = expected === "region" && value.type === "expr" && COMPUTED.test(value.node.type);
  if (!FITS[expected].includes(found) || isRegion || isComputed || (expected === "condition" && isNumeric(value))) {
    low.fault({ kind: "argument-kind", span, callee, parameter, expected, found });
    return false;
  }
  // `T.grid` takes an extent or a range.
  if (value.type === "tuple" && expected === "expression" && value.items.length !== 2) {
    low.fault({ kind: "argument-kind", span, callee, parameter, expected, found });
    return false;
  }
  if (value.type === "tuple" && expected === "region")
    return value.items.every((each) => checkKind(low, callee, parameter, "region", each));
  if (value.type === "tuple" && (expected === "shape" || expected === "sizes"))
    return value.items.every((each) => checkKind(low, callee, parameter, "operand", each));
  if (value.type === "str" && expected === "dtype") return checkDType(low, value.value, span);
  return true;
}

/** What comes of an operator: no element of a buffer. */
const COMPUTED = /^(?:Add|Sub|Mul|Div|FloorDiv|FloorMod|Cast|IntImm|FloatImm)$/;

/** An expression of another type than bool. */
function isNumeric(value: Value): boolean {
  const type = value.type === "expr" ? dtypeOf(value.node) : value.type === "scalar" ? value.buffer.info.dtype : null;
  return type !== null && type.lanes === 1 && !type.scalable && isNumber(type);
}

function isNumber({ code }: DType): boolean {
  return code === "int" || code === "float" || code === "bfloat";
}

/** Names of types as every release reads them, with those that came and went taken for right. */
const DTYPE =
  /^(?:|void|int-\d+|(?:int|uint|float|bfloat|handle|bool)\d*(?:x(?:vscalex)?\d*)?|(?:float[468]_|e\dm\d|custom|(?:cu)?[tT]ensor[mM]ap).*)$/;

/** What 0.26 took from the names that `T` has for them. */
const SHORT_DTYPE = /^(?:[iuf](?:8|16|32|64)|bf16)$/;

export function checkDType(low: Lowering, name: string, span: { start: number; end: number }): boolean {
  if (DTYPE.test(name) || (SHORT_DTYPE.test(name) && low.since("0.26"))) return true;
  low.fault({ kind: "bad-dtype", span, name });
  return false;
}
