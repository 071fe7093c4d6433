import { type ScriptFact, scriptFact } from "../../api/script-facts";
import { classAround } from "../../semantic/scopes";
import type { SyntaxNode } from "../../syntax/node";
import type { UnitContext } from "../rule";
import { tirName } from "./dialect";
import { type FreeName, freeNames } from "./free-names";
import { loopVariablesInBlocks } from "./loop-variables";
import { classOfShell, type ModuleDecorator, moduleDecoratorOf } from "./modules";
import { hasOldDecorator, isUnchecked, type PrimFunc } from "./prim-funcs";

/** What makes a function of an older release ill-formed for the targeted one. */
export interface IllFormed {
  readonly name: SyntaxNode;
  readonly kind: FreeName["kind"] | "loop";
}

/**
 * Of a function that was written for an older release, what the check that functions are well-formed rejects, and did not when
 * it was written.
 */
export function illFormedIn(fn: PrimFunc, context: UnitContext): readonly IllFormed[] {
  if (tirName(fn.use) !== "prim_func" || !hasOldDecorator(fn, context) || isUnchecked(fn, context)) return [];
  const has = (fact: ScriptFact) => scriptFact(fact, context.release);
  const [loop] = has("loop-variables-end-at-blocks") ? loopVariablesInBlocks(fn, context) : [];
  return [
    ...(has("variables-are-defined") ? freeNames(fn, context) : []),
    ...(loop ? [{ name: loop, kind: "loop" as const }] : []),
  ];
}

/** The decorator that switches the check off: a module's, whose functions are checked with it; null: the function's own. */
export function checkingModule({ definition }: PrimFunc, context: UnitContext): ModuleDecorator | null {
  const around = classAround(definition);
  if (around) return moduleDecoratorOf(around, context.unit, context);
  const shell = context.unit.shells.at(-1);
  const own = shell && classOfShell(shell);
  return shell && own ? moduleDecoratorOf(own, shell, context) : null;
}
