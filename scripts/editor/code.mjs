#!/usr/bin/env node
/**
 * Stands in for VS Code's `code` executable where there is no desktop: it takes the flags that @vscode/test-electron
 * passes and runs the suite in code-server's extension host, with Chromium as the window. Its exit status is the suite's.
 *
 *   TEST_RESULTS   the folder in which the suite leaves output.txt, as it goes, and results.json
 */
import { closeSync, existsSync, fstatSync, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { boot } from "./boot.mjs";
import { launch } from "./browser.mjs";
import { openDevelopmentHost } from "./development-host.mjs";
import { ensureEditor } from "./install.mjs";

const limit = Number(process.env.TEST_LIMIT_MS ?? 300_000);
const args = process.argv.slice(2);
const results = process.env.TEST_RESULTS;
if (!results) throw new Error("TEST_RESULTS has to name the folder for the suite's results.");

/** @param {string} name the last one counts, as in VS Code */
function flag(name) {
  const found = args.findLast((arg) => arg.startsWith(`--${name}=`));
  if (!found) throw new Error(`--${name}= is missing.`);
  return found.slice(name.length + 3);
}

/** The suite's main file, which may be given as Node would resolve it: without its extension, or as a folder. */
function mainFile(given) {
  return [`${given}.js`, path.join(given, "index.js")].find((file) => existsSync(file)) ?? given;
}

/** Shows what is added to a file, until it is stopped. */
function follow(file) {
  let position = 0;
  const pump = () => {
    if (!existsSync(file)) return;
    const opened = openSync(file, "r");
    const added = Buffer.alloc(fstatSync(opened).size - position);
    position += readSync(opened, added, 0, added.length, position);
    closeSync(opened);
    process.stdout.write(added);
  };
  const timer = setInterval(pump, 200);
  return () => {
    clearInterval(timer);
    pump();
  };
}

async function suite(editor, browser, log) {
  const page = await browser.newPage();
  return new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error(`The suite did not end within ${limit / 1000} s.`)), limit).unref();
    page.once("crash", () => reject(new Error("The editor's page crashed.")));
    openDevelopmentHost(page, {
      editor,
      folder: args.find((arg) => !arg.startsWith("-")),
      extension: flag("extensionDevelopmentPath"),
      tests: mainFile(flag("extensionTestsPath")),
      onLog: (line) => log.push(line.slice(0, 400)),
      onExit: resolve,
    }).catch(reject);
  });
}

const state = mkdtempSync(path.join(os.tmpdir(), "code-"));
const settings = JSON.parse(process.env.TEST_SETTINGS ?? "{}");
const editor = await boot({ editor: await ensureEditor(), state, trusted: true, settings });
const browser = await launch();
const close = async () => {
  await browser.close();
  await editor.stop();
  rmSync(state, { recursive: true, force: true });
};
process.once("SIGINT", () => close().finally(() => process.exit(130)));
const stopFollowing = follow(path.join(results, "output.txt"));
const log = [];
let status = 1;
try {
  status = await suite(editor, browser, log);
} catch (error) {
  console.error(error.message);
}
stopFollowing();
if (!existsSync(path.join(results, "results.json"))) {
  console.error(`The suite never began. The workbench's last words:\n${log.slice(-30).join("\n")}`);
  status ||= 1;
}
await close();
process.exit(status);
