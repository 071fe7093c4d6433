/** Calls in Relax functions: operators by the registry's arguments, and those with a form of their own. */

import { lazy } from "../api/lazy";
import { remembered, rememberedByRelease } from "../remembered";
import { bindArguments, type CallSite, type Handler, type Handlers } from "../tir/calls";
import { isNone, needDType, needInteger, needItems, needString, unknowable } from "../tir/coerce";
import { BOOL, type DType, dtypeName, FLOAT32, INT32 } from "../tir/dtype";
import type { Opaque } from "../tir/ir";
import type { Lowering } from "../tir/lowering";
import { plainName } from "../tir/names";
import { type Operator, operator } from "../tir/tables";
import { none, unknown, type Value } from "../tir/values";
import { isAnnotated } from "./annotated";
import { checkCallTir, checkFunctionCall, checkInplace, checkInputs, checkOutputs } from "./call-checks";
import { shapeOf, toRelax, toShape } from "./convert";
import { checkElementType, isNumPyType } from "./dtypes";
import type { ExternFunc, RelaxCall, RelaxExpr, RelaxType, Tuple } from "./ir";
import { operatorCall, operatorCallAt, relax } from "./make";
import { windowProblem } from "./operator-types";
import { stringDimension } from "./symbols";
import { checkType, toType, typeHandlers } from "./types";

/** Names of the argument that gives a result's type, which changed in 0.26. */
const OUT = ["out_sinfo", "out_ty"] as const;
const TYPE_ARGS = ["sinfo_args", "ty_args"] as const;

function given(call: CallSite, names: readonly string[]): Value | undefined {
  for (const name of names) {
    const value = call.kwargs.get(name);
    if (value) return value;
  }
  return undefined;
}

/** Arguments by name, the type argument under its first name. */
function bound<Name extends string>(
  call: CallSite,
  names: readonly Name[],
  aliases: readonly string[],
): { readonly [K in Name]?: Value } {
  const [first, ...others] = aliases;
  const kwargs = new Map(call.kwargs);
  for (const other of others) {
    const value = kwargs.get(other);
    if (value && first) {
      kwargs.delete(other);
      kwargs.set(first, value);
    }
  }
  return bindArguments({ ...call, kwargs }, names);
}

function types(low: Lowering, value: Value | undefined): (RelaxType | Opaque)[] {
  if (isNone(value)) return [];
  const list = value?.type === "tuple" ? value.items : [value as Value];
  return list.map((each) => toType(low, each));
}

/** Several results are one tuple. */
function resultType(low: Lowering, value: Value | undefined, source: CallSite["source"]): (RelaxType | Opaque)[] {
  const list = types(low, value);
  if (value?.type === "tuple" && list.length !== 1)
    return [{ type: "RelaxTupleType", fields: list, span: source.span }];
  return list;
}

function tupleOf(value: Value | undefined): RelaxExpr {
  if (value === undefined) return unknowable();
  const node = toRelax(value);
  if (node.type === "Tuple" || node.type === "Opaque") return node;
  return { type: "Tuple", fields: [node], span: node.span } satisfies Tuple;
}

function external(value: Value | undefined): RelaxExpr {
  if (value?.type === "str")
    return { type: "ExternFunc", global_symbol: value.value, span: value.source.span } satisfies ExternFunc;
  return toRelax(value ?? unknowable());
}

const callTirLike =
  (name: string, between: readonly string[] = [], after: readonly string[] = []): Handler =>
  (call, low) => {
    const names = ["gvar", "args", ...between, "out_sinfo", ...after, "tir_vars"];
    const values = bound(call, names, OUT) as Readonly<Record<string, Value | undefined>>;
    if (between.length > 0) checkInplace(low, values.args, values.inplace_indices, values.out_sinfo);
    checkCallTir(
      low,
      name,
      values.gvar,
      values.args,
      values.out_sinfo,
      !isNone(values.tir_vars) || between.length > 0,
      call,
    );
    const args: RelaxExpr[] = [toRelax(values.gvar ?? unknowable()), tupleOf(values.args)];
    if (!isNone(values.tir_vars)) args.push(toShape(values.tir_vars as Value));
    return relax(operatorCall(name, args, call.source, resultType(low, values.out_sinfo, call.source)));
  };

const callDpsPacked: Handler = (call, low) => {
  const values = bound(call, ["func", "args", "out_sinfo"], OUT);
  checkOutputs(low, values.out_sinfo);
  checkInputs(low, values.args);
  const args = [external(values.func), tupleOf(values.args)];
  return relax(operatorCall("call_dps_packed", args, call.source, resultType(low, values.out_sinfo, call.source)));
};

const callPacked: Handler = (call, low) => {
  const [func, ...rest] = call.args;
  if (func?.type === "relax" && func.node.type === "RelaxVar" && func.source.span && low.checksNames)
    low.reject({
      kind: "relax-call",
      span: func.source.span,
      wrong: "not-callable",
      name: func.node.def.name,
      at: 0,
      counts: [0, 0],
      types: null,
    });
  const node: RelaxCall = {
    type: "RelaxCall",
    op: external(func) as RelaxCall["op"],
    args: rest.map(toRelax),
    ty_args: types(low, given(call, TYPE_ARGS)),
    span: call.source.span,
  };
  return relax(node);
};

const callPurePacked: Handler = (call, low) => {
  const [func, ...rest] = call.args;
  const args = [external(func), ...rest.map(toRelax)];
  return relax(operatorCall("call_pure_packed", args, call.source, types(low, given(call, TYPE_ARGS))));
};

const callInplacePacked: Handler = (call, low) => {
  const [func, ...rest] = call.args;
  const args = [external(func), ...rest.map(toRelax)];
  return relax(operatorCall("call_inplace_packed", args, call.source, types(low, given(call, TYPE_ARGS))));
};

const withContext: Handler = (call, low) => {
  const values = bound(call, ["func", "args", "sinfo_args"], TYPE_ARGS);
  const args = [external(values.func), tupleOf(values.args)];
  return relax(operatorCall("call_builtin_with_ctx", args, call.source, types(low, values.sinfo_args)));
};

const invokeClosure =
  (name: string): Handler =>
  (call, low) => {
    const values = bound(call, ["closure", "args", "sinfo_args"], TYPE_ARGS);
    const args = [toRelax(values.closure ?? unknowable()), tupleOf(values.args)];
    return relax(operatorCall(name, args, call.source, types(low, values.sinfo_args)));
  };

/** The type of a constant that is not told one. */
function usualDType(value: Value | undefined): DType | null {
  switch (value?.type) {
    case "int":
      return INT32;
    case "float":
      return FLOAT32;
    case "bool":
      return BOOL;
    default:
      return null;
  }
}

const constant: Handler = (call) => {
  const { value, dtype } = bindArguments(call, ["value", "dtype"]);
  const name = isNone(dtype) ? usualDType(value) : needDType(dtype);
  const plain = value?.type === "int" || value?.type === "float" || value?.type === "bool" ? value.value : null;
  return relax({
    type: "Constant",
    dtype: name,
    value: typeof plain === "bigint" ? Number(plain) : plain,
    span: call.source.span,
  });
};

const shape: Handler = (call) => {
  const value = call.args[0];
  return relax(shapeOf(needItems(value), { type: "none", source: call.source }));
};

const primValue: Handler = (call) => {
  const value = call.args[0];
  return relax({ ...toRelax(value ?? unknowable()), span: call.source.span } as RelaxExpr);
};

const stringImm: Handler = (call) =>
  relax({ type: "RelaxStringImm", value: needString(call.args[0]), span: call.source.span });
const dtypeImm: Handler = (call) =>
  relax({ type: "DataTypeImm", value: dtypeName(needDType(call.args[0])), span: call.source.span });
const tupleCall: Handler = (call) => relax({ type: "Tuple", fields: call.args.map(toRelax), span: call.source.span });
const externFunc: Handler = (call) =>
  relax({
    type: "ExternFunc",
    global_symbol: needString(call.args[0] ?? call.kwargs.get("global_symbol")),
    ...((call.args.length > 1 || call.kwargs.size > 0) && { typed: true }),
    span: call.source.span,
  });
const tupleGetItem: Handler = (call) => {
  const [of, index] = call.args;
  return relax({
    type: "TupleGetItem",
    tuple_value: toRelax(of ?? unknowable()),
    index: needInteger(index),
    span: call.source.span,
  });
};

const print: Handler = (call) => {
  const format = call.kwargs.get("format");
  const text = isNone(format) ? "" : needString(format);
  const args: RelaxExpr[] = [
    { type: "RelaxStringImm", value: text, span: call.source.span },
    ...call.args.map(toRelax),
  ];
  return relax(operatorCall("print", args, call.source));
};

const assertOp: Handler = (call) => {
  const { condition, format_args, format } = bindArguments(call, ["condition", "format_args", "format"]);
  const values = isNone(format_args) ? [] : format_args?.type === "tuple" ? format_args.items : [format_args as Value];
  const text = isNone(format) ? "" : needString(format);
  const args: RelaxExpr[] = [
    toRelax(condition ?? unknowable()),
    { type: "RelaxStringImm", value: text, span: call.source.span },
    ...values.map(toRelax),
  ];
  return relax(operatorCall("assert_op", args, call.source));
};

const matchCast: Handler = (call, low) => {
  const { value, struct_info } = bound(call, ["value", "struct_info"], ["struct_info", "ty"]);
  const node = toRelax(value ?? unknowable());
  if (struct_info) checkType(low, struct_info);
  return { type: "matchCast", value: node, of: toType(low, struct_info ?? unknowable()), source: call.source };
};

/** `R.arange(end)`, `R.arange(start, end)`. */
const arange: Handler = (call) => {
  const { start, end, step } = bindArguments(call, ["start", "end", "step", "dtype"]);
  const zero: Value = { type: "int", value: 0n, source: call.source };
  const one: Value = { type: "int", value: 1n, source: call.source };
  const [from, to] = isNone(end) ? [zero, start] : [start, end];
  const args = [from, to, isNone(step) ? one : step].map((each) => toRelax(each ?? unknowable()));
  return relax(operatorCallAt("arange", args, call));
};

/** Since 0.18 the axes, begins, ends and strides are expressions. */
const stridedSlice: Handler = (call, low) => {
  const { x, axes, begin, end, strides } = bindArguments(call, [
    "x",
    "axes",
    "begin",
    "end",
    "strides",
    "assume_inbound",
  ]);
  const parts = low.since("0.18") ? [axes, begin, end, ...(isNone(strides) ? [] : [strides])] : [];
  const args = [x, ...parts].map((each) => toRelax(each ?? unknowable()));
  return relax(operatorCallAt("strided_slice", args, call));
};

/** With a bias it is an operator of its own. */
const attention: Handler = (call) => {
  const given = bindArguments(call, ["query", "key", "value", "bias", "scale", "causal_mask", "window_size"]);
  const args = [given.query, given.key, given.value].map((each) => toRelax(each ?? unknowable()));
  if (isNone(given.bias)) return relax(operatorCallAt("nn.attention", args, call));
  return relax(operatorCallAt("nn.attention_bias", [...args, toRelax(given.bias as Value)], call));
};

/** Its arguments are in the order of the Python function, not in that of the operator's registration. */
const allocStorage: Handler = (call) => {
  const given = bindArguments(call, ["size", "runtime_device_index", "dtype", "storage_scope"]);
  const args = (["size", "runtime_device_index", "dtype", "storage_scope"] as const).map((name) => {
    const value = given[name] ?? call.kwargs.get(name === "size" ? "shape" : "") ?? defaultOf("", name, call);
    return argumentOf(value ?? unknowable(), "Expr", name);
  });
  return relax(operatorCallAt("vm.alloc_storage", args, call));
};

/** What is not given is an empty tuple; for the type that is a null value, bound in front of the call (0.26). */
const view: Handler = (call, low) => {
  const given = bindArguments(call, ["data", "shape", "dtype", "relative_byte_offset"]);
  const absent: RelaxExpr = { type: "Tuple", fields: [], span: call.source.span };
  const untyped = low.since("0.26") ? operatorCall("null_value", [], call.source) : absent;
  const args: RelaxExpr[] = [
    toRelax(given.data ?? unknowable()),
    isNone(given.shape) ? absent : toShape(given.shape as Value),
    isNone(given.dtype) ? untyped : argumentOf(given.dtype as Value, "DataType", "dtype"),
    isNone(given.relative_byte_offset) ? absent : toRelax(given.relative_byte_offset as Value),
  ];
  return relax(operatorCallAt("memory.view", args, call));
};

/** Attributes of a function are not part of its tree. */
const funcAttr: Handler = (call, low) => {
  noteAttributes(call, low);
  return none(call.source);
};

/** Notes keys that the function has already, or that a private one cannot have. */
export function noteAttributes(call: CallSite, low: Lowering): void {
  const given = call.args[0];
  for (const [key] of given?.type === "dict" ? given.entries : []) {
    const { span } = key.source;
    if (key.type !== "str" || !span || !low.attributes) continue;
    const fault = (wrong: "repeated" | "private"): void =>
      low.fault({ kind: "relax-attribute", span, wrong, key: key.value });
    if (key.value === "global_symbol" && low.attributes.isPrivate) fault("private");
    else if (low.attributes.keys.has(key.value)) fault("repeated");
    low.attributes.keys.add(key.value);
  }
}

/** Made at first use: the files of the table and this one know each other. */
const special = lazy(
  (): Handlers => ({
    ...typeHandlers,
    call_tir: callTirLike("call_tir"),
    "dist.call_tir": callTirLike("call_tir"),
    "dist.call_tir_local_view": callTirLike("dist.call_tir_local_view"),
    call_tir_inplace: callTirLike("call_tir_inplace", ["inplace_indices"]),
    call_tir_with_grad: callTirLike("call_tir_with_grad", [], ["te_grad_name", "te_grad_kwargs"]),
    call_dps_packed: callDpsPacked,
    call_packed: callPacked,
    call_pure_packed: callPurePacked,
    call_inplace_packed: callInplacePacked,
    call_builtin_with_ctx: withContext,
    invoke_closure: invokeClosure("invoke_closure"),
    invoke_pure_closure: invokeClosure("invoke_pure_closure"),
    const: constant,
    shape,
    ShapeExpr: shape,
    prim_value: primValue,
    PrimValue: primValue,
    str: stringImm,
    StringImm: stringImm,
    dtype: dtypeImm,
    DataTypeImm: dtypeImm,
    tuple: tupleCall,
    ExternFunc: externFunc,
    TupleGetItem: tupleGetItem,
    print,
    assert_op: assertOp,
    match_cast: matchCast,
    arange,
    func_attr: funcAttr,
    strided_slice: stridedSlice,
    "nn.attention": attention,
    "memory.view": view,
    "vm.alloc_storage": allocStorage,
  }),
);

/** Where functions have the element type among the arguments without a name. */
const DTYPES: Readonly<Record<string, number>> = {
  astype: 1,
  zeros: 1,
  ones: 1,
  full: 2,
  wrap_param: 1,
  dtype: 0,
  matmul: 2,
};

/** What there is for a name like `R.add`: a handler, and where a type can be among its arguments. */
const handledAs = remembered((full) => {
  const name = plainName(full);
  return {
    name,
    handler: Object.hasOwn(special(), name) ? special()[name] : undefined,
    isType: Object.hasOwn(typeHandlers, name),
    // What is packed takes any keyword, and keeps it.
    isPacked: /^call_(?:pure_)?packed$/.test(name),
    placed: Object.hasOwn(DTYPES, name) ? DTYPES[name] : undefined,
  };
});

export function relaxCall(low: Lowering, callee: Value, call: CallSite): Value {
  if (callee.type === "global" || callee.type === "relax") {
    checkFunctionCall(low, callee.node, call);
    return callGlobal(callee.node, call);
  }
  if (callee.type !== "api") return unknown(call.source);
  if (!callee.name.startsWith("R.")) {
    const { span } = call.source;
    if (/^I\.module_(attrs|global_infos)$/.test(callee.name) && low.checksNames && span)
      low.fault({ kind: "relax-statement", span, statement: "module_attrs" });
    return unknown(call.source);
  }
  const { name, handler, isType, isPacked, placed } = handledAs(callee.name);
  if (name === "DTensor") readDistributed(low, call);
  if (!isType) {
    if (!isPacked) {
      const dtype = call.kwargs.get("dtype") ?? (name === "const" ? call.args[1] : undefined);
      // A constant goes through NumPy, which has names of its own.
      if (dtype && (name !== "const" || !isNumPyType(dtype))) checkElementType(low, dtype);
      if (call.kwargs.size > 0) checkElementType(low, call.kwargs.get("out_dtype"));
    }
    if (placed !== undefined) checkElementType(low, call.args[placed]);
  }
  if (handler) return handler(call, low);
  return registered(low, name, call);
}

/** `R.DTensor(("n", 4), "float32", …)`: its quoted sizes are the function's, as those of `R.Tensor` are. */
function readDistributed(low: Lowering, call: CallSite): void {
  checkElementType(low, call.kwargs.get("dtype") ?? call.args[1]);
  const shape = call.kwargs.get("shape") ?? call.args[0];
  if (!low.sizeNames || shape?.type !== "tuple") return;
  for (const each of shape.items) if (each.type === "str") stringDimension(low, each);
}

/** `cls.f(x)`: a function of the module. */
function callGlobal(op: RelaxExpr, call: CallSite): Value {
  if (call.kwargs.size > 0) return unknown(call.source);
  return relax({ type: "RelaxCall", op, args: call.args.map(toRelax), ty_args: [], span: call.source.span });
}

/** Other names that Python has for an operator's argument. */
const ARGUMENTS: Readonly<Record<string, string>> = {
  data: "x",
  x: "data",
  input: "x",
  expr: "input",
  storage: "storage",
};

const operatorNamed = rememberedByRelease((name, release) => operator(`relax.${name}`, release));

/** An operator: the registry says how many expressions it takes and of what kind; everything else is attributes. */
function registered(low: Lowering, name: string, call: CallSite): Value {
  checkWindow(low, name, call);
  const known = operatorNamed(name, low.release);
  if (!known || known.inputs < 0) return unknown(call.source);
  const args: RelaxExpr[] = [];
  for (let at = 0; at < known.arguments.length; at++) {
    const parameter = known.arguments[at] as Operator["arguments"][number];
    const argument = parameter[0];
    const type = parameter[1];
    const value =
      call.kwargs.get(argument) ??
      call.args[at] ??
      call.kwargs.get(ARGUMENTS[argument] ?? "") ??
      defaultOf(name, argument, call);
    if (isNone(value)) {
      const given = call.kwargs.get(argument) ?? call.args[at];
      if (given?.source.span && type === "Tensor" && OPERANDS.has(argument) && low.checksNames)
        low.reject({
          kind: "relax-operator",
          span: given.source.span,
          operator: name,
          problem: { kind: "not-a-tensor", type: "None" },
        });
      if (given?.source.span && /^(?:reshape|broadcast_to)$/.test(name) && argument === "shape" && low.checksNames)
        low.reject({
          kind: "relax-operator",
          span: given.source.span,
          operator: name,
          problem: { kind: "not-a-shape", type: "None" },
        });
      if (/Optional/.test(type) || OPTIONAL.has(`${name}.${argument}`)) continue;
      return unknown(call.source);
    }
    if (type === "Tensor" && OPERANDS.has(argument)) checkOperand(low, name, value as Value, call);
    args.push(argumentOf(value as Value, type, argument));
  }
  return relax(operatorCallAt(name, args, call));
}

/** How a window moves is told when the operator is made, whatever the types of its arguments. */
function checkWindow(low: Lowering, operator: string, call: CallSite): void {
  const { span } = call.source;
  const problem = span && low.checksNames ? windowProblem(operator, call) : null;
  if (span && problem) low.reject({ kind: "relax-operator", span, operator, problem });
}

/** Arguments that are tensors in every operator that has one of the name. */
const OPERANDS = new Set(["x", "x1", "x2", "data", "weight"]);

/**
 * Text is no tensor, nor is a number: as an expression, which it is since 0.26, it is for the operator's rule to refuse, and that is
 * not asked where the type is written and nobody looks at the function when it is done.
 */
function checkOperand(low: Lowering, operator: string, value: Value, call: CallSite): void {
  const { span } = value.source;
  if (!span || !low.checksNames) return;
  const reject = (type: string) =>
    low.reject({ kind: "relax-operator", span, operator, problem: { kind: "not-a-tensor", type } });
  const isAsked = !isAnnotated(call.node) || (low.since("0.22") && low.wellFormed);
  const isText = value.type === "relax" && (value.node.type === "RelaxStringImm" || value.node.type === "DataTypeImm");
  if (isText && isAsked) reject("R.str");
  const isPlain = /^(?:str|int|float|bool)$/.test(value.type);
  if (isPlain && (!low.since("0.26") || (value.type === "str" && isAsked))) reject(value.type);
}

/** Arguments that a call may leave out, and then does not have. */
const OPTIONAL = new Set(["nn.nll_loss.weights", "grad.nll_loss_backward.weights", "unique.axis"]);

/** Defaults of Python's functions that become expressions. */
function defaultOf(name: string, argument: string, call: CallSite): Value | undefined {
  if (argument === "runtime_device_index")
    return call.kwargs.get("runtime_device_ind") ?? { type: "int", value: 0n, source: call.source };
  if (argument === "storage_scope") return { type: "str", value: "global", source: call.source };
  if (/^tri[lu]$/.test(name) && argument === "k") return { type: "int", value: 0n, source: call.source };
  if (name === "unique" && /^(sorted|return_\w+)$/.test(argument))
    return { type: "bool", value: argument === "sorted", source: call.source };
  if (name === "memory.alloc_storage" && argument === "dtype")
    return { type: "str", value: "uint8", source: call.source };
  return undefined;
}

function argumentOf(value: Value, type: string, name: string): RelaxExpr {
  if (
    type === "Shape" ||
    type === "ShapeExpr" ||
    (name === "shape" && value.type === "tuple") ||
    (name === "size" && value.type === "tuple")
  ) {
    return toShape(value);
  }
  if (value.type === "str" && (name === "dtype" || type === "DataTypeImm" || type === "DataType")) {
    return { type: "DataTypeImm", value: dtypeName(needDType(value)), span: value.source.span };
  }
  return toRelax(value);
}
