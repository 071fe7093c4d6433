import type { Span } from "../../position";
import { functionAround } from "../../semantic/scopes";
import type { Use } from "../../semantic/uses";
import { child, type SyntaxNode } from "../../syntax/node";
import type { UnitContext } from "../rule";
import { pathTest } from "../scan";
import { dialectName, relaxName } from "./dialect";

/** What decorates the functions that `relaxFunctionsOf` gives. */
export const namesRelaxFunction = pathTest((path) => {
  const found = dialectName(path);
  return found?.dialect === "relax" && found.name === "function";
});

/** A function in Relax's script dialect. */
export interface RelaxFunction {
  readonly definition: SyntaxNode;
  /** `R.function` */
  readonly use: Use;
}

/** Whether the innermost function around a node is one of them. */
export function isInRelaxFunction(node: SyntaxNode, context: UnitContext): boolean {
  const around = functionAround(node);
  return around !== null && relaxFunctionsOf(context).some(({ definition }) => definition === around);
}

/** The unit's functions that are decorated as Relax functions. */
export function relaxFunctionsOf(context: UnitContext): RelaxFunction[] {
  return context.uses.names.flatMap((use) => {
    if (relaxName(use) !== "function") return [];
    const up =
      use.node.parent?.kind === "call" && use.node.field === "function" ? use.node.parent.parent : use.node.parent;
    const decorated = up?.kind === "decorator" ? up.parent : null;
    const definition = decorated ? child(decorated, "definition") : null;
    return definition?.kind === "function_definition" ? [{ definition, use }] : [];
  });
}

/** The innermost Relax function that a place of the unit is in. */
export function relaxFunctionAt({ start, end }: Span, context: UnitContext): RelaxFunction | null {
  const around = relaxFunctionsOf(context).filter(
    ({ definition: { start: from, end: to } }) => from <= start && end <= to,
  );
  return around.reduce<RelaxFunction | null>(
    (inner, each) => (inner && inner.definition.start > each.definition.start ? inner : each),
    null,
  );
}
