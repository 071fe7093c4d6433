/** What lints look at: functions that are no tests of an error, and their parts. */
import { latest } from "../../latest";
import { isGuarded } from "../../semantic/bindings";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import { accessesIn, type FunctionAccesses } from "../../tir/accesses";
import type { PrimFunc } from "../../tir/ir";
import type { Reading } from "../../tir/lower";
import type { UnitContext } from "../rule";

export interface PrimFuncReading extends Reading {
  readonly typed: PrimFunc;
}

/** Functions without a fault: what TVM rejects anyway needs no second opinion. */
export const soundReadings = latest(({ definitions, unit }: UnitContext): readonly Reading[] =>
  definitions.filter(({ faults, node }) => faults.length === 0 && !isGuarded(node, unit.unit.text)),
);

interface PrimFuncFound {
  readonly reading: PrimFuncReading;
  readonly found: FunctionAccesses;
}

export const primFuncs = latest((context: UnitContext): readonly PrimFuncFound[] => {
  const found: PrimFuncFound[] = [];
  for (const reading of soundReadings(context))
    if (isPrimFunc(reading)) found.push({ reading, found: accessesIn(reading.typed) });
  return found;
});

function isPrimFunc(reading: Reading): reading is PrimFuncReading {
  return reading.typed.type === "PrimFunc";
}

function isInSignature(node: SyntaxNode, definition: SyntaxNode): boolean {
  let at = node;
  while (at.parent && at.parent !== definition) at = at.parent;
  return at.field !== "body";
}

/** All identifiers of a name in a function, its decorators and its own name left out. */
export function occurrencesOf(name: string, { definition }: Reading, context: UnitContext): SyntaxNode[] {
  const functions = functionsIn(context);
  let names = functions.get(definition);
  if (!names) {
    names = occurrences(definition, context);
    functions.set(definition, names);
  }
  return names.get(name) ?? [];
}

type Occurrences = ReadonlyMap<string, SyntaxNode[]>;

/** Of a unit's functions, those that have been asked about. */
const functionsIn = latest((_: UnitContext) => new Map<SyntaxNode, Occurrences>());

function occurrences(definition: SyntaxNode, context: UnitContext): Occurrences {
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
  return made;
}
