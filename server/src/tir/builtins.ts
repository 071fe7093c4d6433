/** Python's own functions, called with what only the compiled program will know. */
import { child, type SyntaxNode } from "../syntax/node";
import type { Wanted } from "./faults";
import { foundIn } from "./found";
import type { Lowering } from "./lowering";
import { rankOf } from "./make";
import type { Value } from "./values";

const WANTED = new Map<string, Wanted>(
  Object.entries({
    "builtins.int": "number",
    "builtins.float": "number",
    "builtins.bool": "number",
    "builtins.abs": "number",
    "builtins.min": "number",
    "builtins.max": "number",
    "builtins.round": "number",
    "builtins.pow": "number",
    "builtins.divmod": "number",
    "builtins.len": "items",
    "builtins.sum": "items",
    "builtins.sorted": "items",
    "builtins.tuple": "items",
    "builtins.list": "items",
  } satisfies Record<string, Wanted>),
);

/** Whether the function could take its arguments, as far as they are known. */
export function checkBuiltin(low: Lowering, called: Value, args: readonly Value[], call: SyntaxNode): boolean {
  const expected = called.type === "api" ? WANTED.get(called.name) : undefined;
  if (!expected) return true;
  const callee = child(call, "function");
  if (!callee || (!low.function() && !low.checksNames)) return true;
  const isCompared = called.type === "api" && /\.(?:min|max|pow|divmod)$/.test(called.name);
  const isUnclear = ({ type }: Value): boolean => type === "opaque";
  const isAlone = called.type === "api" && /\.(?:min|max)$/.test(called.name) && args.length === 1;
  if (isCompared && !isAlone ? args.length < 2 || args.some(isUnclear) : args.length !== 1) return true;
  const items = args[0]?.type === "tuple" && isAlone ? args[0].items : [];
  // Which of several expressions is the larger nobody knows before the program runs.
  const compared = low.since("0.18") && items.length > 1 && !items.some(isUnclear) ? items.find(isComputed) : undefined;
  const summed = called.type === "api" && called.name === "builtins.sum" && isOfRows(args[0]) ? args[0] : undefined;
  const isLength = called.type === "api" && called.name === "builtins.len";
  // Before 0.26 a value of Relax's was true whatever it was.
  const isTaken = (each: Value): boolean => isCompared && each.type === "relax" && !low.since("0.26");
  const wrong =
    args.find((each) => (isComputed(each) && !isTaken(each)) || (isLength && each.type === "buffer")) ??
    compared ??
    summed;
  const { span } = wrong?.source ?? { span: null };
  const found = wrong?.type === "relax" ? "relax" : foundIn(wrong);
  if (!span || !found) return true;
  low.fault({ kind: "argument-kind", span, callee: low.text(callee), parameter: "x", expected, found });
  return false;
}

/** Functions of numbers that a library of Python's has: of an expression they know nothing. */
const OF_NUMBERS =
  /^(?:math\.(?:exp|log|log2|log10|sqrt|sin|cos|tan|tanh|asin|acos|atan|sinh|cosh|floor|ceil|fabs|pow|erf|isnan|isinf|trunc)|numpy\.(?:exp|log|sqrt|sin|cos|tan|tanh|floor|ceil|float16|float32|float64|u?int(?:8|16|32|64)))$/;

/** Whether a function of another library could take its arguments, as far as both are known. */
export function checkForeign(low: Lowering, callee: SyntaxNode, args: readonly Value[]): boolean {
  const wrong = low.function() ? args.find(isComputed) : undefined;
  const path = wrong ? low.context.resolve(callee) : null;
  const found = foundIn(wrong);
  const span = wrong?.source.span;
  if (path === null || !span || !found || !OF_NUMBERS.test(path)) return true;
  low.fault({ kind: "argument-kind", span, callee: low.text(callee), parameter: "x", expected: "number", found });
  return false;
}

/** A buffer of which an element needs more than one index. */
function isOfRows(value: Value | undefined): boolean {
  return value?.type === "buffer" && (rankOf(value.node.info) ?? 1) > 1;
}

/** What has no value before the program runs. */
export function isComputed(value: Value): boolean {
  if (value.type === "scalar") return true;
  if (value.type === "relax") return value.node.type === "RelaxVar" && value.node.def.ty?.type === "TensorType";
  return value.type === "expr" && /^(?:Var|BufferLoad|Add|Sub|Mul|FloorDiv|FloorMod)$/.test(value.node.type);
}
