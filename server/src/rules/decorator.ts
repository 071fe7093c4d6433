import { childOfKind } from "../syntax/node";
import type { PartEdit, UnitContext } from "./rule";
import type { PrimFunc } from "./script/prim-funcs";

/** Adds arguments to a decorator, behind those that it has. */
export function addDecoratorArgument({ use, call }: PrimFunc, written: string, context: UnitContext): PartEdit {
  const list = call && childOfKind(call, "argument_list");
  const last = list?.children.filter((each) => each.kind !== "comment").at(-1);
  const added = list ? (last ? `, ${written}` : written) : `(${written})`;
  const place = last ? last.end : list ? list.start + 1 : use.node.end;
  return context.edit({ start: place, end: place }, added);
}
