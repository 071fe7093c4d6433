import { parentPort, workerData } from "node:worker_threads";
import type { Folders } from "../../folders";
import { useLocale } from "../../l10n";
import { withParser } from "../../syntax/parser";
import { type Job, type Outcome, perform } from "./job";
import { type Posted, takeFrom, type WorkerData } from "./pool";

/** What a thread needs to work on files. */
export interface Work {
  readonly job: Job;
  readonly files: readonly string[];
  readonly folders: Folders;
  readonly locale: string | undefined;
}

/** The program of a worker thread. */
export async function work(): Promise<void> {
  const given = workerData as WorkerData<Work>;
  const { job, files, folders, locale } = given.data;
  useLocale(locale, folders.messages);
  await takeFrom(given, async (index) => {
    const outcome = await withParser(folders.grammar, (parser) => perform(job, files[index] ?? "", parser));
    const posted: Posted<Outcome> = { index, outcome };
    parentPort?.postMessage(posted);
  });
}
