/** Small makers of Relax nodes. */
import { remembered } from "../remembered";
import type { CallSite } from "../tir/calls";
import type { Opaque, OpNode, Source } from "../tir/ir";
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
  return { type: "RelaxCall", op: operatorNamed(name, source), args, ty_args: types, span: source.span };
}

/** A call that keeps its arguments as they are written: attributes are among those. */
export function operatorCallAt(name: string, args: readonly RelaxExpr[], site: CallSite): RelaxCall {
  const { source } = site;
  return { type: "RelaxCall", op: operatorNamed(name, source), args, ty_args: NO_TYPES, span: source.span, site };
}

/** The same text each time: joined anew, it would be another to look things up by. */
const fullName = remembered((name) => `relax.${name}`);

function operatorNamed(operator: string, { span }: Source): OpNode {
  const name = fullName(operator);
  return { type: "Op", name, span, text: name };
}

const NO_TYPES: RelaxCall["ty_args"] = [];

/** A type that is not known but for its kind. */
export function opaqueType(of: string, { span }: Source): Opaque {
  return { type: "Opaque", category: "type", dtype: null, span, of };
}

export function useVar(def: RelaxVariable, source: Source): RelaxVar {
  return { type: "RelaxVar", def, span: source.span };
}
