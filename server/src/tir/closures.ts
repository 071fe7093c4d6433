/** Values from around a function (`N = 128`, `index = tvm.tirx.Ramp(0, 1, 4)`), read where they are made and shown where they are used. */
import type { SyntaxNode } from "../syntax/node";
import { evaluate } from "./expressions";
import type { Source } from "./ir";
import { Lowering, type LoweringContext } from "./lowering";
import type { Value } from "./values";

/** Where a name around the function gets its value: once, and nowhere else. */
export interface Closure {
  readonly value: SyntaxNode;
  /** The name is one of several that the value is unpacked into. */
  readonly index: number | null;
  /** What is known at that place. */
  readonly context: LoweringContext;
}

/** A circle of names would never end. */
const DEEPEST = 16;

/** The value, all of it at the place where it is used; null where only running the program could tell. */
export function closureValue(closure: Closure, low: Lowering, source: Source): Value | null {
  if (low.closures >= DEEPEST) return null;
  const outer = new Lowering(closure.context);
  outer.closures = low.closures + 1;
  const all = evaluate(outer, closure.value);
  const value = closure.index === null ? all : all.type === "tuple" ? all.items[closure.index] : undefined;
  return value ? placedAt(value, source) : null;
}

function placedAt(value: Value, source: Source): Value | null {
  switch (value.type) {
    case "none":
    case "bool":
    case "int":
    case "float":
    case "str":
    case "api":
    case "module":
    case "let":
      return { ...value, source };
    case "tuple": {
      const items = value.items.map((each) => placedAt(each, source));
      return items.every((each) => each !== null) ? { ...value, items, source } : null;
    }
    case "dict": {
      const entries = value.entries.map(([key, each]) => [placedAt(key, source), placedAt(each, source)] as const);
      if (!entries.every((each): each is readonly [Value, Value] => each[0] !== null && each[1] !== null)) return null;
      return { ...value, entries, source };
    }
    case "slice": {
      const at = (part: Value | null): Value | null => part && placedAt(part, source);
      return { ...value, start: at(value.start), stop: at(value.stop), step: at(value.step), source };
    }
    case "expr":
    case "range":
    case "relax":
    case "relaxType":
      return { ...value, node: moved(value.node, source), source } as Value;
    default:
      return null;
  }
}

/** A copy with all nodes at one place; definitions of variables stay the ones that they are. */
function moved(node: unknown, source: Source): unknown {
  if (Array.isArray(node)) return node.map((each) => moved(each, source));
  if (node instanceof Map) return new Map([...node].map(([key, each]) => [key, moved(each, source)]));
  if (typeof node !== "object" || node === null || !("span" in node)) return node;
  const copy = Object.entries(node).map(([key, each]) => [key, key === "span" ? source.span : moved(each, source)]);
  return Object.fromEntries(copy);
}
