import type { SyntaxNode } from "../../syntax/node";
import type { UnitContext } from "../rule";
import { relaxName } from "./dialect";

/** Whether the innermost function around a node is one of Relax's script dialect. */
export function isInRelaxFunction(node: SyntaxNode, context: UnitContext): boolean {
  let at: SyntaxNode | null = node;
  while (at && at.kind !== "function_definition") at = at.parent;
  const decorated = at?.parent?.kind === "decorated_definition" ? at.parent : null;
  if (!decorated) return false;
  return context.uses.names.some((use) => {
    if (relaxName(use) !== "function") return false;
    const up = use.node.parent?.kind === "call" ? use.node.parent.parent : use.node.parent;
    return up?.kind === "decorator" && up.parent === decorated;
  });
}
