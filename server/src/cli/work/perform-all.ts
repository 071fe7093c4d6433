import { statSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import type { Folders } from "../../folders";
import { messageLocale, t } from "../../l10n";
import { withParser } from "../../syntax/parser";
import { Progress } from "../progress";
import { ResultCache } from "./cache";
import { type Job, type Outcome, type Performed, perform } from "./job";
import { Pool } from "./pool";
import { makeShares, takeItem } from "./shares";
import { Tiering } from "./tiering";
import type { Work } from "./worker";

/**
 * So much text for each thread. Each compiles all code for itself, which takes up to a second of a core whatever it then reads: with
 * less text the machine would work more on that than on the files (with 1.5 MB a thread, nine threads took twice the time of one).
 * A migration reads less of a file.
 */
const BYTES_A_THREAD = { check: 6_000_000, migrate: 8_000_000 };
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
  // Neighbours are alike.
  left.sort((a, b) => (a.file < b.file ? -1 : 1));
  await performEach(
    job,
    left.map(({ file }) => file),
    left.map(({ size }) => size),
    folders,
    signal,
    cache !== null,
    (at, { outcome, stamp }) => {
      const place = left[at];
      if (!place) return;
      outcomes[place.index] = outcome;
      if (stamp && outcome.problems === undefined) cache?.put(place.file, stamp, outcome);
    },
  );
  if (left.length > 0 && !signal?.aborted) cache?.save();
  return outcomes.map((outcome) => outcome ?? {});
}

async function performEach(
  job: Job,
  files: readonly string[],
  sizes: readonly number[],
  folders: Folders,
  signal: AbortSignal | undefined,
  isStamped: boolean,
  onOutcome: (at: number, performed: Performed) => void,
): Promise<void> {
  if (files.length === 0) return;
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const threads = Math.max(
    1,
    Math.min(availableParallelism(), files.length, Math.floor(bytes / BYTES_A_THREAD[job.kind])),
  );
  const shares = makeShares(sizes, threads);
  const progress = new Progress(files.length);
  const pool =
    threads > 1 &&
    new Pool<Work, Performed>({
      script: path.join(folders.bundle, "cli.js"),
      data: { job, files, folders, locale: messageLocale(), isStamped },
      shares,
      ...(signal && { signal }),
      onOutcome: (at, performed) => {
        onOutcome(at, performed);
        void progress.step();
      },
      lost: (at, reason) => {
        const problem = t("{0}: not read: the thread that read it died ({1}).", files[at] ?? "", reason);
        return { outcome: { problems: [problem] }, stamp: null };
      },
    });
  // A check does more with what it reads: there it pays to the end.
  const tiering = job.kind === "migrate" ? new Tiering(bytes / threads) : null;
  for (let at = takeItem(shares, 0); at !== null && !signal?.aborted; at = takeItem(shares, 0)) {
    const file = files[at] ?? "";
    onOutcome(at, await withParser(folders.grammar, (parser) => perform(job, file, parser, isStamped)));
    tiering?.step(sizes[at] ?? 0);
    await progress.step();
  }
  if (pool) await pool.end();
  progress.end();
}

function sizeOf(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
