import { accessSync, constants, existsSync, statSync } from "node:fs";
import { homedir } from "node:os";
import path from "node:path";
import { t } from "../l10n";
import type { Failure } from "../protocol";

/** A Python interpreter; whether it has a TVM is found out by asking it. */
export interface Interpreter {
  /** Absolute. Not resolved through links: a virtual environment is known by the link. */
  readonly path: string;
  /** Where it comes from: a person named it, or it was the first on PATH. */
  readonly source: "chosen" | "path";
}

export type InterpreterResult = { readonly ok: true; readonly interpreter: Interpreter } | Failure;

const WINDOWS = process.platform === "win32";
const NAMES = WINDOWS ? ["python.exe", "python3.exe"] : ["python3", "python"];
const INSIDE = WINDOWS ? ["Scripts/python.exe", "python.exe"] : ["bin/python", "bin/python3"];

/**
 * The interpreter that a person chose (an executable, a virtual environment's folder, or a command on PATH), else the
 * first python3 or python on PATH.
 * @param wanted null or "" for none
 */
export async function findInterpreter(
  wanted: string | null | undefined,
  env: NodeJS.ProcessEnv = process.env,
  cwd: string = process.cwd(),
): Promise<InterpreterResult> {
  if (wanted) return chosen(wanted, env, cwd);
  for (const name of NAMES) {
    const found = onPath(name, env);
    if (found) return { ok: true, interpreter: { path: found, source: "path" } };
  }
  return noPython(
    t("There is no Python on PATH. Install Python 3.8 or newer with TVM in it, or choose an interpreter."),
  );
}

function chosen(wanted: string, env: NodeJS.ProcessEnv, cwd: string): InterpreterResult {
  const command = !/[\\/~]/.test(wanted) && !existsSync(path.resolve(cwd, wanted)) ? onPath(wanted, env) : null;
  const file = command ?? path.resolve(cwd, wanted.replace(/^~(?=$|[\\/])/, homedir()));
  const stat = statSync(file, { throwIfNoEntry: false });
  if (!stat) return noPython(t("There is no Python interpreter at {0}. Choose another one.", wanted));
  if (!stat.isDirectory()) return usable(file, wanted);
  const inside = INSIDE.map((name) => path.join(file, name)).find((each) => existsSync(each));
  if (!inside)
    return noPython(t("The folder {0} is no virtual environment: there is no {1} in it.", wanted, INSIDE[0] ?? ""));
  return usable(inside, wanted);
}

function usable(file: string, wanted: string): InterpreterResult {
  try {
    accessSync(file, constants.X_OK);
  } catch {
    return noPython(t("{0} is not a program that can be started. Choose a Python interpreter.", wanted));
  }
  return { ok: true, interpreter: { path: file, source: "chosen" } };
}

function onPath(name: string, env: NodeJS.ProcessEnv): string | null {
  const folders = (env.PATH ?? env.Path ?? "").split(path.delimiter).filter((folder) => folder !== "");
  for (const folder of folders) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      if (statSync(file).isFile()) return file;
    } catch {
      // not here
    }
  }
  return null;
}

function noPython(message: string): Failure {
  return { ok: false, error: { kind: "no-python", message } };
}
