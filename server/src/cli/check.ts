import { readFileSync, writeFileSync } from "node:fs";
import { type Command, Option } from "commander";
import { createTwoFilesPatch } from "diff";
import { newestRelease } from "../api/releases";
import { t } from "../l10n";
import type { RuleSettings } from "../rules/engine";
import { rules } from "../rules/registry";
import { groups, isSelected, rulesNamed } from "../rules/selection";
import { pythonParser } from "../syntax/parser";
import { type Checker, findingsIn, fixedContent, mayHoldFindings, type Reported } from "./check-source";
import { CannotDo, type CliContext, exitCodes } from "./exit";
import { filesIn } from "./files";
import { chooseRelease } from "./release";
import { formatNames, formatReport, type ReportFormat } from "./report";
import { readSource, type Source, sourceOf, Unreadable } from "./source";

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
}

export function checkCommand(program: Command, context: CliContext): void {
  program
    .command("check")
    .description(t("Says what a TVM release does not take, and can rewrite it."))
    .argument("[path...]", t("files and folders (.py, .ipynb); - is standard input; default: this folder"))
    .option("--tvm <version>", t("the TVM release to check for (default: the newest known, {0})", newestRelease()))
    .option("--python <path>", t("check for the TVM that this interpreter has"))
    .addOption(new Option("--format <format>", t("how findings are printed")).choices(formatNames).default("text"))
    .option("--fix", t("write safe fixes into the files (with -: print the fixed text)"))
    .option("--unsafe-fixes", t("fixes that a person has to look at, too"))
    .option("--diff", t("print what --fix would change, and change nothing"))
    .option("--select <codes>", t("only these rules (codes, beginnings of codes, names or groups, with commas)"))
    .option("--ignore <codes>", t("all rules but these"))
    .option("--stdin-filename <name>", t("what standard input is to be called"), "stdin.py")
    .action((paths: string[], options: CheckOptions) => checkPaths(paths, options, context));
}

async function checkPaths(
  paths: readonly string[],
  options: CheckOptions,
  { folders, exit }: CliContext,
): Promise<void> {
  const release = await chooseRelease(options, folders);
  const settings = settingsOf(options);
  const complain = (sentence: string) => {
    process.stderr.write(`tvmscript: ${sentence}\n`);
    exit(exitCodes.failed);
  };
  const stdin = paths.length === 1 && paths[0] === "-";
  const names = stdin ? ["-"] : namesIn(paths, complain);
  const parser = await pythonParser(folders.grammar);
  const checker: Checker = { parser, release, settings, unsafe: options.unsafeFixes ?? false };
  const findings: Reported[] = [];
  for (const name of names) {
    const source = stdin ? fromStandardInput(options.stdinFilename) : readOr(name, complain);
    if (!source) continue;
    const found = mayHoldFindings(source) ? findingsIn(source, checker) : [];
    const fixed = (options.fix || options.diff) && found.length > 0 ? fixedContent(source, checker) : null;
    if (options.diff) {
      process.stdout.write(patchOf(source, fixed));
      if (found.length > 0) exit(exitCodes.findings);
      continue;
    }
    const content = fixed ?? contentOf(source);
    if (options.fix && stdin) process.stdout.write(content);
    const written = fixed !== null && (stdin || save(source.name, content, complain));
    const left = written ? findingsIn(sourceOf(source.name, Buffer.from(content)), checker) : found;
    if (left.length > 0) exit(exitCodes.findings);
    findings.push(...left);
  }
  // With --diff, and with --fix on standard input, standard output is the text.
  if (!options.diff && !(options.fix && stdin)) {
    process.stdout.write(await formatReport(options.format, findings, release));
  }
}

function namesIn(paths: readonly string[], complain: (sentence: string) => void): readonly string[] {
  const { files, problems } = filesIn(paths.length > 0 ? paths : ["."]);
  problems.forEach(complain);
  return files;
}

function readOr(name: string, complain: (sentence: string) => void): Source | null {
  try {
    return readSource(name);
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    complain(error.message);
    return null;
  }
}

function fromStandardInput(name: string): Source {
  try {
    return sourceOf(name, readFileSync(0));
  } catch (error) {
    if (error instanceof Unreadable) throw new CannotDo(error.message);
    throw error;
  }
}

function contentOf(source: Source): string {
  return source.write(source.texts.map(({ text }) => text));
}

function patchOf(source: Source, fixed: string | null): string {
  return fixed === null ? "" : createTwoFilesPatch(source.name, source.name, contentOf(source), fixed, "", "");
}

function save(name: string, content: string, complain: (sentence: string) => void): boolean {
  try {
    writeFileSync(name, content);
    return true;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? String(error);
    complain(t("{0}: cannot be written ({1}); it stays as it was.", name, reason));
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
    const known = [...Object.keys(groups), ...rules.map((each) => each.code)];
    throw new CannotDo(t("{0} is no rule; there are {1}.", word, known.join(", ")));
  }
  return words;
}
