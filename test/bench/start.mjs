// Start of the server to the first diagnostics of a small file, and the command line against the import that it saves.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { LanguageServer } from "./language-server.mjs";
import { pythonFor } from "./python.mjs";
import { median, round, row, table } from "./report.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const python = pythonFor("0.27");
const RUNS = 9;
const text = readFileSync(path.join(root, "samples/lesson.py"), "utf8");

async function starts(settings) {
  const times = [];
  for (let i = 0; i < RUNS; i++) {
    const begin = performance.now();
    const server = await LanguageServer.start(settings);
    await server.open("file:///lesson.py", text);
    times.push(performance.now() - begin);
    await server.stop();
  }
  return times;
}
table("Start of the language server to first diagnostics of a small file (ms)", [
  row("for a release that the settings name", await starts({ targetVersion: "0.27" })),
  row("for that of the interpreter, which is asked", await starts({ interpreter: { path: python } })),
]);

const timed = (work) => {
  const begin = performance.now();
  work();
  return performance.now() - begin;
};
const cli = path.join(root, "dist/server/cli.js");
const scratch = mkdtempSync(path.join(tmpdir(), "tvmscript-bench-"));
const module = path.join(scratch, "lesson.py");
const fix = [cli, "check", "--fix", "--tvm", "0.27", "-"];
writeFileSync(module, spawnSync(process.execPath, fix, { input: text, encoding: "utf8" }).stdout);
const ours = [];
const theirs = [];
for (let i = 0; i < RUNS; i++) {
  ours.push(
    timed(() => spawnSync(process.execPath, [cli, "check", "--tvm", "0.27", path.join(root, "samples/lesson.py")])),
  );
  theirs.push(timed(() => spawnSync(python, ["-c", "import lesson"], { cwd: scratch })));
}
table("One file (ms)", [row("tvmscript check", ours), row("python -c 'import lesson' (TVM 0.27)", theirs)]);
console.log(`ratio of the medians: ${round(median(ours) / median(theirs))} (to be below 0.2)`);
