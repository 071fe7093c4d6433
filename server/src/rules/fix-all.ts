import { diffLines } from "diff";
import type { TextEdit } from "../position";
import type { Model, Part } from "../semantic/model";
import { check, combine, type Options } from "./engine";
import type { Fix } from "./rule";

/** Rounds after which the rest is left: fixes that make each other necessary without end would be a bug of ours. */
const MAX_ROUNDS = 10;

export interface FixAllOptions extends Options {
  /** Apply fixes that need a person's eye, too. */
  readonly unsafe?: boolean;
  /** Rewrite what the release takes and calls old, too: the fixes of hints. */
  readonly modernize?: boolean;
  /** Only these parts may change. */
  readonly only?: (part: Part) => boolean;
}

export interface FixedPart {
  readonly part: Part;
  readonly text: string;
  /** In the part's text as it was, in order, none overlapping. */
  readonly edits: readonly TextEdit[];
}

/**
 * Applies all fixes that can be applied, in rounds until nothing changes; parts that stay as they are are left out.
 * @param reread makes a model of the same document with these texts, one for each part
 */
export function fixAll(model: Model, options: FixAllOptions, reread: (texts: readonly string[]) => Model): FixedPart[] {
  let now = model;
  let first: Map<Part, TextEdit[]> | null = null;
  let rounds = 0;
  while (rounds < MAX_ROUNDS) {
    const fixes = check(now, options).flatMap((diagnostic) => {
      if (diagnostic.rule.severity === "hint" && !options.modernize) return [];
      const fix = diagnostic.fix();
      return fix && wanted(fix, options) ? [fix] : [];
    });
    const edits = byPart(combine(fixes).filter(({ part }) => options.only?.(part) ?? true));
    if (edits.size === 0) break;
    const texts = now.parts.map((part) => applyEdits(part.syntax.text, edits.get(part) ?? []));
    const next = reread(texts);
    // What no longer parses afterwards is not handed out.
    if (errors(next, now) > errors(now, next)) break;
    first ??= edits;
    now = next;
    rounds++;
  }
  return model.parts.flatMap((part, i) => {
    const text = now.parts[i]?.syntax.text ?? part.syntax.text;
    if (text === part.syntax.text) return [];
    const edits = rounds === 1 ? (first?.get(part) ?? []) : editsBetween(part.syntax.text, text);
    return [{ part, text, edits }];
  });
}

function wanted(fix: Fix, { unsafe }: FixAllOptions): boolean {
  return fix.applicability === "safe" || unsafe === true;
}

/** The broken units of a version among those that are not in another, too. */
function errors(model: Model, other: Model): number {
  const same = new Set(other.units.map(({ unit }) => unit.text));
  return model.units.filter(({ unit }) => !same.has(unit.text) && unit.hasError).length;
}

function byPart(edits: readonly (TextEdit & { readonly part: Part })[]): Map<Part, TextEdit[]> {
  const found = new Map<Part, TextEdit[]>();
  for (const { part, start, end, newText } of edits) {
    const own = found.get(part) ?? [];
    found.set(part, own);
    own.push({ start, end, newText });
  }
  for (const own of found.values()) own.sort((a, b) => a.start - b.start || a.end - b.end);
  return found;
}

/** A text after edits that are in order and do not overlap. */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let out = "";
  let at = 0;
  for (const { start, end, newText } of edits) {
    out += text.slice(at, start) + newText;
    at = end;
  }
  return out + text.slice(at);
}

/** Line by line, the edits that lead from one text to another. */
export function editsBetween(before: string, after: string): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  for (const change of diffLines(before, after)) {
    const last = edits.at(-1);
    if (change.removed) {
      edits.push({ start: at, end: at + change.value.length, newText: "" });
      at += change.value.length;
    } else if (change.added) {
      if (last && last.end === at) edits[edits.length - 1] = { ...last, newText: last.newText + change.value };
      else edits.push({ start: at, end: at, newText: change.value });
    } else at += change.value.length;
  }
  return edits;
}
