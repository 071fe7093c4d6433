import { childOfKind, type SyntaxNode } from "../syntax/node";
import type { PartEdit, UnitContext } from "./rule";
import type { PrimFunc } from "./script/prim-funcs";

/**
 * Where arguments are added to a decorator, and as what: behind those that it has.
 * @param name the decorator without its brackets
 */
export function newArgument(
  name: SyntaxNode,
  call: SyntaxNode | null,
  written: string,
): { readonly at: number; readonly text: string } {
  const list = call && childOfKind(call, "argument_list");
  const last = list?.children.filter((each) => each.kind !== "comment").at(-1);
  if (last) return { at: last.end, text: `, ${written}` };
  return list ? { at: list.start + 1, text: written } : { at: name.end, text: `(${written})` };
}

export function addDecoratorArgument({ use, call }: PrimFunc, written: string, context: UnitContext): PartEdit {
  const { at, text } = newArgument(use.node, call, written);
  return context.edit({ start: at, end: at }, text);
}
