import { existsSync, readdirSync } from "node:fs";
import path from "node:path";

/**
 * The interpreter with that TVM: the one that TVM_PYTHON_0_27 names, else the project's own.
 * @param {string} release
 */
export function pythonFor(release) {
  const named = process.env[`TVM_PYTHON_${release.replace(".", "_")}`];
  const python = named ?? path.resolve(import.meta.dirname, `../../.tvm/${release}/bin/python`);
  if (!existsSync(python))
    throw new Error(`There is no TVM ${release} at ${python}; make one by: node scripts/tvm-env.mjs ${release}`);
  return python;
}

/**
 * The folder of an interpreter's TVM.
 * @param {string} python
 */
export function tvmOf(python) {
  const lib = path.join(path.dirname(python), "../lib");
  const [version = ""] = readdirSync(lib).filter((name) => name.startsWith("python3"));
  return path.join(lib, version, "site-packages/tvm");
}
