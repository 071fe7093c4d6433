/** One file, written anew for another release: the core of `tvmscript migrate` and of the editor's command. Plain data out. */
import type { Release } from "../api/releases";
import { type Reported, reported } from "../cli/check-source";
import { SoundTexts } from "../cli/sound-texts";
import { type Source, SourceDocument } from "../cli/source";
import type { Range, TextEdit } from "../position";
import { offsetBefore } from "../rules/compose";
import type { Diagnostic, RuleSettings } from "../rules/engine";
import { applyEdits, type FixedPart, fixAndCheck } from "../rules/fix-all";
import { rules } from "../rules/registry";
import { type Age, ageOf } from "../rules/script/document-origin";
import { isSelected } from "../rules/selection";
import type { Model, Part } from "../semantic/model";
import type { TextParser } from "../syntax/text-parser";
import type { PlacedUnit } from "../syntax/unit";
import { type Evidence, evidenceOf, evidenceOfAge, isImport, together } from "./origin";

export interface MigrateOptions {
  /** The release to write for. */
  readonly to: Release;
  /** The release that the code was written for, where somebody said so. */
  readonly from?: Release;
  /** Apply fixes that a person has to look at, too. */
  readonly unsafe: boolean;
  /** Rewrite what the release takes and calls old, too. */
  readonly modernize: boolean;
}

/** What changes in one text of a file. Offsets and ranges count in the text as it is. */
export interface MigratedText {
  readonly cell: number | null;
  readonly edits: readonly (TextEdit & { readonly range: Range })[];
}

/** A finding that stays: something for a person. */
export interface Left extends Reported {
  /** Where it is in the text as it was. */
  readonly before: Range;
}

export interface RuleCount {
  readonly code: string;
  readonly rule: string;
  readonly count: number;
}

export interface Migrated {
  readonly file: string;
  /** The file's new content; null where nothing changes. */
  readonly content: string | null;
  readonly texts: readonly MigratedText[];
  /** What the edits put an end to, by rule. */
  readonly changes: readonly RuleCount[];
  readonly left: readonly Left[];
  /** Findings that say only that there is a better way now, and were not asked to be rewritten. */
  readonly old: number;
  readonly evidence: Evidence;
  /** Why some of the file's texts are left alone: a sentence each. */
  readonly problems: readonly string[];
  /** Of when its PrimFuncs are; null where it has none. */
  readonly age: Age | null;
}

/** A migration is about what changed in TVM's API: of other mistakes it says nothing. */
const settings: RuleSettings = Object.fromEntries(
  rules.filter((rule) => !isSelected(rule, ["api"], [])).map((rule) => [rule.code, "off"]),
);

export function migrateSource(
  source: Source,
  parser: TextParser,
  { to, from, unsafe, modernize }: MigrateOptions,
): Migrated {
  const document = new SourceDocument(parser, source);
  const model = document.model();
  const sound = new SoundTexts(source, model);
  const { parts, before, after } = fixAndCheck(
    model,
    {
      release: to,
      rules: settings,
      unsafe,
      modernize,
      only: (part) => sound.has(part),
      once: true,
      judgedLater: true,
      ...(from === undefined ? {} : { from }),
    },
    (texts, edits) => document.reread(texts, edits),
  );
  const texts = source.texts.map(({ text }, i) => {
    const part = partAt(parts, model.parts[i]);
    return part ? applyEdits(text, part.edits) : text;
  });
  const age = ageOf(model, to);
  const isOld = ({ severity }: Diagnostic) => severity === "hint";
  return {
    file: source.name,
    content: parts.length > 0 ? source.write(texts) : null,
    texts: parts.map(({ part, edits }) => ({
      cell: part.cell,
      edits: edits.map((edit) => ({ ...edit, range: part.syntax.lines.range(edit) })),
    })),
    changes: parts.length > 0 ? countsOf(before, after) : [],
    left: after.filter((each) => !isOld(each)).map((each) => leftOf(each, source, model, parts)),
    old: after.filter(isOld).length,
    problems: sound.problems,
    evidence: together(evidenceOf(model, telling(model, before)), evidenceOfAge(age)),
    age,
  };
}

function partAt(parts: readonly FixedPart[], part: Part | undefined): FixedPart | undefined {
  return parts.find((each) => each.part === part);
}

/** How many findings of each rule there were and are no more. */
function countsOf(before: readonly Diagnostic[], after: readonly Diagnostic[]): RuleCount[] {
  const counts = new Map<Diagnostic["rule"], number>();
  for (const { rule } of before) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  for (const { rule } of after) if (counts.has(rule)) counts.set(rule, (counts.get(rule) ?? 0) - 1);
  return [...counts].flatMap(([{ code, name }, count]) => (count > 0 ? [{ code, rule: name, count }] : []));
}

function leftOf(diagnostic: Diagnostic, source: Source, model: Model, parts: readonly FixedPart[]): Left {
  const isWarning = diagnostic.severity === "error" && diagnostic.isUnread();
  const report = reported(source, isWarning ? { ...diagnostic, severity: "warning" } : diagnostic);
  const part = model.parts.find(({ uri }) => uri === diagnostic.part.uri);
  const edits = partAt(parts, part)?.edits;
  if (!part || !edits) return { ...report, before: report.range };
  const start = offsetBefore(edits, diagnostic.start);
  const end = Math.max(start, offsetBefore(edits, diagnostic.end));
  return { ...report, before: part.syntax.lines.range({ start, end }) };
}

/** The units whose names say most: imports, and where something was found. */
function telling(model: Model, found: readonly Diagnostic[]): Set<PlacedUnit> {
  const units = new Set<PlacedUnit>();
  for (const unit of model.units) if (isImport(unit)) units.add(unit);
  for (const part of new Set(found.map((each) => each.part))) {
    const starts = found.flatMap((each) => (each.part === part ? [each.start] : [])).sort((a, b) => a - b);
    let at = 0;
    for (const unit of part.syntax.units) {
      while (at < starts.length && (starts[at] as number) < unit.start) at++;
      if (at < starts.length && (starts[at] as number) < unit.end && !unit.unit.shell) units.add(unit);
    }
  }
  return units;
}
