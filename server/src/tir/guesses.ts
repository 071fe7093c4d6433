/** Types that are taken for the usual ones, where what they come from only running the program could tell. */
import { dtypeOf } from "./arithmetic";
import type { Expr, Variable } from "./ir";

/** A variable that gets its type from those expressions. */
export function typedBy(variable: Variable, from: readonly Expr[]): Variable {
  return from.some(isTypeGuessed) ? { ...variable, guessed: true } : variable;
}

/** Whether the type that an expression has here is a guess. */
export function isTypeGuessed(expr: Expr): boolean {
  switch (expr.type) {
    case "Opaque":
      return true;
    case "Var":
      return expr.def.guessed === true;
    case "BufferLoad":
      return expr.buffer.info.guessed === true || expr.indices.at(-1)?.type === "Opaque";
    case "Ramp":
      return isTypeGuessed(expr.base);
    case "Broadcast":
      return isTypeGuessed(expr.value);
    case "Select":
      return isTypeGuessed(expr.true_value) || isTypeGuessed(expr.false_value);
    case "Call":
      return expr.args.some((each) => "dtype" in each && isTypeGuessed(each as Expr));
    default:
      return "a" in expr && "b" in expr && dtypeOf(expr)?.code !== "bool" && [expr.a, expr.b].some(isTypeGuessed);
  }
}
