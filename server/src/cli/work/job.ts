/** What is done to one file, in whatever thread: plain data in, plain data out. */
import type { Release } from "../../api/releases";
import { t } from "../../l10n";
import { type Migrated, type MigrateOptions, migrateSource } from "../../migrate/migrate-source";
import type { RuleSettings } from "../../rules/engine";
import { ParserNeeded, type TextParser } from "../../syntax/text-parser";
import { findingsIn, fixedContent, mayHoldFindings, type Reported } from "../check-source";
import { encoded, readWhole, type Source, sourceOf, Unreadable } from "../source";
import { type Stamp, stampOf } from "./stamp";

export type Job = CheckJob | MigrateJob;

export interface CheckJob {
  readonly kind: "check";
  readonly release: Release;
  readonly settings: RuleSettings;
  /** What the file would be with fixes applied is wanted, too: safe ones, or all. */
  readonly fix: "none" | "safe" | "all";
}

export interface MigrateJob {
  readonly kind: "migrate";
  readonly how: MigrateOptions;
  /** The content as it was is wanted, too, of files that change. */
  readonly before: boolean;
}

/** What became of one file. */
export interface Outcome {
  /** Why nothing could be done to the file, or to some of its cells: a sentence each. */
  readonly problems?: readonly string[];
  readonly findings?: readonly Reported[];
  readonly fixed?: Fixed;
  readonly migrated?: Migrated;
  /** Of a file that a migration changes. */
  readonly before?: string;
  /** Its new content in the file's encoding, where that is not UTF-8. */
  readonly bytes?: Uint8Array;
}

export interface Fixed {
  readonly before: string;
  readonly content: string;
  /** The content in the file's encoding. */
  readonly bytes: Uint8Array;
  /** What is found in the new content. */
  readonly left: readonly Reported[];
}

/** An outcome, and what the file was; no stamp where none was asked for, and of what could not be read. */
export interface Performed {
  readonly outcome: Outcome;
  readonly stamp: Stamp | null;
}

/** @param isStamped whether the outcome is to be kept, and so what it is of has to be told */
export function perform(job: Job, file: string, parser: TextParser, isStamped: boolean): Performed {
  try {
    const { source, bytes, mtime } = readWhole(file);
    const outcome = mayHoldFindings(source) ? done(job, source, parser) : {};
    return { outcome, stamp: isStamped ? stampOf(bytes, mtime) : null };
  } catch (error) {
    if (error instanceof ParserNeeded) throw error;
    if (error instanceof Unreadable) return { outcome: { problems: [error.message] }, stamp: null };
    const said = error instanceof Error ? error.message : String(error);
    const problem = t("{0}: it could not be read to its end, which is a fault of this program ({1}).", file, said);
    return { outcome: { problems: [problem] }, stamp: null };
  }
}

/** The same for a text that is no file's. */
export function done(job: Job, source: Source, parser: TextParser): Outcome {
  if (job.kind === "migrate") {
    const migrated = migrateSource(source, parser, job.how);
    const told = toldOf(migrated.problems);
    if (migrated.content === null) return { migrated, ...told };
    const bytes = encoded(source, migrated.content);
    const isUtf8 = Buffer.from(migrated.content, "utf8").equals(bytes);
    return { migrated, ...told, ...(job.before && { before: contentOf(source) }), ...(!isUtf8 && { bytes }) };
  }
  const { release, settings, fix } = job;
  const checker = { parser, release, settings, unsafe: fix === "all" };
  const findings = findingsIn(source, checker);
  if (findings.length === 0) return {};
  const { content, problems } = fix === "none" ? { content: null, problems: [] } : fixedContent(source, checker);
  if (content === null) return { findings, ...toldOf(problems) };
  const bytes = encoded(source, content);
  const left = findingsIn(sourceOf(source.name, Buffer.from(bytes)), checker);
  const fixed = { before: contentOf(source), content, bytes, left };
  return { findings, fixed, ...toldOf(problems) };
}

function toldOf(problems: readonly string[]): Pick<Outcome, "problems"> {
  return problems.length > 0 ? { problems } : {};
}

function contentOf(source: Source): string {
  return source.write(source.texts.map(({ text }) => text));
}
