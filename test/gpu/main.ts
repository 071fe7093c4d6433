/** What the program does on a real GPU. `scripts/gpu-check.mjs` starts it. */
import { mkdirSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { Engine } from "../../server/src/tvm/engine";
import { performAll } from "./check";
import { checksOn } from "./checks";
import { Terminal } from "./terminal";

const { values } = parseArgs({
  options: {
    python: { type: "string" },
    target: { type: "string", default: "cuda" },
    only: { type: "string" },
    log: { type: "string" },
    root: { type: "string" },
  },
});
if (!values.python || !values.root) throw new Error("--python and --root are needed");
const { python, root, target } = values;
const log = values.log ? path.resolve(values.log) : null;
if (log) mkdirSync(log, { recursive: true });
const folder = mkdtempSync(path.join(tmpdir(), "tvmscript-gpu-"));
const file = path.join(root, "test/gpu/kernels.py");
const engine = new Engine({
  interpreter: { path: python, source: "chosen" },
  workerDir: path.join(root, "server/python"),
  // The endless kernel is to be stopped soon; no other takes that long.
  timeouts: { run: 60_000 },
});
const impatient = new Engine({
  interpreter: { path: python, source: "chosen" },
  workerDir: path.join(root, "server/python"),
  timeouts: { run: 8_000 },
});
const only = values.only?.split(",");
const checks = checksOn({
  engine,
  impatient,
  python,
  target,
  folder,
  source: { fileName: file, text: readFileSync(file, "utf8") },
  cli: path.join(root, "dist/server/cli.js"),
  terminal: new Terminal(folder, log),
}).filter(({ name }) => !only || only.some((word) => name.includes(word)));

async function perform(): Promise<number> {
  const answer = await engine.targets();
  if (!answer.ok) throw new Error(answer.error.message);
  if (!only && !answer.devices.some(({ kind }) => kind === target))
    throw new Error(`TVM finds no ${target} device here, and these checks need one. "tvmscript doctor" may say why.`);
  const failed = await performAll(checks, log);
  return failed > 0 || checks.length === 0 ? 1 : 0;
}

perform()
  .then(
    (status) => {
      process.exitCode = status;
    },
    (error: unknown) => {
      console.error(error instanceof Error ? error.message : String(error));
      process.exitCode = 1;
    },
  )
  .finally(() => {
    engine.dispose();
    impatient.dispose();
  });
