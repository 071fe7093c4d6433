import { type Command, Option } from "commander";
import { t } from "../l10n";
import type { Migrated, MigrateOptions } from "../migrate/migrate-source";
import { originOfUntold } from "../migrate/untold";
import { CannotDo, type CliContext, exitCodes } from "./exit";
import { filesIn } from "./files";
import { uncommitted } from "./git";
import { type MigrateFormat, type MigrateReport, migrateFormats, reportMigration } from "./migrate-report";
import { printPatch } from "./patch";
import { reasonOf } from "./reason";
import { releaseNamed } from "./release";
import { readSource } from "./source";
import type { Job, Outcome } from "./work/job";
import { performAll } from "./work/perform-all";
import { replaceFile } from "./write-file";

interface MigrateArguments {
  readonly to: string;
  readonly from?: string;
  readonly diff?: boolean;
  readonly write?: boolean;
  readonly unsafeFixes?: boolean;
  readonly modernize?: boolean;
  readonly allowDirty?: boolean;
  readonly cache: boolean;
  readonly format: MigrateFormat;
}

export function migrateCommand(program: Command, context: CliContext): void {
  program
    .command("migrate")
    .description(t("Rewrites code for another TVM release, and lists what is left for a person."))
    .argument("[path...]", t("files and folders (.py, .ipynb, .md, .sh, tasks.json); default: this folder"))
    .requiredOption("--to <version>", t("the TVM release to write for"))
    .option("--from <version>", t("the release that the code was written for (default: found out)"))
    .addOption(new Option("--diff", t("print what would change, as a patch")).conflicts("write"))
    .option("--write", t("write the files that change"))
    .option("--unsafe-fixes", t("fixes that a person has to look at, too"))
    .option("--modernize", t("rewrite what the release takes and calls old, too"))
    .option("--allow-dirty", t("write files with changes that git has not committed, too"))
    .option("--no-cache", t("read all files anew, and keep nothing in the cache"))
    .addOption(new Option("--format <format>", t("how the result is printed")).choices(migrateFormats).default("text"))
    .action((paths: string[], options: MigrateArguments) => migratePaths(paths, options, context));
}

async function migratePaths(
  paths: readonly string[],
  options: MigrateArguments,
  { folders, exit }: CliContext,
): Promise<void> {
  const to = releaseNamed(options.to);
  const from = options.from === undefined ? undefined : releaseNamed(options.from);
  const problems: string[] = [];
  const complain = (sentence: string): void => {
    problems.push(sentence);
    process.stderr.write(`tvmscript: ${sentence}\n`);
    exit(exitCodes.failed);
  };
  const found = filesIn(paths.length > 0 ? paths : ["."]);
  found.problems.forEach(complain);
  const how: MigrateOptions = {
    to,
    unsafe: options.unsafeFixes ?? false,
    modernize: options.modernize ?? false,
    ...(from === undefined ? {} : { from }),
  };
  const stop = new Stop();
  const job: Job = { kind: "migrate", how, before: options.diff ?? false };
  // What is written is taken from files as they are now.
  const cachedAs = options.cache && !options.write ? paths : null;
  const perform = (what: Job, files: readonly string[]) =>
    performAll(what, files, { folders, cachedAs, signal: stop.signal });
  const outcomes = await perform(job, found.files);
  const origin = from === undefined && !stop.signal.aborted ? originOfUntold(migratedOf(outcomes)) : null;
  if (origin !== null) {
    const open = outcomes.flatMap(({ migrated }, at) => (migrated?.age === "open" ? [at] : []));
    const files = open.map((at) => found.files[at] ?? "");
    const again = await perform({ ...job, how: { ...how, from: origin } }, files);
    for (const [i, at] of open.entries()) outcomes[at] = again[i] ?? {};
  }
  if (stop.signal.aborted) throw new CannotDo(t("stopped: nothing was written."));
  for (const { problems: own } of outcomes) own?.forEach(complain);
  const results = migratedOf(outcomes);
  const written = options.write ? write(outcomes, options.allowDirty ?? false, complain) : null;
  stop.end();
  const report: MigrateReport = {
    to,
    from: from ?? null,
    read: found.files.length,
    results,
    written,
    problems,
    pages: folders.root,
  };
  if (needsPerson(report)) exit(exitCodes.findings);
  const text = await reportMigration(options.format, report);
  if (!options.diff) process.stdout.write(text);
  else {
    // Standard output is a patch that can be applied.
    outcomes.forEach(printChange);
    process.stderr.write(text);
  }
}

function migratedOf(outcomes: readonly Outcome[]): Migrated[] {
  return outcomes.flatMap(({ migrated }) => (migrated ? [migrated] : []));
}

function printChange({ migrated, before, bytes }: Outcome): void {
  if (!migrated || migrated.content === null || before === undefined) return;
  const { file: name, content } = migrated;
  printPatch({ name, before, content, source: bytes ? () => readSource(name) : null });
}

/** Writes what changed; the files that were written. */
function write(
  outcomes: readonly Outcome[],
  allowDirty: boolean,
  complain: (sentence: string) => void,
): ReadonlySet<string> {
  const changed = outcomes.flatMap(({ migrated, bytes }) =>
    migrated && migrated.content !== null ? [{ file: migrated.file, content: bytes ?? migrated.content }] : [],
  );
  const dirty = allowDirty ? new Set<string>() : uncommitted(changed.map(({ file }) => file));
  const written = new Set<string>();
  for (const { file, content } of changed) {
    if (dirty.has(file)) {
      complain(t("{0}: not written, it has changes that git has not committed (--allow-dirty writes it).", file));
      continue;
    }
    try {
      replaceFile(file, content);
      written.add(file);
    } catch (error) {
      complain(t("{0}: cannot be written ({1}); it stays as it was.", file, reasonOf(error)));
    }
  }
  return written;
}

/** Something is left: places for a person, or rewrites that nobody has written yet. */
function needsPerson({ results, written }: MigrateReport): boolean {
  return results.some(({ file, content, left }) => left.length > 0 || (content !== null && !written?.has(file)));
}

/** Ctrl-C asks; what is being done to a file is done to its end. */
class Stop {
  private readonly controller = new AbortController();
  private readonly ask = (): void => this.controller.abort();

  constructor() {
    process.on("SIGINT", this.ask).on("SIGTERM", this.ask);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  end(): void {
    process.off("SIGINT", this.ask).off("SIGTERM", this.ask);
  }
}
