/** Instructions whose arguments follow a type, and calls of operators by their full name. */

import { intImm } from "./arithmetic";
import { bindArguments, type CallSite, type Handler, type Handlers } from "./calls";
import { isNone, needDType, needItems, needString, toExpr, unknowable } from "./coerce";
import { BOOL, type DType, HANDLE, VOID } from "./dtype";
import type { Expr } from "./ir";
import { opCall } from "./make";
import { expression, type Value } from "./values";

function operand(value: Value): Expr {
  return value.type === "bool" ? intImm(BOOL, value.value ? 1 : 0, value.source) : toExpr(value);
}

/** Arguments with the type that leads them, or is given by keyword. */
function typed(call: CallSite): { type: DType; args: readonly Value[] } {
  const keyword = call.kwargs.get("dtype");
  const [first, ...rest] = call.args;
  return keyword
    ? { type: needDType(keyword), args: call.args }
    : { type: needDType(first ?? unknowable()), args: rest };
}

/** `T.ptx_mma(dtype, shape, …)`: all that follows is handed on. */
const instruction =
  (name: string): Handler =>
  (call) => {
    const { type, args } = typed(call);
    const operator = call.kwargs.get("operator");
    const all = isNone(operator) ? args : [...args, operator as Value];
    return expression(opCall(name, all.map(operand), type, call.source));
  };

/** Newer releases keep the old instructions beside; there a type in front of the arguments may be missing. */
const legacyInstruction =
  (name: string, count: number): Handler =>
  (call) => {
    const last = call.args.at(-1);
    // One more is an operator at the end, else a type in front.
    const hasOperator = call.args.length === count + 1 && last?.type === "str";
    const args = call.args.length > count && !hasOperator ? call.args.slice(1) : call.args;
    if (args.length !== (hasOperator ? count + 1 : count)) return unknowable();
    const operator = call.kwargs.get("operator");
    const all = isNone(operator) ? args : [...args, operator as Value];
    return expression(opCall(name, all.map(operand), VOID, call.source));
  };

const stackAlloca: Handler = (call) => {
  const { dtype_str, num } = bindArguments(call, ["dtype_str", "num"]);
  const args = [dtype_str, num].map((each) => operand(each ?? unknowable()));
  return expression(opCall("tvm_stack_alloca", args, HANDLE, call.source));
};

/** `T.Call("tirx.prefetch", […], ret_ty="void")`; before 0.26 the type led. */
const callNode: Handler = (call, low) => {
  const given = low.since("0.26")
    ? bindArguments(call, ["op", "args", "attrs", "ty_args", "span", "ret_ty"])
    : bindArguments(call, ["dtype", "op", "args"]);
  const type = "ret_ty" in given ? given.ret_ty : (given as { dtype?: Value }).dtype;
  const name = needString(given.op).replace(/^(?:tirx?|prim)\./, "");
  const args = needItems(given.args).map(operand);
  return expression(opCall(name, args, isNone(type) ? VOID : needDType(type), call.source));
};

export const hardwareHandlers: Handlers = {
  ptx_mma: instruction("ptx_mma"),
  ptx_mma_sp: instruction("ptx_mma_sp"),
  "ptx.mma.legacy": legacyInstruction("ptx.mma_legacy", 13),
  "ptx_legacy.mma": legacyInstruction("ptx_legacy.mma", 13),
  "ptx_legacy.ldmatrix": legacyInstruction("ptx_legacy.ldmatrix", 7),
  tvm_stack_alloca: stackAlloca,
  Call: callNode,
};
