import { readFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { newestRelease } from "../api/releases";
import { t } from "../l10n";
import type { RuleSettings } from "../rules/engine";
import { rules } from "../rules/registry";
import { groups, isSelected, rulesNamed } from "../rules/selection";
import { withParser } from "../syntax/parser";
import { mayHoldFindings, type Reported } from "./check-source";
import { CannotDo, type CliContext, exitCodes } from "./exit";
import { filesIn } from "./files";
import { printPatch } from "./patch";
import { reasonOf } from "./reason";
import { chooseRelease } from "./release";
import { formatNames, formatReport, type ReportFormat } from "./report";
import { encoded, readSource, type Source, sourceOf, Unreadable } from "./source";
import { type CheckJob, done, type Fixed, type Outcome } from "./work/job";
import { performAll } from "./work/perform-all";
import { replaceFile } from "./write-file";

interface CheckOptions {
  readonly tvm?: string;
  readonly python?: string;
  readonly format: ReportFormat;
  readonly fix?: boolean;
  readonly unsafeFixes?: boolean;
  readonly diff?: boolean;
  readonly select?: string;
  readonly ignore?: string;
  readonly stdinFilename: string;
  readonly cache: boolean;
}

export function checkCommand(program: Command, context: CliContext): void {
  program
    .command("check")
    .description(t("Says what a TVM release does not take, and can rewrite it."))
    .argument(
      "[path...]",
      t("files and folders (.py, .ipynb, .md, .sh, tasks.json); - is standard input; default: this folder"),
    )
    .option("--tvm <version>", t("the TVM release to check for (default: the newest known, {0})", newestRelease()))
    .option("--python <path>", t("check for the TVM that this interpreter has"))
    .addOption(new Option("--format <format>", t("how findings are printed")).choices(formatNames).default("text"))
    .option("--fix", t("write safe fixes into the files (with -: print the fixed text)"))
    .option("--unsafe-fixes", t("fixes that a person has to look at, too"))
    .option("--diff", t("print what --fix would change, and change nothing"))
    .option("--select <codes>", t("only these rules (codes, beginnings of codes, names or groups, with commas)"))
    .option("--ignore <codes>", t("all rules but these"))
    .option("--no-cache", t("read all files anew, and keep nothing in the cache"))
    .option("--stdin-filename <name>", t("what standard input is to be called"), "stdin.py")
    .action((paths: string[], options: CheckOptions) => checkPaths(paths, options, context));
}

async function checkPaths(
  paths: readonly string[],
  options: CheckOptions,
  { folders, exit }: CliContext,
): Promise<void> {
  const release = await chooseRelease(options, folders);
  const fix = !options.fix && !options.diff ? "none" : options.unsafeFixes ? "all" : "safe";
  const job: CheckJob = { kind: "check", release, settings: settingsOf(options), fix };
  if (paths.length === 1 && paths[0] === "-") return checkStandardInput(job, options, { folders, exit });
  const complain = complaintTo(exit);
  const names = namesIn(paths, complain);
  const cachedAs = options.cache && fix === "none" ? paths : null;
  const findings: Reported[] = [];
  for (const [i, outcome] of (await performAll(job, names, { folders, cachedAs })).entries()) {
    const name = names[i] ?? "";
    outcome.problems?.forEach(complain);
    const { findings: found = [], fixed } = outcome;
    if (options.diff) {
      if (fixed) printFixed(name, fixed, () => readSource(name));
      if (found.length > 0) exit(exitCodes.findings);
      continue;
    }
    const isWritten = fixed !== undefined && save(name, fixed, complain);
    const left = isWritten ? fixed.left : found;
    if (left.length > 0) exit(exitCodes.findings);
    findings.push(...left);
  }
  // With --diff standard output is the patch.
  if (!options.diff) process.stdout.write(await formatReport(options.format, findings, release));
}

/** With --fix standard output is the fixed text. */
async function checkStandardInput(job: CheckJob, options: CheckOptions, { folders, exit }: CliContext): Promise<void> {
  const source = fromStandardInput(options.stdinFilename);
  const {
    findings = [],
    fixed,
    problems = [],
  }: Outcome = mayHoldFindings(source) ? await withParser(folders.grammar, (parser) => done(job, source, parser)) : {};
  problems.forEach(complaintTo(exit));
  const left = options.diff ? findings : (fixed?.left ?? findings);
  if (left.length > 0) exit(exitCodes.findings);
  if (options.diff && fixed) printFixed(source.name, fixed, () => source);
  else if (options.diff) return;
  else if (options.fix)
    process.stdout.write(encoded(source, fixed?.content ?? source.write(source.texts.map(({ text }) => text))));
  else process.stdout.write(await formatReport(options.format, left, job.release));
}

/** Says what went wrong, a sentence at a time. */
function complaintTo(exit: CliContext["exit"]): (sentence: string) => void {
  return (sentence) => {
    process.stderr.write(`tvmscript: ${sentence}\n`);
    exit(exitCodes.failed);
  };
}

function namesIn(paths: readonly string[], complain: (sentence: string) => void): readonly string[] {
  const { files, problems } = filesIn(paths.length > 0 ? paths : ["."]);
  problems.forEach(complain);
  return files;
}

function fromStandardInput(name: string): Source {
  try {
    return sourceOf(name, readFileSync(0));
  } catch (error) {
    if (error instanceof Unreadable) throw new CannotDo(error.message);
    throw error;
  }
}

function printFixed(name: string, { before, content, bytes }: Fixed, source: () => Source): void {
  const isUtf8 = Buffer.from(content, "utf8").equals(bytes);
  printPatch({ name, before, content, source: isUtf8 ? null : source });
}

function save(name: string, { bytes }: Fixed, complain: (sentence: string) => void): boolean {
  try {
    replaceFile(name, bytes);
    return true;
  } catch (error) {
    complain(t("{0}: cannot be written ({1}); it stays as it was.", name, reasonOf(error)));
    return false;
  }
}

/** The rules that are switched off by --select and --ignore. */
function settingsOf({ select, ignore }: CheckOptions): RuleSettings {
  const selected = select === undefined ? null : wordsIn(select);
  const ignored = ignore === undefined ? [] : wordsIn(ignore);
  const off = rules.filter((rule) => !isSelected(rule, selected, ignored));
  return Object.fromEntries(off.map(({ code }) => [code, "off" as const]));
}

function wordsIn(list: string): string[] {
  const words = list
    .split(",")
    .map((word) => word.trim())
    .filter((word) => word !== "");
  for (const word of words) {
    if (rulesNamed(word).length > 0) continue;
    const codes = rules.map((each) => each.code).sort();
    const known = [Object.keys(groups).join(", "), codes[0] ?? "", codes.at(-1) ?? ""] as const;
    throw new CannotDo(
      t("{0} is no rule; there are the groups {1}, and {2} to {3} (docs/rules/README.md lists them).", word, ...known),
    );
  }
  return words;
}
