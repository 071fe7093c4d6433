#!/usr/bin/env node
/**
 * From a fresh checkout to the extension in a real editor: installs what is missing, builds, and prints the address.
 *
 *   npm start [FOLDER] [-- --locale zh-cn]
 *
 * FOLDER is the samples unless given. The samples are this project's own and are trusted, as this script is; any other
 * folder opens in restricted mode, as in VS Code: nothing in it runs before you trust it.
 *
 *   PORT=8080               the first port to try
 *   TVMSCRIPT_PYTHON=PATH   your Python that imports tvm; else the first on PATH that does; else one is made in .tvm/0.27
 *   CODE_SERVER=4.139       the newer of the two editors
 */
import {
  accessSync,
  constants,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { run } from "./command.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { boot, freePort } from "./editor/boot.mjs";
import { addChinese } from "./editor/chinese.mjs";
import { ensureEditor } from "./editor/install.mjs";
import { usersInterpreter } from "./interpreter.mjs";
import { at, root } from "./place.mjs";
import { ensureSystem } from "./system.mjs";
import { ensureTvm } from "./tvm-env.mjs";

const usage = "Usage: npm start [FOLDER] [-- --locale zh-cn]";
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { locale: { type: "string" }, help: { type: "boolean" } },
});
if (values.help) {
  console.log(usage);
  process.exit(0);
}
if (positionals.length > 1) fail(`One folder can be opened, not ${positionals.length}. ${usage}`);
const began = Date.now();
const [given] = positionals;
// npm starts scripts in the project's root; INIT_CWD is where the person is
const folder = given ? path.resolve(process.env.INIT_CWD ?? process.cwd(), given) : writable(at("samples"));
if (!existsSync(folder) || !statSync(folder).isDirectory()) fail(`${folder} is not a folder.`);

let running = null;
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, stop);
stopWithParent();
try {
  running = await start();
} catch (error) {
  fail(error.message);
}

async function start() {
  await ensureDependencies();
  const missing = await ensureSystem(["venv", "c-compiler"]);
  for (const sentence of missing.values()) console.log(sentence);
  const [editor, python] = await Promise.all([ensureEditor(), interpreter(), run("npm", ["run", "--silent", "build"])]);
  const port = await freePort(Number(process.env.PORT ?? 8080));
  const state = at(".editor", `state-${port}`);
  if (values.locale === "zh-cn") await addChinese(editor, state);
  const chosen = python ? { "tvmscript.interpreter.path": python } : {};
  const editorRunning = await boot({
    editor,
    state,
    extensions: installWorkingTree(state),
    // one that is named counts now; one that was found, until another is chosen in the editor
    ...(process.env.TVMSCRIPT_PYTHON ? { settings: chosen } : { defaults: chosen }),
    trusted: given === undefined,
    locale: values.locale,
    port,
  });
  console.log(`Ready after ${((Date.now() - began) / 1000).toFixed(0)} s, with ${folder} open. Ctrl-C stops it. Open:`);
  console.log(`${editorRunning.url}?folder=${encodeURIComponent(folder)}`);
  return editorRunning;
}

/** The user's interpreter with TVM, or one that is made; without any, the extension says what it cannot do. */
async function interpreter() {
  const theirs = await usersInterpreter();
  if (theirs) return theirs;
  try {
    return await ensureTvm("0.27");
  } catch (error) {
    console.log(`${error.message}\nThe editor starts without TVM: what needs one will say so.`);
    return null;
  }
}

/** The working tree itself is the installed extension: after a build, "Developer: Reload Window" shows the change. */
function installWorkingTree(state) {
  const extensions = path.join(state, "extensions");
  const { publisher, name, version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
  rmSync(extensions, { recursive: true, force: true });
  mkdirSync(extensions, { recursive: true });
  symlinkSync(root, path.join(extensions, `${publisher}.${name}-${version}`));
  return extensions;
}

/** A folder that its visitor may change: itself, or a copy where the checkout is read-only. */
function writable(samples) {
  try {
    accessSync(samples, constants.W_OK);
    return samples;
  } catch {
    const copy = path.join(mkdtempSync(path.join(os.tmpdir(), "tvmscript-")), "samples");
    cpSync(samples, copy, { recursive: true });
    return copy;
  }
}

/** `kill` on npm ends npm and not what it started: the parent's change is the sign. */
function stopWithParent() {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) stop();
  }, 500);
}

async function stop() {
  await running?.stop();
  process.exit(0);
}

function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}
