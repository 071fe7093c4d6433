/** Which Python is used: the one that a variable names, else one that the scripts made. */
import { existsSync } from "node:fs";
import { onPath, run } from "./command.mjs";
import { at } from "./place.mjs";
import { ensureTvm } from "./tvm-env.mjs";

/** The variable that names an interpreter with the TVM of a release: TVM_PYTHON_0_27. */
export const variableOf = (release) => `TVM_PYTHON_${release.replace(".", "_")}`;

/**
 * The interpreter with the TVM of a release, as the tests use it; it may not be made yet.
 * @param {string} release such as 0.27
 */
export const interpreterOf = (release) => process.env[variableOf(release)] ?? at(".tvm", release, "bin/python");

/** Makes what `interpreterOf` names, unless the variable names one that somebody else made. */
export async function ensureInterpreter(release) {
  const python = interpreterOf(release);
  if (!process.env[variableOf(release)]) return ensureTvm(release);
  if (!existsSync(python)) throw new Error(`${variableOf(release)} names ${python}, which does not exist.`);
  return python;
}

/**
 * The user's own interpreter with a TVM: the one that TVMSCRIPT_PYTHON names, else the first on PATH.
 * @returns {Promise<string | null>}
 */
export async function usersInterpreter() {
  const named = process.env.TVMSCRIPT_PYTHON;
  if (named) return named;
  for (const python of [onPath("python3"), onPath("python")]) {
    if (python && (await importsTvm(python))) return python;
  }
  return null;
}

async function importsTvm(python) {
  try {
    await run(python, ["-c", "import tvm"], { quiet: true });
    return true;
  } catch {
    return false;
  }
}
