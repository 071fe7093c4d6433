import type { Folders } from "../folders";
import { t } from "../l10n";
import type { WorkerError } from "../protocol";
import { joinTexts, splitRange } from "../syntax/joined";
import { withoutMagics } from "../syntax/magics";
import { Engine, type Source as EngineSource } from "../tvm/engine";
import { findInterpreter } from "../tvm/interpreter";
import { CannotDo, type CliContext, exitCodes } from "./exit";
import { readSource, type Source, Unreadable } from "./source";

/** What FILE::NAME names: a definition, or the file's only one. */
export interface Named {
  readonly source: Source;
  readonly engineSource: EngineSource;
  /** `Module.main`; undefined where only a file was named. */
  readonly name: string | undefined;
  /** `file:line:column`, in a notebook `file[cell]:line:column`, all but the cell counted from one; the file where there is no range. */
  place(error: WorkerError): string;
}

/** @throws CannotDo where the file cannot be read */
export function namedDefinition(argument: string): Named {
  const at = argument.lastIndexOf("::");
  const file = at < 0 ? argument : argument.slice(0, at);
  const name = at < 0 ? undefined : argument.slice(at + 2) || undefined;
  const source = read(file);
  const joined = joinTexts(source.texts.map(({ cell, text }) => (cell === null ? text : withoutMagics(text))));
  return {
    source,
    engineSource: { fileName: file, text: joined.text },
    name,
    place: ({ range }) => {
      if (!range) return file;
      const { index, range: own } = splitRange(joined, range);
      const cell = source.texts[index]?.cell ?? null;
      return `${cell === null ? file : `${file}[${cell}]`}:${own.start.line + 1}:${own.start.character + 1}`;
    },
  };
}

/** How the engine is called from a terminal. */
interface Call {
  readonly signal: AbortSignal;
  readonly onProgress: (message: string) => void;
  /** Takes the line about the progress away: what is written next begins a line, as a problem matcher wants it. */
  readonly endProgress: () => void;
}

/** Does something with the TVM of an interpreter; ctrl-c ends it there too. @throws CannotDo where there is no such interpreter */
export async function withEngine<Result>(
  python: string | undefined,
  folders: Folders,
  work: (engine: Engine, call: Call) => Promise<Result>,
): Promise<Result> {
  const found = await findInterpreter(python);
  if (!found.ok) throw new CannotDo(found.error.message);
  const engine = new Engine({ interpreter: found.interpreter, workerDir: folders.worker, cwd: process.cwd() });
  const controller = new AbortController();
  const cancel = () => controller.abort();
  process.once("SIGINT", cancel);
  const onProgress = (message: string): void => {
    if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${message}`);
  };
  const endProgress = (): void => onProgress("");
  try {
    return await work(engine, { signal: controller.signal, onProgress, endProgress });
  } finally {
    endProgress();
    process.removeListener("SIGINT", cancel);
    engine.dispose();
  }
}

/**
 * A failure on standard error, with the exit status that it means: what TVM or the code itself is at fault for is a
 * finding, at its place as `file:line:column: error: message`; the rest could not be done.
 */
export function reportFailure(named: Named, error: WorkerError, { exit }: CliContext, verbose: boolean): void {
  const isFinding = error.kind === "tvm-error" || error.kind === "syntax" || error.kind === "user-code";
  process.stderr.write(
    isFinding ? `${named.place(error)}: error: ${error.message}\n` : `tvmscript: ${error.message}\n`,
  );
  if (error.detail) {
    if (verbose) process.stderr.write(`${error.detail.trimEnd()}\n`);
    else if (error.kind === "crash") process.stderr.write(`${t("(--verbose prints all that was said)")}\n`);
  }
  exit(isFinding ? exitCodes.findings : exitCodes.failed);
}

function read(file: string): Source {
  try {
    return readSource(file);
  } catch (error) {
    if (error instanceof Unreadable) throw new CannotDo(error.message);
    throw error;
  }
}
