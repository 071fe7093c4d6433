import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import type { Probe } from "./answers";

interface Remembered {
  /** Of the interpreter and all that its answer depends on. */
  readonly fingerprint: string;
  readonly watch: readonly string[];
  readonly probe: Probe;
}

type Memory = Readonly<Record<string, Remembered>>;

/** More interpreters than anybody has; the oldest go. */
const MOST = 50;

let memory: Memory | undefined;

/**
 * What an interpreter said of itself, in this process or an earlier one; null where it or its packages have changed since. So an
 * editor knows its TVM's release at once when it starts.
 */
export function rememberedProbe(interpreter: string): Probe | null {
  memory ??= readMemory();
  const known = memory[interpreter];
  return known && known.fingerprint === fingerprint(interpreter, known.watch) ? known.probe : null;
}

/** @param watch files and folders whose change makes the answer old */
export function rememberProbe(interpreter: string, probe: Probe, watch: readonly string[]): void {
  const { [interpreter]: _, ...others } = readMemory();
  const kept = Object.entries(others).slice(-(MOST - 1));
  memory = {
    ...Object.fromEntries(kept),
    [interpreter]: { fingerprint: fingerprint(interpreter, watch), watch, probe },
  };
  try {
    // Another process may read at any moment: it gets the old file or the new one, whole.
    const file = memoryFile();
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(memory));
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // No place to keep it: it is asked again next time.
  }
}

function readMemory(): Memory {
  try {
    const read: unknown = JSON.parse(readFileSync(memoryFile(), "utf8"));
    return typeof read === "object" && read !== null ? (read as Memory) : {};
  } catch {
    return {};
  }
}

function memoryFile(): string {
  const { TVMSCRIPT_CACHE_DIR, XDG_CACHE_HOME, LOCALAPPDATA } = process.env;
  const folder =
    TVMSCRIPT_CACHE_DIR ?? path.join(XDG_CACHE_HOME ?? LOCALAPPDATA ?? path.join(homedir(), ".cache"), "tvmscript");
  return path.join(folder, "interpreters.json");
}

function fingerprint(file: string, watch: readonly string[]): string {
  return [file, ...watch].map((each) => statSync(each, { throwIfNoEntry: false })?.mtimeMs ?? "-").join();
}
