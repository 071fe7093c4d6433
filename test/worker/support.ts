/** What the tests of the worker share. */
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";
import type { Failure, WorkerError } from "../../server/src/protocol";
import { Engine, type Source, type Timeouts } from "../../server/src/tvm/engine";
import { pythonFor, type Release } from "../tvm";

export const root = path.resolve(import.meta.dirname, "../..");
export const workerDir = path.join(root, "server/python");

export function engineAt(python: string, timeouts: Partial<Timeouts> = {}): Engine {
  return new Engine({ interpreter: { path: python, source: "chosen" }, workerDir, timeouts });
}

/** An engine for one test. */
export function engine(python: string, timeouts: Partial<Timeouts> = {}): Engine {
  const made = engineAt(python, timeouts);
  onTestFinished(() => made.dispose());
  return made;
}

export function fixture(name: string): Source {
  const fileName = path.join(root, "test/fixtures/worker", name);
  return { fileName, text: readFileSync(fileName, "utf8") };
}

/** The fixture with the definitions in the spelling of that release. */
export function samples(release: Release): Source {
  return fixture(isModern(release) ? "modern.py" : "classic.py");
}

/** `{tir}`, `{prim_func}` and `{block}` in the spelling of that release. */
export function spelled(text: string, release: Release): string {
  const words = isModern(release)
    ? { tir: "tirx", prim_func: "prim_func(s_tir=True)", block: "sblock" }
    : { tir: "tir", prim_func: "prim_func", block: "block" };
  return text.replace(/\{(tir|prim_func|block)\}/g, (_, word: keyof typeof words) => words[word]);
}

export function inFile(text: string, name = "program.py"): Source {
  return { fileName: path.join(temporaryFolder(), name), text };
}

export function temporaryFolder(): string {
  return realpathSync(mkdtempSync(path.join(tmpdir(), "tvmscript-test-")));
}

/** A program that is to be taken for a Python interpreter. */
export function executable(content: string): string {
  const file = path.join(temporaryFolder(), "python");
  writeFileSync(file, content);
  chmodSync(file, 0o755);
  return file;
}

/** The real interpreter with a package called tvm in front of whatever it has. */
export function pythonWithTvm(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder();
  const names = Object.keys(files);
  for (const name of names) {
    writeFileSync(path.join(ensured(path.join(folder, path.dirname(name))), path.basename(name)), files[name] ?? "");
  }
  return executable(`#!/bin/sh\nPYTHONPATH='${folder}' exec '${pythonFor("0.27")}' "$@"\n`);
}

export function errorOf(result: { readonly ok: true } | Failure): WorkerError {
  if (result.ok) throw new Error(`it was expected to fail: ${JSON.stringify(result)}`);
  return result.error;
}

export function succeeded<Result extends { readonly ok: true }>(result: Result | Failure): Result {
  if (!result.ok) throw new Error(`${result.error.message}\n${result.error.detail ?? ""}`);
  return result;
}

/** Waits until something is so; fails after some seconds. */
export async function eventually(condition: () => boolean, what: string): Promise<void> {
  for (let waited = 0; waited < 10_000; waited += 50) {
    if (condition()) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`it never came about that ${what}`);
}

export function isRunning(pid: number): boolean {
  try {
    const state = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.[0];
    return state !== "Z" && state !== "X";
  } catch {
    return false;
  }
}

function isModern(release: Release): boolean {
  return Number(release.split(".")[1]) >= 25;
}

function ensured(folder: string): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}
