import { remembered } from "../remembered";
import type { Found } from "./faults";
import { dtypeByName } from "./types";
import type { Value } from "./values";

const FUNCTIONS = new Set(
  (
    "serial grid parallel vectorized unroll thread_binding block sblock init reads writes where evaluate alloc_buffer " +
    "sblock_alloc_buffer alloc_shared alloc_local decl_buffer match_buffer launch_thread env_thread handle func_attr " +
    "block_attr sblock_attr axis.remap axis.spatial axis.reduce axis.S axis.R exp exp2 log log2 sqrt rsqrt tanh sin cos " +
    "sigmoid erf floor ceil round abs max min pow cast Cast reinterpret if_then_else Select likely floordiv floormod " +
    "truncdiv truncmod ceildiv bitwise_and bitwise_or bitwise_xor shift_left shift_right call_extern address_of"
  ).split(" "),
);

/** Names of `T` that stand for nothing but a function, and `T` itself; functions of Python's. */
const isFunction = remembered((path) => {
  if (path === "T" || path === "T.axis" || path === "I" || path === "R" || path.startsWith("builtins.")) return true;
  const name = path.startsWith("T.") ? path.slice(2) : "";
  return FUNCTIONS.has(name) || dtypeByName(name) !== null;
});

/** What a value is, for a fault to say; null where that is not certain, and then there is no fault. */
export function foundIn(value: Value | null | undefined): Found | null {
  if (!value) return null;
  const { type } = value;
  if (type === "expr") return value.node.type === "Opaque" ? null : type;
  if (type === "api") return isFunction(value.name) ? type : null;
  return isCertain(type) ? type : null;
}

function isCertain(type: Value["type"]): type is Found {
  return !UNCERTAIN.has(type);
}

const UNCERTAIN = new Set<Value["type"]>([
  "opaque",
  "meta",
  "relax",
  "relaxType",
  "matchCast",
  "method",
  "module",
  "global",
  "let",
  "vector",
]);
