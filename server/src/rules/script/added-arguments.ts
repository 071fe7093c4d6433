import type { UnitContext } from "../rule";
import { mustBePrivate } from "./compared";
import { checkingModule, illFormedIn } from "./ill-formed";
import { type PrimFunc, saysSTir } from "./prim-funcs";

/** What is added to the decorator of an older function, by whichever rule comes first: each writes the others', too. */
export function decoratorArguments(fn: PrimFunc, context: UnitContext): string {
  const added: string[] = [];
  if (mustBePrivate(fn, context)) added.push("private=True");
  if (!checkingModule(fn, context) && illFormedIn(fn, context).length > 0) added.push("check_well_formed=False");
  if (!saysSTir(fn, context)) added.push("s_tir=True");
  return added.join(", ");
}
