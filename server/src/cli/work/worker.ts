import { parentPort, workerData } from "node:worker_threads";
import type { Folders } from "../../folders";
import { useLocale } from "../../l10n";
import { withParser } from "../../syntax/parser";
import { type Job, type Performed, perform } from "./job";
import { type Posted, takeFrom, type WorkerData } from "./pool";

/** What a thread needs to work on files. */
export interface Work {
  readonly job: Job;
  readonly files: readonly string[];
  readonly folders: Folders;
  readonly locale: string | undefined;
  readonly isStamped: boolean;
}

/** The program of a worker thread. */
export async function work(): Promise<void> {
  const given = workerData as WorkerData<Work>;
  const { job, files, folders, locale, isStamped } = given.data;
  useLocale(locale, folders.messages);
  await takeFrom(given, async (index) => {
    const outcome = await withParser(folders.grammar, (parser) => perform(job, files[index] ?? "", parser, isStamped));
    const posted: Posted<Performed> = { index, outcome };
    parentPort?.postMessage(posted);
  });
}
