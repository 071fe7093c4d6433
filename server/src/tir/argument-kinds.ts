/** What arguments of TIR's functions have to be. Only what TVM was seen to reject in every release is noted. */
import type { Parameter } from "../api/signatures";
import { remembered } from "../remembered";
import { type SyntaxNode, spanOf } from "../syntax/node";
import type { Places } from "./arguments";
import { dtypeOf } from "./arithmetic";
import type { DType } from "./dtype";
import type { Found, Wanted } from "./faults";
import { foundIn } from "./found";
import type { Lowering } from "./lowering";
import { plainName } from "./names";
import { checkNumbers, NUMERIC } from "./operands";
import { intrinsic } from "./tables";
import type { Value } from "./values";

type Kinds = Readonly<Record<string, Wanted>>;

const BUFFER: Kinds = {
  shape: "shape",
  dtype: "dtype",
  scope: "string",
  data: "handle",
  align: "alignment",
  offset_factor: "alignment",
};
const LOOP: Kinds = { start: "operand", stop: "extent", step: "extent", annotations: "dictionary" };
const AXIS: Kinds = { dom: "domain", binding: "expression", dtype: "dtype" };
const UNARY: Kinds = { x: "operand" };
const CALL: Kinds = { dtype: "dtype" };
const EXTERN: Kinds = { ...CALL, "*": "packed" };
const BITS: Kinds = { x: "operand", y: "operand" };

const KINDS: ReadonlyMap<string, Kinds> = new Map(
  Object.entries({
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
    block: { name: "text", no_realize: "number" },
    sblock: { name: "text", no_realize: "number", exec_scope: "text" },
    "axis.spatial": AXIS,
    "axis.S": AXIS,
    "axis.reduce": AXIS,
    "axis.R": AXIS,
    "axis.remap": { kinds: "text", bindings: "items" },
    reads: { "*": "region" },
    writes: { "*": "region" },
    realize: { buffer_slice: "region" },
    evaluate: { value: "value" },
    launch_thread: { extent: "expression" },
    attr: { attr_key: "string" },
    ceildiv: { lhs: "operand", rhs: "operand" },
    truncdiv: { a: "operand", b: "operand" },
    truncmod: { a: "operand", b: "operand" },
    isnan: UNARY,
    cast: { value: "operand", dtype: "dtype" },
    Cast: { value: "operand", dtype: "dtype" },
    Ramp: { base: "operand", stride: "operand", lanes: "lanes" },
    Broadcast: { value: "value", lanes: "lanes" },
    max: { a: "operand", b: "operand" },
    min: { a: "operand", b: "operand" },
    if_then_else: { cond: "condition", t: "operand", f: "operand" },
    Select: { condition: "condition", true_value: "operand", false_value: "operand" },
    floordiv: { a: "operand", b: "operand" },
    floormod: { a: "operand", b: "operand" },
    comm_reducer: { combiner: "function" },
    address_of: { buffer_load: "addressed", obj: "addressed" },
    thread_binding: { start: "operand", thread: "string", annotations: "dictionary" },
    env_thread: { thread_tag: "string" },
    func_attr: { attrs: "attributes" },
    block_attr: { attrs: "attributes" },
    sblock_attr: { attrs: "attributes" },
    where: { predicate: "condition" },
    reinterpret: { value: "value", dtype: "dtype" },
    allocate: { extents: "sizes", dtype: "dtype", scope: "string", annotations: "dictionary" },
    handle: { dtype: "dtype", storage_scope: "string" },
    Ptr: { dtype: "dtype", storage_scope: "string" },
    ptr: { dtype: "dtype", storage_scope: "string" },
    var: { dtype: "dtype", name: "string" },
    call_extern: EXTERN,
    call_pure_extern: EXTERN,
    call_intrin: EXTERN,
    call_packed: { "*": "packed" },
    bitwise_and: BITS,
    bitwise_or: BITS,
    bitwise_xor: BITS,
    shift_left: BITS,
    shift_right: BITS,
    buffer_store: { buffer: "buffer" },
    ...Object.fromEntries(
      [
        "exp",
        "log",
        "sqrt",
        "rsqrt",
        "tanh",
        "sin",
        "cos",
        "tan",
        "sigmoid",
        "erf",
        "floor",
        "ceil",
        "round",
        "abs",
      ].map((name) => [name, UNARY]),
    ),
  } satisfies Record<string, Kinds>),
);

const NUMBERS: readonly Found[] = ["expr", "scalar", "iter", "int", "float", "bool"];
/** What may hold numbers, and is taken for a list of them in some places. */
const LISTS: readonly Found[] = ["tuple", "counting"];
/** What fits; anything else that is known does not. */
const FITS: Readonly<Partial<Record<Wanted, readonly Found[]>>> = {
  expression: [...NUMBERS, ...LISTS, "region"],
  extent: [...NUMBERS, "none", "region"],
  operand: [...NUMBERS, "region"],
  domain: [...NUMBERS, ...LISTS, "range", "region", "none"],
  value: [...NUMBERS, "str", "region", "global"],
  shape: [...NUMBERS, ...LISTS, "region"],
  sizes: [...NUMBERS, ...LISTS, "none", "region"],
  dtype: ["str", "api", "none", "expr"],
  string: ["str", "none", "expr"],
  handle: ["expr", "none", "scalar", "region"],
  packed: [...NUMBERS, "str", "buffer", "region", "global"],
  matched: ["expr", "region", "buffer", "scalar"],
  region: ["region", "expr", ...LISTS, "scalar"],
  buffer: ["buffer"],
  dictionary: ["dict", "none"],
  attributes: ["dict"],
  text: ["str", "expr"],
  condition: ["expr", "scalar", "int", "bool", "none", "region"],
  number: ["int", "float", "bool"],
  place: ["none"],
  alignment: ["int", "bool"],
  function: ["lambda", "api"],
  addressed: ["expr", "buffer", "scalar", "region"],
  lanes: ["int", "bool", "expr"],
  items: [...LISTS, "dict", "str", "range"],
};

/**
 * Whether the arguments are of the kinds that the function takes, as far as they are known.
 * @param name the function's name: `T.axis.remap`
 */
export function checkKinds(
  low: Lowering,
  name: string,
  callee: SyntaxNode,
  known: Places,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
): boolean {
  if (!low.function()) return !low.checksNames || checkNoTensors(low, name, callee, known, args);
  const kinds = kindsOf(low, name, known);
  const { places, byName, rest } = known;
  // A `dtype` by keyword before arguments by position stands for the first of them.
  const shift = kwargs.has("dtype") && places[0] === "dtype" && args.length > 0 ? 1 : 0;
  let right = true;
  const span = kwargs.get("span") ?? args[places.indexOf("span")];
  if (span && foundIn(span) !== "none" && !checkKind(low, callee, "span", "place", span)) right = false;
  // Ranges as extents came with 0.25.
  const wanted = name === "T.grid" && !low.since("0.25") ? "operand" : kinds["*"];
  for (let at = 0; at < args.length; at++) {
    const parameter = places[at + shift] ?? rest;
    const expected = at + shift < places.length ? kinds[parameter] : wanted;
    if (expected && !checkKind(low, callee, parameter, expected, args[at] as Value)) right = false;
  }
  if (kwargs.size > 0)
    for (const [parameter, value] of kwargs) {
      // A `dtype` that the function has no use for is dropped unread.
      const expected = parameter !== "dtype" || byName.includes(parameter) ? kinds[parameter] : undefined;
      if (expected && !checkKind(low, callee, parameter, expected, value)) right = false;
    }
  if (right && kwargs.size === 0 && NUMERIC.has(name))
    return checkNumbers(low, name, low.text(callee), args, { span: spanOf(callee) });
  return right;
}

/** In a Relax function: what calculates in TIR takes no tensor. */
function checkNoTensors(
  low: Lowering,
  name: string,
  callee: SyntaxNode,
  known: Places,
  args: readonly Value[],
): boolean {
  if (!OF_TIR.test(name)) return true;
  const at = args.findIndex(
    (each) => each.type === "relax" && each.node.type === "RelaxVar" && each.node.def.ty?.type === "TensorType",
  );
  const span = args[at]?.source.span;
  if (!span) return true;
  const parameter = known.places[at] ?? "x";
  low.fault({ kind: "argument-kind", span, callee: low.text(callee), parameter, expected: "operand", found: "relax" });
  return false;
}

const OF_TIR =
  /^T\.(?:exp|log|sqrt|rsqrt|tanh|sin|cos|tan|sigmoid|erf|floor|ceil|round|abs|max|min|cast|if_then_else|floordiv|floormod)$/;

function kindsOf(low: Lowering, name: string, known: Places): Kinds {
  let kinds = kindsKnown.get(known);
  if (!kinds) {
    const plain = plainName(name);
    kinds = KINDS.get(plain) ?? findKinds(low, plain, known.parameters);
    kindsKnown.set(known, kinds);
  }
  return kinds;
}

/** By the functions of the API in a release, which are there for good. */
const kindsKnown = new WeakMap<Places, Kinds>();

/** Of functions that the table has not: names of types, and what those that make a call put into it. */

function findKinds(low: Lowering, name: string, parameters: readonly Parameter[]): Kinds {
  const known = intrinsic(name, low.release);
  if (!known) return CALL;
  const taken = new Set(known.arguments.map((each) => each.replace(/^\*/, "")));
  const kinds: Record<string, Wanted> = { ...CALL };
  for (const { name: parameter, kind, default: by } of parameters) {
    if (!taken.has(parameter) || by === "None") continue;
    if (kind === "varargs") kinds["*"] = "packed";
    else kinds[parameter] = OPERANDS.test(name) ? "operand" : "packed";
  }
  return kinds;
}

/** Of those, the ones that calculate. */
const OPERANDS = /^(?:exp2|exp10|log2|log10|log1p|a?(?:sin|cos|tan)h?|trunc|nearbyint|fabs|hypot|ldexp)$/;

function checkKind(low: Lowering, called: SyntaxNode, parameter: string, expected: Wanted, value: Value): boolean {
  const found = foundIn(value);
  const { span } = value.source;
  if (!found || !span) return true;
  // The newest release makes a region of what older ones read as a vector.
  const isRegion = found === "region" && expected === "operand" && low.since("0.27");
  const isFraction = found === "float" && expected === "expression" && parameter !== "binding" && low.since("0.26");
  const isComputed = expected === "region" && value.type === "expr" && COMPUTED.test(value.node.type);
  // A block has no annotations, before 0.22.
  if (found === "none" && expected === "attributes" && !low.since("0.22")) return true;
  // Nor a buffer a shape, before 0.18.
  if (found === "none" && expected === "shape" && !low.since("0.18")) return true;
  if (
    !FITS[expected]?.includes(found) ||
    isRegion ||
    isFraction ||
    isComputed ||
    (expected === "dtype" && value.type === "expr" && VALUE.test(value.node.type)) ||
    (expected === "addressed" && low.since("0.18") && value.type === "expr" && COMPUTED.test(value.node.type)) ||
    (expected === "lanes" && isNoLanes(value)) ||
    (expected === "condition" && (isNumeric(value) || (found === "int" && parameter !== "predicate")))
  ) {
    low.fault({ kind: "argument-kind", span, callee: low.text(called), parameter, expected, found });
    return false;
  }
  // `T.grid` takes an extent or a range; an axis runs over the first two of what it is given.
  const isRange =
    value.type !== "tuple" || value.items.length === 2 || (expected === "domain" && value.items.length > 2);
  if ((expected === "expression" || expected === "domain") && !isRange) {
    low.fault({ kind: "argument-kind", span, callee: low.text(called), parameter, expected, found });
    return false;
  }
  if (value.type === "tuple" && parameter === "bindings")
    return value.items.every((each) => each.type !== "tuple" || reject(low, called, parameter, "operand", each));
  if (value.type === "tuple" && expected === "region")
    return value.items.every((each) =>
      each.type === "tuple"
        ? reject(low, called, parameter, "region", each)
        : checkKind(low, called, parameter, "region", each),
    );
  if (value.type === "dict" && (expected === "attributes" || expected === "dictionary"))
    return value.entries.every(([key]) => checkKind(low, called, parameter, "text", key));
  // From 0.22 to 0.26 the first alone had to be a number.
  const takesText =
    expected === "shape" &&
    value.type === "tuple" &&
    value.items[0]?.type !== "str" &&
    low.since("0.22") &&
    !low.since("0.27");
  if (value.type === "tuple" && (expected === "shape" || expected === "sizes"))
    return value.items.every((each) => {
      if (each.type === "str" && takesText) return true;
      const isFraction = each.type === "float" && low.since(low.text(called).endsWith(".Buffer") ? "0.25" : "0.27");
      return isFraction
        ? reject(low, called, parameter, expected, each)
        : checkKind(low, called, parameter, "operand", each);
    });
  if (value.type === "str" && expected === "dtype") return checkDType(low, value.value, span);
  return true;
}

function reject(low: Lowering, called: SyntaxNode, parameter: string, expected: Wanted, value: Value): false {
  const found = foundIn(value);
  const { span } = value.source;
  if (found && span) low.fault({ kind: "argument-kind", span, callee: low.text(called), parameter, expected, found });
  return false;
}

/** What comes of an operator: no element of a buffer. */
const COMPUTED = /^(?:Add|Sub|Mul|Div|FloorDiv|FloorMod|Cast|IntImm|FloatImm)$/;

/** A number of lanes is above one, and known; else it is a multiple of `T.vscale()`. */
function isNoLanes(value: Value): boolean {
  if (value.type === "int") return value.value < 2n;
  if (value.type !== "expr") return value.type === "bool";
  return value.node.type === "Var" || value.node.type === "BufferLoad";
}

/** What is a value, and no type. */
const VALUE = /^(?:Add|Sub|Mul|Div|FloorDiv|FloorMod|BufferLoad|IntImm|FloatImm|Cast)$/;

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
  /^(?:|void|(?:int|uint|float|bfloat|handle|bool)\d*(?:x(?:vscalex)?\d*)?|(?:float[468]_|e\dm\d|custom|(?:cu)?[tT]ensor[mM]ap).*)$/;

/** Up to 0.22 the numbers were read as C's `atoi` does. */
const SPACED_DTYPE = /^(?:int|uint|float|bfloat|handle)(?:[ \t]*[-+]?\d+)?(?:x[ \t]*[-+]?\d*)?$/;

/** What 0.26 took from the names that `T` has for them. */
const SHORT_DTYPE = /^(?:[iuf](?:8|16|32|64)|bf16)$/;

/** Whether every release reads the name. */
export const isPlainDType = remembered((name) => DTYPE.test(name) && !/x0*$/.test(name));

export function checkDType(low: Lowering, name: string, span: { start: number; end: number }): boolean {
  if (isPlainDType(name)) return true;
  if (SPACED_DTYPE.test(name) && !low.since("0.25")) return true;
  if ((DTYPE.test(name) && !low.since("0.26")) || (SHORT_DTYPE.test(name) && low.since("0.26"))) return true;
  low.fault({ kind: "bad-dtype", span, name });
  return false;
}
