import type { TextEdit } from "../position";
import { type Model, type Part, writtenText } from "../semantic/model";
import type { PlacedUnit } from "../syntax/unit";
import { compose, offsetBefore } from "./compose";
import { checkAfter, combine, type Diagnostic, type Options } from "./engine";
import type { Fix, PartEdit } from "./rule";

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

/** Makes a model of the same document with these texts, one for each part, each of which such edits of the one before made. */
export type Reread = (texts: readonly string[], edits: readonly (readonly TextEdit[])[]) => Model;

/** What there was to fix, and what is left. */
export interface FixedAll {
  /** Parts that stay as they are are left out. */
  readonly parts: readonly FixedPart[];
  readonly before: readonly Diagnostic[];
  /** In the texts after the edits; the very list `before` where nothing was fixed. */
  readonly after: readonly Diagnostic[];
}

/** Applies all fixes that can be applied, in rounds until nothing changes; parts that stay as they are are left out. */
export function fixAll(model: Model, options: FixAllOptions, reread: Reread): readonly FixedPart[] {
  return fixAndCheck(model, options, reread).parts;
}

/** As `fixAll`, with the findings before and after. */
export function fixAndCheck(model: Model, options: FixAllOptions, reread: Reread): FixedAll {
  const first = checkAfter(null, model, options);
  const done = model.parts.map((): readonly TextEdit[] => []);
  let now = model;
  let checked = first;
  /** The texts of statements that fixes would leave broken. */
  const spoilt = new Set<string>();
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const edits = editsFor(checked.found, options, spoilt);
    if (edits.size === 0) break;
    const own = now.parts.map((part) => edits.get(part) ?? []);
    const texts = now.parts.map((part, i) => applyEdits(writtenText(part), own[i] ?? []));
    const next = reread(texts, own);
    // What no longer parses afterwards is not handed out: its statements stay as they are.
    const broken = errors(next, now);
    if (broken.length > errors(now, next).length) {
      const known = spoilt.size;
      for (const { unit } of unitsBefore(broken, next, now, own)) spoilt.add(unit.text);
      now = reread(now.parts.map(writtenText), []);
      checked = checkAfter(null, now, options);
      if (spoilt.size === known) break;
      continue;
    }
    for (const [i, part] of model.parts.entries()) {
      if (own[i]?.length) done[i] = compose(done[i] ?? [], own[i], writtenText(part).length);
    }
    now = next;
    checked = checkAfter(checked, now, options);
  }
  const parts = model.parts.flatMap((part, i) => {
    const text = writtenText(now.parts[i] ?? part);
    return text === writtenText(part) ? [] : [{ part, text, edits: done[i] ?? [] }];
  });
  return { parts, before: first.found, after: checked.found };
}

function editsFor(
  found: readonly Diagnostic[],
  options: FixAllOptions,
  spoilt: ReadonlySet<string>,
): Map<Part, TextEdit[]> {
  const fixes = found.flatMap((diagnostic) => {
    if (diagnostic.severity === "hint" && !options.modernize) return [];
    const fix = diagnostic.fix();
    return fix && wanted(fix, options) && !fix.edits.some((edit) => isIn(edit, spoilt)) ? [fix] : [];
  });
  return byPart(combine(fixes).filter(({ part }) => options.only?.(part) ?? true));
}

function wanted(fix: Fix, { unsafe }: FixAllOptions): boolean {
  return fix.applicability === "safe" || unsafe === true;
}

function isIn(edit: PartEdit, spoilt: ReadonlySet<string>): boolean {
  return spoilt.size > 0 && unitsAt(edit.part, edit.start, edit.end).some(({ unit }) => spoilt.has(unit.text));
}

function unitsAt({ syntax }: Part, start: number, end: number): PlacedUnit[] {
  return syntax.units.filter((unit) => unit.start <= end && start <= unit.end);
}

/** The broken units of a version among those that are not in another, too. */
function errors(model: Model, other: Model): PlacedUnit[] {
  const same = new Set(other.units.map(({ unit }) => unit));
  // The tree is kept: what has changed is looked at next.
  return model.units.filter(({ unit }) => !same.has(unit) && unit.root.hasError);
}

/** What stood where some units stand after edits. */
function unitsBefore(
  units: readonly PlacedUnit[],
  after: Model,
  before: Model,
  edits: readonly (readonly TextEdit[])[],
): PlacedUnit[] {
  return units.flatMap((unit) => {
    const at = after.parts.indexOf(after.partOf(unit));
    const part = before.parts[at];
    const own = edits[at] ?? [];
    const start = offsetBefore(own, unit.start);
    return part ? unitsAt(part, start, Math.max(start, offsetBefore(own, unit.end))) : [];
  });
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
