// A folder of Python (TVM's tests/python, or the TVM that an interpreter has): check against the bare parse of the same files,
// a second run against ruff's, migrate against ast-grep with one pattern. CPU time of all threads, each as a program of its own.
//   node test/bench/check.mjs [FOLDER] [RELEASE]      RUFF and AST_GREP name programs that are not on PATH
import { spawnSync } from "node:child_process";
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { pythonFor, tvmOf } from "./python.mjs";
import { median, round, row, table } from "./report.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const cli = path.join(root, "dist/server/cli.js");
const [folder = tvmOf(pythonFor("0.27")), release = "0.27"] = process.argv.slice(2);
const scratch = mkdtempSync(path.join(tmpdir(), "tvmscript-bench-"));
const env = {
  ...process.env,
  XDG_CACHE_HOME: scratch,
  LOCALAPPDATA: scratch,
  RUFF_CACHE_DIR: path.join(scratch, "ruff"),
};
const RUNS = 5;

/** CPU milliseconds of a program, all threads of it, as a shell's `times` tells them; null where there is no such program. */
function cpu([program, args]) {
  const script = 'if ! command -v "$1" >/dev/null; then exit 127; fi; "$@" >/dev/null 2>&1; times';
  const { status, stdout } = spawnSync("sh", ["-c", script, "sh", program, ...args], { env, encoding: "utf8" });
  if (status === 127) return null;
  const [, children = ""] = stdout.trim().split("\n");
  return [...children.matchAll(/(\d+)m([\d.]+)s/g)].reduce(
    (sum, [, m, s]) => sum + Number(m) * 60_000 + Number(s) * 1000,
    0,
  );
}

const node = (...args) => [process.execPath, args];
const tools = {
  bare: node(path.join(import.meta.dirname, "bare-parse.mjs"), folder, path.join(root, "dist/tree-sitter-python.wasm")),
  api: node(cli, "check", "--no-cache", "--select", "api", "--tvm", release, folder),
  all: node(cli, "check", "--no-cache", "--tvm", release, folder),
  again: node(cli, "check", "--tvm", release, folder),
  migrate: node(cli, "migrate", "--no-cache", "--to", release, folder),
  migrateAgain: node(cli, "migrate", "--to", release, folder),
  ruff: [process.env.RUFF ?? "ruff", ["check", folder]],
  astGrep: [process.env.AST_GREP ?? "ast-grep", ["run", "-p", "T.block($$$A)", "-l", "py", folder]],
};

function times(tool, runs = RUNS) {
  const found = Array.from({ length: runs }, () => cpu(tool));
  return found.includes(null) ? null : found;
}

// The first run of each fills caches, of the system and of the programs.
cpu(tools.bare);
const bare = times(tools.bare) ?? [];
const [api, all, migrate] = [times(tools.api) ?? [], times(tools.all) ?? [], times(tools.migrate) ?? []];
cpu(tools.again);
const again = times(tools.again) ?? [];
cpu(tools.migrateAgain);
const migrateAgain = times(tools.migrateAgain) ?? [];
cpu(tools.ruff);
const ruff = times(tools.ruff);
const astGrep = times(tools.astGrep);
table(`${folder} for TVM ${release} (ms of CPU)`, [
  row("bare parse", bare),
  row("check --select api", api),
  row("check", all),
  row("check, unchanged", again),
  row("migrate", migrate),
  row("migrate, unchanged", migrateAgain),
  ...(ruff ? [row("ruff check, unchanged", ruff)] : []),
  ...(astGrep ? [row("ast-grep, one pattern", astGrep)] : []),
]);
const ratio = (title, ours, peer, bar) =>
  console.log(`${title}: ${round(median(ours) / median(peer))} (to be below ${bar})`);
ratio("check for changes of the API to the bare parse", api, bare, 1.5);
ratio("all of check to the bare parse", all, bare, 2.5);
if (ruff) ratio("an unchanged second run to ruff's", again, ruff, 2);
else console.log("no ruff: name one by RUFF (pip install ruff)");
if (astGrep) {
  ratio("migrate to ast-grep with one pattern", migrate, astGrep, 1);
  ratio("migrate of what is known already to ast-grep", migrateAgain, astGrep, 1);
} else console.log("no ast-grep: name one by AST_GREP (pip install ast-grep-cli)");
