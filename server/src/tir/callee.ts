/** Calls: which function of TVM's scripts is called, and what that makes. */
import { lazy } from "../api/lazy";
import { noteAttributes, relaxCall } from "../relax/calls";
import { remembered } from "../remembered";
import { child, closest, type SyntaxNode, spanOf } from "../syntax/node";
import { callMethod } from "./attributes";
import { blockHandlers, checkOfFunction } from "./blocks";
import { bufferHandlers } from "./buffers";
import { bindArguments, type CallSite, type Handler, type Handlers } from "./calls";
import { isNone, toExpr, unknowable } from "./coerce";
import { deviceHandlers } from "./device";
import { type DType, HANDLE, VOID } from "./dtype";
import type { Found } from "./faults";
import { foundIn } from "./found";
import { hardwareHandlers } from "./hardware";
import { ignoresDType, intrinsicHandlers, plainIntrinsic } from "./intrinsics";
import type { GlobalVar } from "./ir";
import { legacyHandlers } from "./legacy";
import { loopHandlers, rangeLoop } from "./loops";
import type { Lowering } from "./lowering";
import { use } from "./make";
import { plainName } from "./names";
import { commReducer } from "./reducers";
import { scopeHandlers } from "./scopes";
import { target } from "./target";
import { tileCall } from "./tile";
import { callDType, dtypeByName, handleType, newVariable } from "./types";
import { expression, none, unknown, type Value } from "./values";

const evaluateCall: Handler = (call, low) => {
  const value = call.args[0];
  const node = toExpr(value ?? unknowable());
  low.emit({ type: "Evaluate", value: node, span: call.source.span });
  return none(call.source);
};

const handle: Handler = (call) => expression(use(newVariable(handleType(call)), call.source));

const pointer: Handler = (call) => {
  const dtype = call.args[0] ?? call.kwargs.get("dtype");
  const scope = call.args[1] ?? call.kwargs.get("storage_scope");
  const args = [dtype ?? unknowable(), ...(scope ? [scope] : [])];
  return expression(use(newVariable(handleType({ ...call, args, kwargs: new Map() })), call.source));
};

const variableCall: Handler = (call) => {
  const [dtype, name] = call.args;
  if (dtype?.type !== "str") return unknowable();
  if (name && name.type !== "str") return unknowable();
  const type = dtypeByName(dtype.value) ?? (dtype.value === "handle" ? HANDLE : unknowable());
  const made = newVariable({ type: "PrimType", dtype: type });
  if (name?.type === "str") made.name = name.value;
  return expression(use(made, call.source));
};

export const metaVariable: Handler = (call) => {
  const { value } = bindArguments(call, ["value"]);
  return { type: "meta", of: value ?? unknowable(), source: call.source };
};

/** Attributes of a function are not part of its tree. */
const funcAttr: Handler = (call, low) => {
  checkOfFunction(call, low);
  noteAttributes(call, low);
  return none(call.source);
};

/** Made at first use: the files of the table and this one know each other. */
const handlers = lazy(
  (): Handlers => ({
    ...loopHandlers,
    ...blockHandlers,
    ...bufferHandlers,
    ...scopeHandlers,
    ...deviceHandlers,
    ...hardwareHandlers,
    ...legacyHandlers,
    ...intrinsicHandlers,
    evaluate: evaluateCall,
    handle,
    Ptr: pointer,
    ptr: pointer,
    buffer_var: pointer,
    var: variableCall,
    void: (call) => expression(use(newVariable({ type: "PrimType", dtype: VOID }), call.source)),
    func_attr: funcAttr,
    meta_var: metaVariable,
    target,
    comm_reducer: commReducer,
  }),
);

export function callValue(low: Lowering, callee: Value, call: CallSite): Value {
  if (callee.type === "method") {
    if (callee.of.type === "relax" || callee.of.type === "global") return relaxCall(low, callee, call);
    return callMethod(low, callee.of, callee.name, call);
  }
  if (callee.type === "global" && low.function()) return callFunction(callee.node, call);
  if (callee.type === "global" || callee.type === "relax") return relaxCall(low, callee, call);
  if (callee.type !== "api") return unknown(call.source);
  const { name } = callee;
  if (name.startsWith("T.")) return callTir(low, name, call);
  if (name === "I.meta_var") return metaVariable(call, low);
  // An operator is as good as its name.
  if (name === "I.Op.get" && call.args[0]?.type === "str") return call.args[0];
  if (name.startsWith("R.") || name.startsWith("I.")) return relaxCall(low, callee, call);
  if (name.startsWith("builtins.")) return callBuiltin(name.slice("builtins.".length), call, low);
  return unknown(call.source);
}

/** `Module.f(x)` in TIR. What it gives is taken as nothing: the other function's type is not looked at. */
function callFunction(op: GlobalVar, call: CallSite): Value {
  if (call.kwargs.size > 0) return unknowable();
  return expression({
    type: "Call",
    dtype: op.scalar ?? VOID,
    op,
    args: call.args.map(toExpr),
    span: call.source.span,
  });
}

/** What there is for a name like `T.block`. */
const handledAs = remembered((full) => {
  const name = plainName(full);
  return {
    name,
    handler: Object.hasOwn(handlers(), name) ? handlers()[name] : undefined,
    dropsDType: ignoresDType(name),
    isTile: name.startsWith("tile."),
    dtype: dtypeByName(name),
  };
});

function callTir(low: Lowering, full: string, call: CallSite): Value {
  const { name, handler, dropsDType, isTile, dtype } = handledAs(full);
  if (handler) return handler(dropsDType ? withoutDType(call) : call, low);
  if (isTile) return tileCall(name.slice("tile.".length), call, low) ?? unknown(call.source);
  if (dtype) {
    checkConstant(low, dtype, call);
    const made = callDType(dtype, call);
    const callee = child(call.node, "function");
    if ((call.args.length === 0 || isNone(call.args[0])) && made.type === "expr" && made.node.type === "Var" && callee)
      low.loose.set(made.node.def, spanOf(callee));
    return made;
  }
  return plainIntrinsic(name, call, low) ?? unknown(call.source);
}

/** What Python's `float` reads. */
const NUMBER = /^\s*[+-]?(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d+)?\s*$|^\s*[+-]?(?:inf(?:inity)?|nan)\s*$/i;
const NO_NUMBER = new Set<Found>(["tuple", "dict", "buffer", "lambda", "range", "frame", "api"]);

/** Notes `T.int32("x")`, `T.int32([1])`, and a variable that is made where a value is wanted: `A[T.int32()]`. */
function checkConstant(low: Lowering, dtype: DType, call: CallSite): void {
  const callee = child(call.node, "function");
  const value = call.args[0] ?? call.kwargs.get("expr");
  if (!callee || !low.function()) return;
  const found = foundIn(value);
  const name = low.text(callee);
  if (value && found && value.source.span) {
    const isWrong = NO_NUMBER.has(found) || (value.type === "str" && !NUMBER.test(value.value));
    const span = value.source.span;
    if (isWrong)
      low.reject({ kind: "argument-kind", span, callee: name, parameter: "expr", expected: "number", found });
  }
  const isFlag = value?.type !== "int" || value.value === 0n || value.value === 1n;
  if (dtype.code === "bool" && value?.source.span && !isFlag) {
    const { span } = value.source;
    low.reject({ kind: "argument-kind", span, callee: name, parameter: "expr", expected: "condition", found: "int" });
  }
  if (value || !low.since("0.22") || !low.wellFormed || !isOperand(call.node, low)) return;
  low.reject({
    kind: "missing-argument",
    span: spanOf(callee),
    callee: name,
    names: ["expr"],
  });
}

/** Calls that define variables in the sizes that they are given. */
const DEFINING = /(?:^|\.)(?:match_buffer|Buffer)$/;
const LOOPS = /(?:^|\.)(?:range|grid|serial|parallel|vectorized|unroll|thread_binding)$/;

/** Whether a value is calculated with, stored, counted to, or used as an index: a variable that nothing defines is none. */
function isOperand(node: SyntaxNode, low: Lowering): boolean {
  const { parent } = node;
  const callee = (each: SyntaxNode): string => {
    const called = each.kind === "call" ? child(each, "function") : null;
    return called ? low.text(called) : "";
  };
  if (!parent || closest(parent, (each) => DEFINING.test(callee(each)))) return false;
  if (parent.kind === "argument_list") return parent.parent !== null && LOOPS.test(callee(parent.parent));
  if (parent.kind === "assignment") return node.field === "right" && child(parent, "left")?.kind === "subscript";
  if (parent.kind === "subscript") return node.field === "subscript" && !isAnnotation(parent);
  return /^(?:binary_operator|comparison_operator|unary_operator)$/.test(parent.kind);
}

/** `T.Buffer[T.int32(), …]`, `T.int32[…]`: brackets after a name of TVM's. */
function isAnnotation(node: SyntaxNode): boolean {
  return child(node, "value")?.kind !== "identifier";
}

/** Most functions take a `dtype` for the sake of printed scripts, and do nothing with it. */
function withoutDType(call: CallSite): CallSite {
  if (!call.kwargs.has("dtype")) return call;
  const kwargs = new Map(call.kwargs);
  kwargs.delete("dtype");
  return { ...call, kwargs };
}

/** Python's range of numbers that are known while parsing. */
function counting({ args, kwargs, source }: CallSite): Value {
  const isKnown = args.length > 0 && kwargs.size === 0 && args.every(({ type }) => type === "int");
  return isKnown ? { type: "counting", source } : unknown(source);
}

function callBuiltin(name: string, call: CallSite, low: Lowering): Value {
  // Before 0.25 it stood for `T.serial` wherever it was written.
  if (name === "range" && low.function()) return low.since("0.25") ? counting(call) : rangeLoop(call, low);
  const value = call.args[0];
  if (call.args.length !== 1 || call.kwargs.size > 0 || !value) return unknown(call.source);
  switch (name) {
    case "int":
      if (value.type === "int") return value;
      return value.type === "float" && Number.isFinite(value.value)
        ? { type: "int", value: BigInt(Math.trunc(value.value)), source: call.source }
        : unknown(call.source);
    case "float":
      if (value.type === "float") return value;
      return value.type === "int"
        ? { type: "float", value: Number(value.value), source: call.source }
        : unknown(call.source);
    case "len":
      return value.type === "tuple"
        ? { type: "int", value: BigInt(value.items.length), source: call.source }
        : unknown(call.source);
    case "tuple":
    case "list":
      return value.type === "tuple"
        ? { ...value, list: name === "list", array: false, source: call.source }
        : unknown(call.source);
    default:
      return unknown(call.source);
  }
}
