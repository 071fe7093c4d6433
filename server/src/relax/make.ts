/** Small makers of Relax nodes. */
import type { Opaque, Source } from "../tir/ir";
import { op } from "../tir/make";
import type { Value } from "../tir/values";
import type { RelaxCall, RelaxExpr, RelaxType, RelaxVar, RelaxVariable } from "./ir";

export function relax(node: RelaxExpr): Value {
  return { type: "relax", node, source: { span: node.span } };
}

export function operatorCall(
  name: string,
  args: readonly RelaxExpr[],
  source: Source,
  types: readonly (RelaxType | Opaque)[] = [],
): RelaxCall {
  return { type: "RelaxCall", op: op(`relax.${name}`, source), args, ty_args: types, span: source.span };
}

export function useVar(def: RelaxVariable, source: Source): RelaxVar {
  return { type: "RelaxVar", def, span: source.span };
}
