import { type ScriptFact, scriptFact } from "../../api/script-facts";
import { classAround } from "../../semantic/scopes";
import type { SyntaxNode } from "../../syntax/node";
import type { UnitContext } from "../rule";
import { tirName } from "./dialect";
import { type FreeName, freeNames } from "./free-names";
import { loopVariablesInBlocks } from "./loop-variables";
import { hasOldDecorator, isUnchecked, type PrimFunc } from "./prim-funcs";

/** What makes a function of an older release ill-formed for the targeted one. */
export interface IllFormed {
  readonly name: SyntaxNode;
  readonly kind: FreeName["kind"] | "loop";
}

/**
 * Of a function that was written for an older release, what the check that functions are well-formed rejects, and did not when
 * it was written. Functions of a module are checked with it: of those nothing is said.
 */
export function illFormedIn(fn: PrimFunc, context: UnitContext): readonly IllFormed[] {
  if (tirName(fn.use) !== "prim_func" || !hasOldDecorator(fn, context) || isUnchecked(fn, context)) return [];
  if (classAround(fn.definition) || context.unit.shells.length > 0) return [];
  const has = (fact: ScriptFact) => scriptFact(fact, context.release);
  const [loop] = has("loop-variables-end-at-blocks") ? loopVariablesInBlocks(fn, context) : [];
  return [
    ...(has("variables-are-defined") ? freeNames(fn, context) : []),
    ...(loop ? [{ name: loop, kind: "loop" as const }] : []),
  ];
}
