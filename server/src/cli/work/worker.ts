import { parentPort, workerData } from "node:worker_threads";
import type { Folders } from "../../folders";
import { useLocale } from "../../l10n";
import { type GrammarCode, pythonParser } from "../../syntax/parser";
import { type Job, type Outcome, perform } from "./job";
import { type Posted, takeFrom, type WorkerData } from "./pool";

/** What a thread needs to work on files. */
export interface Work {
  readonly job: Job;
  readonly files: readonly string[];
  readonly folders: Folders;
  readonly locale: string | undefined;
  /** Compiled once, by the thread that starts the others. */
  readonly grammar: GrammarCode;
}

/** The program of a worker thread. */
export async function work(): Promise<void> {
  const given = workerData as WorkerData<Work>;
  const { job, files, folders, locale, grammar } = given.data;
  useLocale(locale, folders.messages);
  const parser = await pythonParser(folders.grammar, grammar);
  takeFrom(given, (index) => {
    const posted: Posted<Outcome> = { index, outcome: perform(job, files[index] ?? "", parser) };
    parentPort?.postMessage(posted);
  });
}
