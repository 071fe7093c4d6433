/** Python's own functions, called with what only the compiled program will know. */
import { child, type SyntaxNode } from "../syntax/node";
import type { Wanted } from "./faults";
import { foundIn } from "./found";
import type { Lowering } from "./lowering";
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
  const isLength = called.type === "api" && called.name === "builtins.len";
  const wrong = args.find((each) => isComputed(each) || (isLength && each.type === "buffer"));
  const { span } = wrong?.source ?? { span: null };
  const found = wrong?.type === "relax" ? "relax" : foundIn(wrong);
  if (!span || !found) return true;
  low.fault({ kind: "argument-kind", span, callee: low.text(callee), parameter: "x", expected, found });
  return false;
}

/** What has no value before the program runs. */
function isComputed(value: Value): boolean {
  if (value.type === "scalar") return true;
  if (value.type === "relax") return value.node.type === "RelaxVar" && value.node.def.ty?.type === "TensorType";
  return value.type === "expr" && /^(?:Var|BufferLoad|Add|Sub|Mul|FloorDiv|FloorMod)$/.test(value.node.type);
}
