import { latest } from "../../latest";
import { WantedWords } from "../../syntax/words";
import type { UnitContext, UnitScan } from "../rule";
import { someWord } from "../scan-call";
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

const PRIM_FUNC = new WantedWords(["prim_func"]);
const SAYS_S_TIR = /\s*\([^()]*\bs_tir\b/y;

/** Whether there can be a function in the unit of which `isFromBeforeTirx` says yes. */
export const mayBeFromBeforeTirx = latest((unit: UnitScan): boolean => {
  if (!unit.mentions(namesPrimFunc)) return false;
  if (unit.mentions(namesOldPrimFunc) || isSaidToBe(unit)) return true;
  return (unit.mentions(namesBlock) || mayDocumentBeFromBeforeTirx(unit)) && mayLackSTir(unit.text);
});

/** Whether one of the decorators of a text may say nothing of S-TIR. */
function mayLackSTir(text: string): boolean {
  let isNamed = false;
  const isLacking = someWord(text, PRIM_FUNC, (_, __, end) => {
    isNamed = true;
    SAYS_S_TIR.lastIndex = end;
    return !SAYS_S_TIR.test(text);
  });
  // Where the name is not written so, it has been given another.
  return isLacking || !isNamed;
}

/**
 * Whether the function was certainly written for a release before TIRx took over `T.prim_func` (0.25), in which what it
 * says can have another meaning than now.
 */
export function isFromBeforeTirx(fn: PrimFunc, context: UnitContext): boolean {
  if (isSaidToBe(context) || hasOldDecorator(fn, context) || lacksSTir(fn, context)) return true;
  return !saysSTir(fn, context) && isDocumentFromBeforeTirx(context.model, context.release);
}
