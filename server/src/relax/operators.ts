/** Python's operators on Relax expressions: `x + y` is `R.add(x, y)`. */
import type { Source } from "../tir/ir";
import { unknown, type Value } from "../tir/values";
import { toRelax } from "./convert";
import { operatorCall, relax } from "./make";

const OPERATORS: Readonly<Record<string, string>> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "//": "floor_divide",
  "**": "power",
  "%": "mod",
  "<": "less",
  ">": "greater",
  "<=": "less_equal",
  ">=": "greater_equal",
};

export function relaxOperate(operator: string, a: Value, b: Value, source: Source): Value {
  const name = OPERATORS[operator];
  if (!name || a.type === "opaque" || b.type === "opaque") return unknown(source);
  return relax(operatorCall(name, [toRelax(a), toRelax(b)], source));
}
