import type { Release } from "../api/releases";
import type { Range } from "../position";
import { check, type Diagnostic, type RuleSettings } from "../rules/engine";
import { applyEdits, fixAll } from "../rules/fix-all";
import type { Fix, Severity } from "../rules/rule";
import type { Part } from "../semantic/model";
import type { TextParser } from "../syntax/text-parser";
import { SoundTexts } from "./sound-texts";
import { modelOf, type Source, SourceDocument } from "./source";

/** What is needed at every file. */
export interface Checker {
  readonly parser: TextParser;
  readonly release: Release;
  readonly settings: RuleSettings;
  /** Apply fixes that need a person's eye, too. */
  readonly unsafe: boolean;
}

export interface ReportedEdit {
  /** Where it is in another cell than the finding. */
  readonly cell?: number | null;
  readonly range: Range;
  readonly newText: string;
}

/** A finding as plain data, in the form of the command line's contract. */
export interface Reported {
  readonly file: string;
  readonly cell: number | null;
  readonly code: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly message: string;
  /** The page that explains it, in English. */
  readonly page: string;
  readonly range: Range;
  readonly fix: {
    readonly title: string;
    readonly applicability: Fix["applicability"];
    readonly edits: readonly ReportedEdit[];
  } | null;
}

/** Every finding is about a name that came from an import: a text without the word needs no parsing. */
export function mayHoldFindings(source: Source): boolean {
  return source.texts.some(({ text }) => /tvm|mlc[_-]/.test(text));
}

export function findingsIn(source: Source, { parser, release, settings }: Checker): Reported[] {
  return check(modelOf(parser, source), { release, rules: settings, once: true }).map((each) => reported(source, each));
}

export function reported(source: Source, diagnostic: Diagnostic): Reported {
  const { rule, severity, message, part } = diagnostic;
  const fix = diagnostic.fix();
  return {
    file: source.name,
    cell: part.cell,
    code: rule.code,
    rule: rule.name,
    severity,
    message,
    page: `docs/${diagnostic.page}.md`,
    range: part.syntax.lines.range(diagnostic),
    fix: fix && {
      title: fix.title,
      applicability: fix.applicability,
      edits: fix.edits.map((edit) => ({
        ...(edit.part === part ? {} : { cell: edit.part.cell }),
        range: edit.part.syntax.lines.range(edit),
        newText: edit.newText,
      })),
    },
  };
}

export interface FixedContent {
  /** The file's content after all fixes that apply; null where none does. */
  readonly content: string | null;
  /** Why some of its texts are left alone: a sentence each. */
  readonly problems: readonly string[];
}

export function fixedContent(source: Source, { parser, release, settings, unsafe }: Checker): FixedContent {
  const document = new SourceDocument(parser, source);
  const model = document.model();
  const sound = new SoundTexts(source, model);
  const options = { release, rules: settings, unsafe, only: (part: Part) => sound.has(part) };
  const fixed = fixAll(model, options, (texts, edits) => document.reread(texts, edits));
  const { problems } = sound;
  if (fixed.length === 0) return { content: null, problems };
  const texts = source.texts.map(({ text }, i) => {
    const part = fixed.find((each) => each.part === model.parts[i]);
    return part ? applyEdits(text, part.edits) : text;
  });
  return { content: source.write(texts), problems };
}
