import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import type { Folders } from "../../folders";
import { messageLocale } from "../../l10n";
import type { Job, Outcome } from "./job";
import { hashOf, type Stamp } from "./stamp";

/** Milliseconds. A file that was changed less than this before it was read may have been changed again without a newer time. */
const FRESH = 2000;
const MONTH = 30 * 24 * 3600 * 1000;

type Entry = readonly [mtime: number, size: number, isFresh: boolean, hash: string, outcome: string];

interface Stored {
  readonly program: string;
  readonly entries: Readonly<Record<string, Entry>>;
}

/**
 * What became of files the last time that the same was done to the same paths: a file of the user's cache folder, taken only from
 * the same program with the same data. A file counts as unchanged by its time and size, else by its content.
 */
export class ResultCache {
  private readonly made = new Map<string, Entry>();

  private constructor(
    private readonly file: string,
    private readonly program: string,
    private readonly known: ReadonlyMap<string, Entry>,
  ) {}

  static open(job: Job, paths: readonly string[], folders: Folders): ResultCache {
    const program = programOf(folders);
    const key = hashOf(JSON.stringify([job, messageLocale() ?? "", process.cwd(), paths]));
    const file = path.join(cacheFolder(), `${key.slice(0, 32)}.json`);
    return new ResultCache(file, program, readEntries(file, program));
  }

  /** Undefined where nothing is known of the file as it is. */
  get(file: string): Outcome | undefined {
    const known = this.known.get(file);
    const now = known && statSync(file, { throwIfNoEntry: false });
    if (!known || !now) return undefined;
    const [mtime, size, isFresh, hash, outcome] = known;
    if (now.size !== size) return undefined;
    const isSame = (now.mtimeMs === mtime && !isFresh) || hash === contentHash(file);
    if (!isSame) return undefined;
    this.made.set(file, now.mtimeMs === mtime ? known : entryOf(now.mtimeMs, size, hash, outcome));
    return outcome === "" ? {} : (JSON.parse(outcome) as Outcome);
  }

  put(file: string, { mtime, size, hash }: Stamp, outcome: Outcome): void {
    const text = JSON.stringify(outcome);
    this.made.set(file, entryOf(mtime, size, hash, text === "{}" ? "" : text));
  }

  /** All of it or nothing, whoever else writes; where there is no place for it, there is no cache. */
  save(): void {
    const stored: Stored = { program: this.program, entries: Object.fromEntries(this.made) };
    const made = `${this.file}.${process.pid}.tmp`;
    try {
      mkdirSync(path.dirname(this.file), { recursive: true });
      writeFileSync(made, JSON.stringify(stored));
      renameSync(made, this.file);
      forgetOld(path.dirname(this.file));
    } catch {
      tryRemove(made);
    }
  }
}

function tryRemove(file: string): void {
  try {
    rmSync(file, { force: true });
  } catch {
    // Where it could not even be asked for, it was not made.
  }
}

function entryOf(mtime: number, size: number, hash: string, outcome: string): Entry {
  return [mtime, size, Date.now() - mtime < FRESH, hash, outcome];
}

/** Nothing where there is no such file, or another program wrote it, or it is none of ours. */
function readEntries(file: string, program: string): ReadonlyMap<string, Entry> {
  try {
    const stored = JSON.parse(readFileSync(file, "utf8")) as Partial<Stored> | null;
    if (stored?.program !== program || typeof stored.entries !== "object") return new Map();
    return new Map(Object.entries(stored.entries).filter(([, entry]) => isEntry(entry)));
  } catch {
    return new Map();
  }
}

function isEntry(entry: unknown): entry is Entry {
  if (!Array.isArray(entry) || entry.length !== 5) return false;
  return entry.every((each, at) => typeof each === ["number", "number", "boolean", "string", "string"][at]);
}

/** Where programs keep what they can make again. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env, platform: string = process.platform): string {
  const home = homedir();
  if (platform === "win32") return path.join(env.LOCALAPPDATA || path.join(home, "AppData/Local"), "tvmscript/Cache");
  if (platform === "darwin") return path.join(home, "Library/Caches/tvmscript");
  return path.join(env.XDG_CACHE_HOME || path.join(home, ".cache"), "tvmscript");
}

/** Equal for the same program with the same data. */
function programOf({ bundle, root }: Folders): string {
  const facts = [path.join(bundle, "cli.bundle.js")];
  for (const name of ["api", "reviewed", "tir"]) {
    const folder = path.join(root, "server/data", name);
    for (const each of readdirSync(folder)) facts.push(path.join(folder, each));
  }
  return hashOf(
    facts
      .map((file) => {
        const { mtimeMs, size } = statSync(file);
        return `${file} ${mtimeMs} ${size}`;
      })
      .join("\n"),
  );
}

function forgetOld(folder: string): void {
  for (const name of readdirSync(folder)) {
    const file = path.join(folder, name);
    if (Date.now() - (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) > MONTH) rmSync(file, { force: true });
  }
}

function contentHash(file: string): string | null {
  try {
    return hashOf(readFileSync(file));
  } catch {
    return null;
  }
}
