import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import type { Folders } from "../../folders";
import { messageLocale, t } from "../../l10n";
import { rules } from "../../rules/registry";
import type { Rule } from "../../rules/rule";
import { groups, wishFor } from "../../rules/selection";
import { withParser } from "../../syntax/parser";
import { Progress } from "../progress";
import { ResultCache } from "./cache";
import { type Job, type Outcome, perform } from "./job";
import { Pool } from "./pool";
import type { Work } from "./worker";

/**
 * So much text for each thread. Each compiles all code for itself, which takes about a second of a core whatever it then reads: with
 * less text the machine would work more on that than on the files (with 1.5 MB a thread, nine threads took twice the time of one).
 */
const BYTES_A_THREAD = { all: 4_500_000, api: 6_000_000 } as const;
/** With fewer files there is nothing to gain from a cache. */
const CACHED_FROM = 8;

export interface PerformOptions {
  readonly folders: Folders;
  /** Take what the cache has of what was done to these paths, and keep it there; null: no cache. */
  readonly cachedAs: readonly string[] | null;
  readonly signal?: AbortSignal;
}

/** What becomes of each file, in the order of the files; on all cores where there is much to do. Stops early when the signal says so. */
export async function performAll(
  job: Job,
  files: readonly string[],
  { folders, cachedAs, signal }: PerformOptions,
): Promise<Outcome[]> {
  const cache = cachedAs && files.length >= CACHED_FROM ? ResultCache.open(job, cachedAs, folders) : null;
  const outcomes: (Outcome | undefined)[] = files.map((file) => cache?.get(file));
  const left = files.flatMap((file, index) =>
    outcomes[index] === undefined ? [{ file, index, size: sizeOf(file) }] : [],
  );
  // The longest first, so that no thread is left alone with one at the end.
  left.sort((a, b) => b.size - a.size);
  await performEach(
    job,
    left.map(({ file }) => file),
    left.reduce((sum, { size }) => sum + size, 0),
    folders,
    signal,
    (at, outcome) => {
      const place = left[at];
      if (!place) return;
      outcomes[place.index] = outcome;
      if (outcome.problems === undefined) cache?.put(place.file, outcome);
    },
  );
  if (left.length > 0 && !signal?.aborted) cache?.save();
  return outcomes.map((outcome) => outcome ?? {});
}

async function performEach(
  job: Job,
  files: readonly string[],
  bytes: number,
  folders: Folders,
  signal: AbortSignal | undefined,
  onOutcome: (at: number, outcome: Outcome) => void,
): Promise<void> {
  if (files.length === 0) return;
  const threads = Math.max(1, Math.min(availableParallelism(), files.length, Math.floor(bytes / bytesAThread(job))));
  const progress = new Progress(files.length);
  const pool =
    threads > 1 &&
    new Pool<Work, Outcome>({
      script: path.join(folders.bundle, "cli.js"),
      data: { job, files, folders, locale: messageLocale() },
      count: files.length,
      workers: threads - 1,
      ...(signal && { signal }),
      onOutcome: (at, outcome) => {
        onOutcome(at, outcome);
        void progress.step();
      },
      lost: (at, reason) => ({
        problems: [t("{0}: not read: the thread that read it died ({1}).", files[at] ?? "", reason)],
      }),
    });
  let next = 0;
  const take = () => (pool ? pool.take() : next < files.length ? next++ : null);
  for (let at = take(); at !== null && !signal?.aborted; at = take()) {
    const file = files[at] ?? "";
    onOutcome(at, await withParser(folders.grammar, (parser) => perform(job, file, parser)));
    await progress.step();
  }
  if (pool) await pool.end();
  progress.end();
}

/** Rules about the API alone look at most of a text without parsing it. */
function bytesAThread(job: Job): number {
  if (job.kind === "migrate") return BYTES_A_THREAD.api;
  const isOn = (rule: Rule) => !rule.code.startsWith(groups.api) && wishFor(rule, job.settings) !== "off";
  return rules.some(isOn) ? BYTES_A_THREAD.all : BYTES_A_THREAD.api;
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
