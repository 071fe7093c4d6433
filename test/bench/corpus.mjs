// Python as people write it, for the benchmarks: TVM's own sources from an installed wheel. Nothing of it is kept here.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { tvmOf } from "./python.mjs";

/**
 * A file of about `size` characters: whole files of TVM's own, one after another.
 * @param {string} python an interpreter with TVM
 * @param {number} size in UTF-16 units
 */
export function largeFile(python, size) {
  const folder = tvmOf(python);
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".py") && /topi|relax|s_tir|tirx/.test(name))
    .sort();
  let text = "import tvm\nfrom tvm.script import tirx as T\n";
  for (const name of files) {
    if (text.length >= size) break;
    const own = readFileSync(path.join(folder, name), "utf8");
    // `from __future__` may only stand at a file's beginning.
    text += `${own.replace(/^from __future__.*$/gm, "")}\n`;
  }
  return text.slice(0, text.lastIndexOf("\n", size) + 1);
}
