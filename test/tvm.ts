/** The interpreters with a real TVM that the tests use. `node scripts/tvm-env.mjs VERSION` makes one. */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

export type Release = "0.17" | "0.22" | "0.25" | "0.26" | "0.27";

const root = path.resolve(import.meta.dirname, "..");

/**
 * The path of the interpreter with that TVM: the one that TVM_PYTHON_0_27 names, else the project's own.
 * @throws when there is none, since a test that would then be left out says nothing
 */
export function pythonFor(release: Release): string {
  const variable = `TVM_PYTHON_${release.replace(".", "_")}`;
  const python = process.env[variable] ?? path.join(root, ".tvm", release, "bin/python");
  if (existsSync(python)) return python;
  throw new Error(`There is no TVM ${release} at ${python}; make one by: node scripts/tvm-env.mjs ${release}`);
}

/** Where the Python files of that TVM lie: thousands of lines of TVMScript that it takes. */
export function packageFolder(release: Release): string {
  const code = "import importlib.util as i; print(list(i.find_spec('tvm').submodule_search_locations)[0])";
  return execFileSync(pythonFor(release), ["-c", code], { encoding: "utf8" }).trim();
}
