import type { Found } from "./faults";
import type { Value } from "./values";

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
    case "api":
    case "module":
    case "global":
    case "let":
    case "vector":
      return null;
    case "expr":
      return value.node.type === "Opaque" ? null : "expr";
    case "tuple":
      return "tuple";
    default:
      return value.type;
  }
}
