import path from "node:path";
import type { Release } from "../api/releases";
import { isChinese, messageLocale, t } from "../l10n";
import type { Migrated, RuleCount } from "../migrate/migrate-source";
import { originText } from "../migrate/origin";
import { changesIn, originIn } from "../migrate/totals";
import { sentences } from "../sentences";
import type { Reported } from "./check-source";
import { columns } from "./columns";
import { formatReport } from "./report";

/** What a migration came to. */
export interface MigrateReport {
  readonly to: Release;
  /** As a person said it. */
  readonly from: Release | null;
  /** How many files were looked at. */
  readonly read: number;
  /** Of the files that can hold a finding. */
  readonly results: readonly Migrated[];
  /** The files that were written; null where none was to be. */
  readonly written: ReadonlySet<string> | null;
  readonly problems: readonly string[];
  /** The folder in which the pages about rules lie. */
  readonly pages: string;
}

type Formatter = (report: MigrateReport) => string | Promise<string>;

const formatters = { text, json, sarif } satisfies Record<string, Formatter>;

export type MigrateFormat = keyof typeof formatters;

export const migrateFormats = Object.keys(formatters) as MigrateFormat[];

export function reportMigration(format: MigrateFormat, report: MigrateReport): string | Promise<string> {
  return formatters[format](report);
}

/** The finding at its place in the file as it now is. */
function placed(each: Migrated["left"][number], written: MigrateReport["written"]): Reported {
  const { before, ...report } = each;
  return written?.has(each.file) ? report : { ...report, range: before };
}

function text(report: MigrateReport): string {
  const { to, read, results, written } = report;
  const origin = originIn(report.from, results);
  const changed = results.filter(({ content }) => content !== null);
  const left = results.flatMap((result) => result.left.map((each) => placed(each, written)));
  const old = results.reduce((sum, result) => sum + result.old, 0);
  const lines: string[] = [];
  const section = (title: string, rows: readonly (readonly string[])[]): void => {
    if (rows.length > 0) lines.push("", title, ...columns(rows));
  };
  lines.push(
    origin === null
      ? t("To TVM {0}: {1} read.", to, files(read))
      : t("To TVM {0}, from TVM {1}: {2} read.", to, originText(origin), files(read)),
  );
  section(
    t("Changes"),
    changesIn(results).map(({ code, rule, count, files: holding }) => [
      code,
      rule,
      String(count),
      t("in {0}", files(holding)),
    ]),
  );
  section(
    t("Files"),
    results
      .filter(({ content, left: own }) => content !== null || own.length > 0)
      .map(({ file, content, changes, left: own }) => [
        file,
        content === null ? "" : stateOf(file, countOf(changes), written),
        own.length === 0 ? "" : t("{0} left", own.length),
      ]),
  );
  if (left.length > 0) {
    lines.push("", t("Left for a person"));
    for (const { file, cell, range, severity, code, message, page } of left) {
      const place = cell === null ? file : `${file}[${cell}]`;
      lines.push(
        `${place}:${range.start.line + 1}:${range.start.character + 1}: ${severity} ${code} ${message} (${pageFor(page)})`,
      );
    }
    lines.push(t("The pages lie in {0}.", report.pages));
  }
  lines.push("", summary(report, changed, left.length));
  if (old === 1) lines.push(t("1 place still works and is called old: --modernize rewrites it."));
  if (old > 1) lines.push(t("{0} places still work and are called old: --modernize rewrites them.", old));
  return `${lines.join("\n")}\n`;
}

function summary({ results, written }: MigrateReport, changed: readonly Migrated[], left: number): string {
  const countIn = (some: readonly Migrated[]) => countOf(some.flatMap(({ changes }) => changes));
  if (changed.length === 0 && left === 0) return t("Nothing to change.");
  if (written !== null) {
    const done = changed.filter(({ file }) => written.has(file));
    const said = t("{0} rewritten; {1} written; {2} left.", places(countIn(done)), files(done.length), places(left));
    const undone = changed.length - done.length;
    return undone === 0 ? said : sentences(said, t("Not written: {0}.", files(undone)));
  }
  return t(
    "{0} in {1} can be rewritten (--write does it, --diff shows it); {2} left.",
    places(countIn(results)),
    files(changed.length),
    places(left),
  );
}

function places(count: number): string {
  return count === 1 ? t("1 place") : t("{0} places", count);
}

function files(count: number): string {
  return count === 1 ? t("1 file") : t("{0} files", count);
}

function stateOf(file: string, count: number, written: MigrateReport["written"]): string {
  if (written === null) return t("{0} to rewrite", count);
  return written.has(file) ? t("{0} rewritten", count) : t("{0} not written", count);
}

/** The page in the language in which all else is said. */
function pageFor(page: string): string {
  return isChinese(messageLocale()) ? page.replace(/\.md$/, ".zh-cn.md") : page;
}

function countOf(changes: readonly RuleCount[]): number {
  return changes.reduce((sum, { count }) => sum + count, 0);
}

function json(report: MigrateReport): string {
  const { to, read, results, written, problems } = report;
  const plain = {
    to,
    from: originIn(report.from, results),
    fromIsGiven: report.from !== null,
    read,
    changes: changesIn(results),
    files: results
      .filter(({ content, left }) => content !== null || left.length > 0)
      .map(({ file, content, changes, texts, left }) => ({
        file,
        changed: content !== null,
        written: written?.has(file) ?? false,
        changes,
        edits: texts.flatMap(({ cell, edits }) => edits.map(({ range, newText }) => ({ cell, range, newText }))),
        left: left.map((each) => placed(each, written)),
      })),
    old: results.reduce((sum, { old }) => sum + old, 0),
    problems,
  };
  return `${JSON.stringify(plain, null, 2)}\n`;
}

/** What is left, as results; SARIF has no word for what was done. */
function sarif({ results, written, to }: MigrateReport): string | Promise<string> {
  const left = results.flatMap((result) => result.left.map((each) => placed(each, written)));
  return formatReport(
    "sarif",
    left.map((each) => ({ ...each, file: path.normalize(each.file) })),
    to,
  );
}
