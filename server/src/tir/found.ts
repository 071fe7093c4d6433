import type { Found } from "./faults";
import { dtypeByName } from "./types";
import type { Value } from "./values";

const FUNCTIONS = new Set(
  (
    "serial grid parallel vectorized unroll thread_binding block sblock init reads writes where evaluate alloc_buffer " +
    "match_buffer launch_thread handle exp log sqrt rsqrt tanh sin cos sigmoid erf floor ceil round abs max min cast Cast " +
    "if_then_else Select floordiv floormod"
  ).split(" "),
);

/** Names of `T` that stand for nothing but a function, and `T` itself. */
function isFunction(path: string): boolean {
  if (path === "T" || path === "builtins.Ellipsis") return true;
  const name = path.startsWith("T.") ? path.slice(2) : "";
  return FUNCTIONS.has(name) || dtypeByName(name) !== null;
}

/** What a value is, for a fault to say; null where that is not certain, and then there is no fault. */
export function foundIn(value: Value | null | undefined): Found | null {
  if (!value) return null;
  switch (value.type) {
    case "opaque":
    case "meta":
    case "relax":
    case "relaxType":
    case "matchCast":
    case "method":
    case "module":
    case "global":
    case "let":
    case "vector":
      return null;
    case "api":
      return isFunction(value.name) ? "api" : null;
    case "expr":
      return value.node.type === "Opaque" ? null : "expr";
    case "tuple":
      return "tuple";
    default:
      return value.type;
  }
}
