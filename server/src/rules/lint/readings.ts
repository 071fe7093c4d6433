/** What lints look at: functions that are no tests of an error, and their parts. */
import { isGuarded } from "../../semantic/bindings";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import { accessesIn, type FunctionAccesses } from "../../tir/accesses";
import type { PrimFunc } from "../../tir/ir";
import type { Reading } from "../../tir/lower";
import type { UnitContext } from "../rule";

export interface PrimFuncReading extends Reading {
  readonly typed: PrimFunc;
}

const sound = new WeakMap<readonly Reading[], readonly Reading[]>();

/** Functions without a fault: what TVM rejects anyway needs no second opinion. */
export function soundReadings(context: UnitContext): readonly Reading[] {
  const { definitions } = context;
  let found = sound.get(definitions);
  if (!found) {
    found = soundOf(context);
    sound.set(definitions, found);
  }
  return found;
}

function soundOf(context: UnitContext): Reading[] {
  return context.definitions.filter(
    ({ faults, node }) => faults.length === 0 && !isGuarded(node, context.unit.unit.text),
  );
}

export function primFuncs(
  context: UnitContext,
): { readonly reading: PrimFuncReading; readonly found: FunctionAccesses }[] {
  return soundReadings(context)
    .filter((reading): reading is PrimFuncReading => reading.typed.type === "PrimFunc")
    .map((reading) => ({ reading, found: accessesIn(reading.typed) }));
}

function isInSignature(node: SyntaxNode, definition: SyntaxNode): boolean {
  let at = node;
  while (at.parent && at.parent !== definition) at = at.parent;
  return at.field !== "body";
}

/** All identifiers of a name in a function, its decorators and its own name left out. */
export function occurrencesOf(name: string, { definition }: Reading, context: UnitContext): SyntaxNode[] {
  return occurrences(definition, context).get(name) ?? [];
}

const known = new WeakMap<SyntaxNode, ReadonlyMap<string, SyntaxNode[]>>();

function occurrences(definition: SyntaxNode, context: UnitContext): ReadonlyMap<string, SyntaxNode[]> {
  let found = known.get(definition);
  if (!found) {
    const made = new Map<string, SyntaxNode[]>();
    const add = (name: string, node: SyntaxNode): void => {
      const own = made.get(name);
      if (own) own.push(node);
      else made.set(name, [node]);
    };
    const own = child(definition, "name");
    walk(definition, (node) => {
      if (node.kind === "identifier" && node !== own) add(context.text(node), node);
      // A size in an annotation may be an expression in quotes.
      if (node.kind === "string" && isInSignature(node, definition))
        for (const [name] of context.text(node).matchAll(/[A-Za-z_]\w*/g)) add(name, node);
    });
    found = made;
    known.set(definition, found);
  }
  return found;
}
