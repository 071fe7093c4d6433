/** Calls of functions, compared with what the functions take. */
import type { Span } from "../position";
import { type SyntaxNode, spanOf } from "../syntax/node";
import type { CallSite } from "../tir/calls";
import { Unknowable } from "../tir/coerce";
import type { Found } from "../tir/faults";
import type { Expr, Opaque } from "../tir/ir";
import type { Lowering } from "../tir/lowering";
import type { Value } from "../tir/values";
import { isAnnotated } from "./annotated";
import { kindOf } from "./argument-kinds";
import { toRelax } from "./convert";
import type { CallFault, CallTirFault } from "./faults";
import { inferType } from "./inference";
import type { RelaxExpr, RelaxType, TensorType } from "./ir";
import { contradicts } from "./mismatch";

type Written = RelaxType | Opaque | null;

/** What is called, as far as its parameters are known. */
function parametersOf(low: Lowering, op: RelaxExpr): { name: string; params: readonly Written[] } | null {
  if (op.type === "GlobalVar") {
    const signature = low.signatures.get(op.name_hint)?.();
    return signature ? { name: op.name_hint, params: signature.params } : null;
  }
  if (op.type !== "RelaxVar" || op.def.ty?.type !== "FuncType") return null;
  const { params } = op.def.ty;
  return params && { name: op.def.name, params };
}

export function checkFunctionCall(low: Lowering, op: RelaxExpr, call: CallSite): void {
  const { span } = call.source;
  if (!span || !low.checksNames) return;
  const fault = (wrong: CallFault["wrong"], at: Span, more: Partial<CallFault> = {}): void =>
    low.fault({
      kind: "relax-call",
      span: at,
      wrong,
      name: low.text(callee),
      at: 0,
      counts: [0, 0],
      types: null,
      ...more,
    });
  const [callee = call.node] = call.node.children;
  if (op.type === "RelaxVar" && op.def.ty && NEVER_CALLED.has(op.def.ty.type)) {
    fault("not-callable", spanOf(callee));
    throw new Unknowable();
  }
  if (call.kwargs.size > 0 && (op.type === "GlobalVar" || op.type === "RelaxVar")) fault("keyword", span);
  if (op.type === "GlobalVar" && !takesAll(low, callee, call)) throw new Unknowable();
  if (op.type === "RelaxCall") {
    const type = inferType(op, low);
    if (type && NEVER_CALLED.has(type.type)) {
      fault("not-callable", spanOf(callee));
      throw new Unknowable();
    }
  }
  const known = parametersOf(low, op);
  if (!known || call.kwargs.size > 0) return;
  // The type of a call that is annotated is not derived; since 0.22 it is when the function is done.
  if (isAnnotated(call.node) && !(low.since("0.22") && low.wellFormed)) return;
  if (known.params.length !== call.args.length) {
    fault("count", span, { counts: [known.params.length, call.args.length] });
    throw new Unknowable();
  }
  call.args.forEach((each, at) => {
    const wanted = known.params[at];
    const found = typeOf(low, each);
    if (wanted && wanted.type !== "Opaque" && found && each.source.span && contradicts(wanted, found))
      fault("type", each.source.span, { at, types: [wanted, found] });
  });
}

/** Whether the arguments are expressions: a call of a global function converts none. */
function takesAll(low: Lowering, callee: SyntaxNode, call: CallSite): boolean {
  let right = true;
  for (const value of call.args) {
    const found = kindOf(value);
    const isList = value.type === "tuple" && value.list;
    if (!found || !value.source.span || (!NO_ARGUMENT.has(found) && !isList)) continue;
    const { span } = value.source;
    low.fault({ kind: "argument-kind", span, callee: low.text(callee), parameter: "args", expected: "relax", found });
    right = false;
  }
  return right;
}

const NO_ARGUMENT = new Set<Found>([
  "none",
  "int",
  "float",
  "bool",
  "str",
  "dict",
  "lambda",
  "api",
  "relaxType",
  "module",
  "frame",
  "set",
]);

const NEVER_CALLED = new Set(["TensorType", "ShapeType", "RelaxTupleType", "PrimStructType"]);

function typeOf(low: Lowering, value: Value): RelaxType | null {
  if (value.type === "opaque") return null;
  try {
    return inferType(toRelax(value), low);
  } catch (error) {
    if (error instanceof Unknowable) return null;
    throw error;
  }
}

/** The types of outputs are types of tensors with their shapes, in all releases. */
export function checkOutputs(low: Lowering, value: Value | undefined): void {
  if (!value || !low.checksNames) return;
  for (const each of value.type === "tuple" ? value.items : [value]) {
    const { span } = each.source;
    if (!span) continue;
    const fault = (wrong: CallTirFault["wrong"]): void =>
      low.fault({ kind: "relax-call-tir", span, wrong, name: "", at: 0, counts: [0, 0], types: null });
    if (each.type === "relaxType" && each.node.type === "TensorType" && each.node.shape === null) fault("output-shape");
    else if (each.type === "relaxType" && NO_OUTPUT.has(each.node.type)) fault("output-type");
    else if (each.type === "api" && /^R\.(?:Object|Any|Shape|Tuple|Prim|Callable)$/.test(each.name))
      fault("output-type");
    else if (each.type === "api" && each.name === "R.Tensor") fault("output-shape");
    else if (NO_TYPES.has(each.type)) fault("output-type");
  }
}

/** Types of Relax's that are none of a tensor's. */
const NO_OUTPUT = new Set(["ObjectType", "ShapeType", "RelaxTupleType", "PrimStructType"]);

const NO_TYPES = new Set<Value["type"]>(["int", "float", "bool", "str", "expr", "relax", "global"]);

/**
 * A call of a PrimFunc: its parameters are the inputs, then the outputs.
 * @param more whether other arguments say which parameters those are
 */
export function checkCallTir(
  low: Lowering,
  operator: string,
  gvar: Value | undefined,
  args: Value | undefined,
  output: Value | undefined,
  more: boolean,
  call: CallSite,
): void {
  if (!gvar || !low.checksNames) return;
  checkOutputs(low, output);
  const fault = (wrong: CallTirFault["wrong"], span: Span | null, extra: Partial<CallTirFault> = {}): void => {
    const name = gvar.type === "global" ? gvar.node.name_hint : "";
    if (span) low.fault({ kind: "relax-call-tir", span, wrong, name, at: 0, counts: [0, 0], types: null, ...extra });
  };
  const isTensor =
    gvar.type === "relax" && gvar.node.type === "RelaxVar" && NEVER_CALLED.has(gvar.node.def.ty?.type ?? "");
  const isDerived = low.since("0.22") || !isAnnotated(call.node);
  if (NO_FUNCTIONS.has(gvar.type) || kindOf(gvar) === "api" || (isTensor && isDerived))
    fault("not-a-function", gvar.source.span);
  if (!checkInputs(low, args)) return;
  const isVariable = args?.type === "relax" && args.node.type === "RelaxVar";
  if (isVariable && args.node.type === "RelaxVar" && args.node.def.ty?.type === "RelaxTupleType") {
    if (low.since("0.22")) fault("arguments", args.source.span);
    return;
  }
  if (gvar.type !== "global" || !args || args.type === "opaque" || more || !low.wellFormed || !low.since("0.22"))
    return;
  const signature = low.signatures.get(gvar.node.name_hint)?.();
  if (!signature || !/^call_tir(?:_with_grad)?$/.test(operator)) return;
  if (signature.form === "Function") {
    fault("not-a-function", gvar.source.span);
    return;
  }
  const outputs = outputsOf(output);
  if (!outputs) return;
  const inputs = inputsOf(args);
  if (!inputs) return;
  const { params } = signature;
  if (params.length !== inputs.length + outputs.length) {
    fault("count", args.source.span ?? gvar.source.span, { counts: [params.length, inputs.length + outputs.length] });
    return;
  }
  params.forEach((wanted, at) => {
    const input = inputs[at];
    const given = input ? inferType(input, low) : outputs[at - inputs.length]?.type;
    const span = input ? (input.span ?? null) : (outputs[at - inputs.length]?.span ?? null);
    if (!wanted || wanted.type === "Opaque" || !given || given.type === "Opaque") return;
    if (given.type === "PrimStructType" && wanted.type === "PrimStructType") return;
    // Of an output the element type has to be said.
    const isUntyped =
      !input &&
      given.type === "TensorType" &&
      given.dtype === "" &&
      wanted.type === "TensorType" &&
      wanted.dtype !== "";
    if (isUntyped || contradicts(wanted, given))
      fault(input ? "argument" : "output", span, { at, types: [wanted, given] });
  });
}

/** Whether the inputs are a tuple or a value, as far as they are known. Numbers and text TVM made one of before 0.22. */
export function checkInputs(low: Lowering, args: Value | undefined): boolean {
  const found = kindOf(args);
  const span = args?.source.span;
  const isWrong = found && (NO_INPUTS.has(found) || (/^(?:str|int|float|bool)$/.test(found) && low.since("0.26")));
  if (!isWrong || !span || !low.checksNames) return true;
  low.fault({ kind: "relax-call-tir", span, wrong: "arguments", name: "", at: 0, counts: [0, 0], types: null });
  return false;
}

const NO_INPUTS = new Set<Found>(["none", "dict", "lambda", "api", "relaxType", "module", "set"]);

/** `inplace_indices`: for each output the input that it takes the place of, or -1. */
export function checkInplace(
  low: Lowering,
  args: Value | undefined,
  indices: Value | undefined,
  output: Value | undefined,
): void {
  const { span } = indices?.source ?? { span: null };
  const inputs = args && inputsOf(args);
  const outputs = outputsOf(output);
  if (!low.checksNames || !indices || indices.type === "opaque" || !span || !inputs || !outputs) return;
  // Since 0.22 it is when the function is done that they are compared.
  if (low.since("0.22") && !low.wellFormed) return;
  const fault = (wrong: CallTirFault["wrong"], counts: readonly [number, number]): void =>
    low.fault({ kind: "relax-call-tir", span, wrong, name: "", at: 0, counts, types: null });
  const list = indices.type === "tuple" ? indices.items : [indices];
  if (list.length !== outputs.length) fault("inplace-count", [list.length, outputs.length]);
  const wrong = list.find((each) => each.type === "int" && (each.value < -1n || each.value >= BigInt(inputs.length)));
  if (wrong?.type === "int") fault("inplace-index", [Number(wrong.value), inputs.length]);
  const numbers = list.map((each) => (each.type === "int" ? Number(each.value) : null));
  if (wrong || numbers.includes(null) || list.length !== outputs.length) return;
  const twice = numbers.find((each, i) => each !== -1 && numbers.indexOf(each) < i);
  if (twice !== undefined) fault("inplace-twice", [Number(twice), inputs.length]);
  if (numbers.every((each) => each === -1)) fault("inplace-none", [list.length, outputs.length]);
  if (!low.since("0.22")) return;
  numbers.forEach((each, i) => {
    const input = each === null ? undefined : inputs[each];
    const output = outputs[i]?.type;
    const found = input && inferType(input, low);
    const at = input?.span ?? span;
    if (output?.type !== "TensorType" || !found || found.type === "Opaque" || isSameTensor(found, output)) return;
    low.fault({
      kind: "relax-call-tir",
      span: at,
      wrong: "inplace-input",
      name: "",
      at: i,
      counts: [0, 0],
      types: [output, found],
    });
  });
}

/** Whether the two may be tensors of one shape and element type. */
function isSameTensor(a: RelaxType, b: TensorType): boolean {
  if (a.type !== "TensorType") return false;
  if (a.dtype !== b.dtype && a.dtype !== "" && b.dtype !== "") return false;
  const x = a.shape;
  const y = b.shape;
  if (x?.type !== "ShapeExpr" || y?.type !== "ShapeExpr") return true;
  return x.values.length === y.values.length && x.values.every((each, i) => !areDistinct(each, y.values[i] ?? each));
}

/** Sizes that TVM cannot prove to be the same: other numbers, other variables. */
function areDistinct(a: Expr, b: Expr): boolean {
  if (a.type === "IntImm" && b.type === "IntImm") return a.value !== b.value;
  if (a.type === "Var" && b.type === "Var") return a.def !== b.def;
  return (a.type === "Var" && b.type === "IntImm") || (a.type === "IntImm" && b.type === "Var");
}

const NO_FUNCTIONS = new Set<Value["type"]>([
  "int",
  "float",
  "bool",
  "str",
  "tuple",
  "none",
  "dict",
  "module",
  "lambda",
  "relaxType",
]);

/** The inputs: those of a tuple, or one alone. */
function inputsOf(args: Value): readonly RelaxExpr[] | null {
  try {
    const node = toRelax(args);
    if (node.type === "Opaque") return null;
    return node.type === "Tuple" ? node.fields : [node];
  } catch (error) {
    if (error instanceof Unknowable) return null;
    throw error;
  }
}

/** The outputs, with their places; null where they are not all known. */
function outputsOf(value: Value | undefined): { type: RelaxType | Opaque; span: Span | null }[] | null {
  const list = value?.type === "tuple" ? value.items : value ? [value] : [];
  const made = list.map((each) => (each.type === "relaxType" ? { type: each.node, span: each.source.span } : null));
  return made.includes(null) ? null : (made as { type: RelaxType; span: Span | null }[]);
}
