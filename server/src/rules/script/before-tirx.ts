import { latest } from "../../latest";
import type { UnitContext, UnitScan } from "../rule";
import { isDocumentFromBeforeTirx, mayDocumentBeFromBeforeTirx } from "./document-origin";
import {
  hasOldDecorator,
  isSaidToBe,
  lacksSTir,
  namesBlock,
  namesOldPrimFunc,
  namesPrimFunc,
  type PrimFunc,
  saysSTir,
} from "./prim-funcs";

const WITHOUT_S_TIR = /\bprim_func\b(?!\s*\([^()]*\bs_tir\b)/;

/** Whether there can be a function in the unit of which `isFromBeforeTirx` says yes. */
export const mayBeFromBeforeTirx = latest((unit: UnitScan): boolean => {
  if (!unit.mentions(namesPrimFunc)) return false;
  if (unit.mentions(namesOldPrimFunc) || isSaidToBe(unit)) return true;
  // Where the name is not written so, it has been given another.
  const isWithout = WITHOUT_S_TIR.test(unit.text) || !unit.text.includes("prim_func");
  return isWithout && (unit.mentions(namesBlock) || mayDocumentBeFromBeforeTirx(unit));
});

/**
 * Whether the function was certainly written for a release before TIRx took over `T.prim_func` (0.25), in which what it
 * says can have another meaning than now.
 */
export function isFromBeforeTirx(fn: PrimFunc, context: UnitContext): boolean {
  if (isSaidToBe(context) || hasOldDecorator(fn, context) || lacksSTir(fn, context)) return true;
  return !saysSTir(fn, context) && isDocumentFromBeforeTirx(context.model, context.release);
}
