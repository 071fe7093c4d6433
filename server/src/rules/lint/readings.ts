/** What lints look at: functions that are no tests of an error, and their parts. */
import { latest } from "../../latest";
import { isGuarded } from "../../semantic/guards";
import { child, type SyntaxNode } from "../../syntax/node";
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

/** What lints are about: functions without a fault, and PrimFuncs among them. */
export function hasFunctions(context: UnitContext): boolean {
  return soundReadings(context).length > 0;
}

export function hasPrimFuncs(context: UnitContext): boolean {
  return soundReadings(context).some(isPrimFunc);
}

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
  return findOccurrences(name, definition, context, Number.POSITIVE_INFINITY);
}

/** Whether there is one such identifier, and no other. */
export function occursOnce(name: string, { definition }: Reading, context: UnitContext): boolean {
  return findOccurrences(name, definition, context, 2).length === 1;
}

/** Looks for the name in the text, and in the tree at those places alone: a function has many more nodes than uses of a name. */
function findOccurrences(name: string, definition: SyntaxNode, context: UnitContext, limit: number): SyntaxNode[] {
  const { text } = context.unit.unit;
  const own = child(definition, "name");
  const found: SyntaxNode[] = [];
  let quoted: SyntaxNode | null = null;
  for (let at = text.indexOf(name, definition.start); at >= 0 && at < definition.end; at = text.indexOf(name, at + 1)) {
    const end = at + name.length;
    if (name === "" || isLetter(text.charCodeAt(at - 1)) || isLetterOrDigit(text.charCodeAt(end))) continue;
    for (let node: SyntaxNode | undefined = definition; node; ) {
      if (node.kind === "identifier" && node.start === at && node.end === end && node !== own) found.push(node);
      // A size in an annotation may be an expression in quotes.
      if (node.kind === "string" && node !== quoted && isInSignature(node, definition)) {
        quoted = node;
        for (const [word] of context.text(node).matchAll(/[A-Za-z_]\w*/g)) if (word === name) found.push(node);
      }
      const { children }: SyntaxNode = node;
      let below = 0;
      while (below < children.length && (children[below] as SyntaxNode).end <= at) below++;
      node = children[below];
      if (node && node.start > at) break;
    }
    if (found.length >= limit) break;
  }
  return found;
}

function isLetter(unit: number): boolean {
  return (unit >= 97 && unit <= 122) || (unit >= 65 && unit <= 90) || unit === 95;
}

function isLetterOrDigit(unit: number): boolean {
  return isLetter(unit) || (unit >= 48 && unit <= 57);
}
