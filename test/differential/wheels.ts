/** The Python files that a TVM's wheel carries and that hold definitions: a corpus that is there wherever the tests run. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const FIND = "import importlib.util, os; print(os.path.dirname(importlib.util.find_spec('tvm').origin))";
const DECORATOR = /^\s*@(?:T|tir|tirx|Tx|I|R|tvm\.script(?:\.\w+)?)\.(?:prim_func|ir_module|function)\b/m;

export function filesOfWheel(python: string): { file: string; text: string }[] {
  const folder = execFileSync(python, ["-c", FIND], { encoding: "utf8" }).trim();
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".py"))
    .sort()
    .map((name) => path.join(folder, name))
    .map((file) => ({ file, text: readFileSync(file, "utf8") }))
    .filter(({ text }) => DECORATOR.test(text));
}
