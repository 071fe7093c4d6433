/** Python's operators on Relax expressions: `x + y` is `R.add(x, y)`. */
import type { Found } from "../tir/faults";
import type { Source } from "../tir/ir";
import type { Lowering } from "../tir/lowering";
import { unknown, type Value } from "../tir/values";
import { kindOf } from "./argument-kinds";
import { toRelax } from "./convert";
import { inferType } from "./inference";
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

/** Operators that no release knows on tensors. */
const UNKNOWN = new Set(["@", "<<", ">>", "&", "|", "^"]);

export function relaxOperate(operator: string, a: Value, b: Value, source: Source): Value {
  const name = OPERATORS[operator];
  if (!name || a.type === "opaque" || b.type === "opaque") return unknown(source);
  return relax(operatorCall(name, [toRelax(a), toRelax(b)], source));
}

/** Values that are made no constant of. */
const NO_OPERAND = new Set<Found>(["none", "tuple", "dict", "api", "relaxType", "lambda", "module", "set"]);

/** Notes an operator that TVM doesn't know between these operands, and gives up on the expression then. */
export function checkOperands(low: Lowering, operator: string, a: Value, b: Value, { span }: Source): void {
  if (!span || !low.checksNames) return;
  if (operator === "@" && (a.type === "relax" || b.type === "relax"))
    low.reject({ kind: "relax-operand", span, wrong: "operator", operator });
  if (!(isTensor(low, a) || isTensor(low, b))) return;
  const reject = (wrong: "number" | "text" | "operator"): never =>
    low.reject({ kind: "relax-operand", span, wrong, operator });
  const other = a.type === "relax" ? b : a;
  if (other.type === "opaque") return;
  const isEquality = operator === "==" || operator === "!=";
  if (UNKNOWN.has(operator) || (isEquality && low.since("0.26"))) reject("operator");
  if (!Object.hasOwn(OPERATORS, operator)) return;
  if (other.type === "str") reject("text");
  const left = kindOf(a);
  const right = kindOf(b);
  if (left && right && NO_OPERAND.has(kindOf(other) as Found))
    low.reject({ kind: "operand-kinds", span, operator, left, right });
  if (other.type === "int" || other.type === "float" || other.type === "bool") reject("number");
}

/** An operator of one operand, that tensors don't have; and those that ask whether something is true. */
export function checkOperand(low: Lowering, operator: string, value: Value, { span }: Source): void {
  if (span && low.checksNames && isTensor(low, value))
    low.reject({ kind: "relax-operand", span, wrong: "operator", operator });
}

function isTensor(low: Lowering, value: Value): boolean {
  if (value.type !== "relax") return false;
  const type = inferType(value.node, low);
  return type?.type === "TensorType";
}
