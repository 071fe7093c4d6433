/** Scopes with a meaning of their own: `T.attr`, `T.launch_thread`, `T.While`, `T.LetStmt`, `T.Assert`, `T.If`. */
import { child, spanOf } from "../syntax/node";
import { constant, dtypeOf, intImm } from "./arithmetic";
import { bindArguments, type Handler, type Handlers } from "./calls";
import { isNone, needDType, needString, STRING, toAnnotation, toExpr, unknowable } from "./coerce";
import { BOOL, INT32 } from "./dtype";
import { foundIn } from "./found";
import { type WrapFrame, wrapFrame } from "./frames";
import { typedBy } from "./guesses";
import { letNode } from "./intrinsics";
import type { Annotation, Expr, IterVar, Source, Stmt, StringImm, Variable, VarNode, VarType } from "./ir";
import { bindAxis } from "./legacy";
import type { Lowering } from "./lowering";
import { primVariable, range, sequence, use } from "./make";
import { newVariable, typeNamed } from "./types";
import { expression, none, type Value } from "./values";

const asFrame = (frame: WrapFrame): Value => ({ type: "frame", frame, source: frame.source });

const attr: Handler = (call, low) => {
  const first = call.args[0];
  if (first?.type === "dict" && call.args.length === 1 && first.entries.length === 1) {
    const [[key, value]] = first.entries as [readonly [Value, Value]];
    return attrFrame(0, needString(key), toExpr(value), call.source);
  }
  const callee = child(call.node, "function");
  const isShort = call.args.length < 3 && call.kwargs.size === 0 && first !== undefined && foundIn(first) !== null;
  if (isShort && first.type !== "dict" && callee && low.function())
    low.reject({
      kind: "missing-argument",
      span: spanOf(callee),
      callee: low.text(callee),
      names: ["attr_key", "value"].slice(call.args.length - 1),
    });
  const names = low.since("0.25")
    ? (["node_or_dict", "attr_key", "value"] as const)
    : (["node", "attr_key", "value"] as const);
  const given = bindArguments(call, names);
  const node = ("node" in given ? given.node : (given as { node_or_dict?: Value }).node_or_dict) ?? unknowable();
  return attrFrame(attrNode(node), needString(given.attr_key), toExpr(given.value ?? unknowable()), call.source);
};

function attrNode(value: Value): Annotation | IterVar {
  if (value.type === "iter") return value.node;
  if (value.type === "tuple") return value.items.map((each) => toAnnotation(each));
  return toAnnotation(value);
}

function attrFrame(node: Annotation | IterVar, key: string, value: Expr, source: Source): Value {
  const frame = wrapFrame(source, none(source), (body) => ({
    type: "AttrStmt",
    node,
    attr_key: key,
    value,
    body,
    span: frame.source.span,
  }));
  return asFrame(frame);
}

const launchThread: Handler = (call, low) => {
  const { thread, extent } = bindArguments(call, ["thread", "extent"]);
  const count = toExpr(extent ?? unknowable());
  const domain = range(constant(dtypeOf(count) ?? INT32, 0n, call.source), count, call.source);
  let iter: IterVar;
  if (thread?.type === "str") {
    const variable = use(typedBy(primVariable("", dtypeOf(count) ?? INT32), [count]), call.source);
    iter = threadVar(variable, thread.value, call.source);
  } else {
    const node = thread ? toExpr(thread) : unknowable();
    const known = node.type === "Var" ? low.function()?.threads.get(node.def) : undefined;
    iter = known ?? unknowable();
  }
  const made: IterVar = { ...iter, dom: iter.dom ?? domain };
  low.function()?.threads.set(made.var.def, made);
  const key = made.thread_tag === "vthread" ? "virtual_thread" : "thread_extent";
  const frame = wrapFrame(call.source, expression(made.var), (body) => ({
    type: "AttrStmt",
    node: made,
    attr_key: key,
    value: count,
    body,
    span: frame.source.span,
  }));
  return asFrame(frame);
};

function threadVar(variable: VarNode, tag: string, source: Source): IterVar {
  return { type: "IterVar", dom: null, var: variable, iter_type: 1, thread_tag: tag, span: source.span };
}

const envThread: Handler = (call, low) => {
  const { thread_tag, dtype } = bindArguments(call, ["thread_tag", "dtype"]);
  const variable = use(primVariable("", isNone(dtype) ? INT32 : needDType(dtype)), call.source);
  low.function()?.threads.set(variable.def, threadVar(variable, needString(thread_tag), call.source));
  return expression(variable);
};

export function condition(value: Value): Expr {
  return value.type === "bool" ? intImm(BOOL, value.value ? 1 : 0, value.source) : toExpr(value);
}

const whileCall: Handler = (call) => {
  const test = condition(call.args[0] ?? unknowable());
  const frame = wrapFrame(call.source, none(call.source), (body) => ({
    type: "While",
    condition: test,
    body,
    span: frame.source.span,
  }));
  return asFrame(frame);
};

/** What a name is bound to: before 0.24 a scope around the rest of the body, later a statement before it. */
export function bindVariable(low: Lowering, variable: Expr, value: Expr, source: Source): WrapFrame | null {
  if (low.since("0.24")) {
    low.emit({ type: "Bind", var: variable, value, body: null, span: source.span });
    return null;
  }
  return wrapFrame(source, expression(variable), (body) => ({
    type: "Bind",
    var: variable,
    value,
    body,
    span: source.span,
  }));
}

/** The variable that a value is bound to. */
export function letVariable(type: VarType | null, value: Expr): Variable {
  return type ? newVariable(type) : typedBy(newVariable({ type: "PrimType", dtype: dtypeOf(value) ?? INT32 }), [value]);
}

const letStmt: Handler = (call, low) => {
  const axis = bindAxis(call, low);
  if (axis) return axis;
  const { value, type_annotation, var: given } = bindArguments(call, ["value", "type_annotation", "var"]);
  const node = toExpr(value ?? unknowable());
  const type = isNone(type_annotation) ? null : (typeNamed(type_annotation ?? unknowable()) ?? unknowable());
  const variable = isNone(given) ? use(letVariable(type, node), call.source) : toExpr(given ?? unknowable());
  const frame = bindVariable(low, variable, node, call.source);
  return frame ? asFrame(frame) : expression(variable);
};

/** `T.let(v, value)`: the old statement form. */
const legacyLet: Handler = (call, low) => {
  if (low.since("0.24")) return unknowable();
  const [name, value, body] = call.args;
  if (!name || !value || call.args.length > 3) return unknowable();
  if (body) return letNode(name, value, body, call.source);
  const frame = bindVariable(low, toExpr(name), toExpr(value), call.source);
  return frame ? asFrame(frame) : none(call.source);
};

export function stringImm(value: string, source: Source): StringImm {
  return { type: "StringImm", dtype: STRING, value, span: source.span };
}

/** `assert test, message`. */
export function assertFrame(
  low: Lowering,
  test: Expr,
  message: Value,
  kind: Value | undefined,
  source: Source,
): WrapFrame {
  const parts = message.type === "tuple" ? message.items.map((each) => stringImm(needString(each), each.source)) : [];
  const single: Expr =
    message.type === "opaque"
      ? toExpr(message)
      : message.type === "tuple"
        ? (parts[0] ?? unknowable())
        : stringImm(needString(message), message.source);
  const made = {
    type: "AssertStmt" as const,
    condition: test,
    message: single,
    message_parts: message.type === "tuple" ? parts : [single],
    error_kind: stringImm(isNone(kind) ? "RuntimeError" : needString(kind), source),
  };
  return wrapFrame(source, none(source), (body, stmts): Stmt => {
    if (!low.since("0.24")) return { ...made, body, span: source.span };
    return sequence([{ ...made, body: null, span: source.span }, ...stmts], source);
  });
}

const assertCall: Handler = (call, low) => {
  const { condition: test, message, error_kind } = bindArguments(call, ["condition", "message", "error_kind"]);
  return asFrame(assertFrame(low, condition(test ?? unknowable()), message ?? unknowable(), error_kind, call.source));
};

export const scopeHandlers: Handlers = {
  attr,
  launch_thread: launchThread,
  env_thread: envThread,
  While: whileCall,
  LetStmt: letStmt,
  Bind: letStmt,
  bind: letStmt,
  let: legacyLet,
  Assert: assertCall,
};
