#!/usr/bin/env node
/**
 * Makes the extension's package, one .vsix for every platform: npm run package [FILE]
 *
 * The bundles hold all that they need, so node_modules stays out; .vscodeignore says what is in.
 */
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { run } from "./command.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { at, root } from "./place.mjs";

const { name, version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
const [file = at(`${name}-${version}.vsix`)] = process.argv.slice(2);
const folder = mkdtempSync(path.join(os.tmpdir(), "package-"));
try {
  await ensureDependencies();
  await run("npm", ["run", "--silent", "build"]);
  await copyContents(folder);
  // the pages that README.md links to are in the package
  const flags = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];
  await run(at("node_modules/.bin/vsce"), ["package", ...flags, "--out", path.resolve(file)], { cwd: folder });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** Only what goes in: vsce would look at every file of the editors and Pythons that lie in the checkout, for most of a minute. */
async function copyContents(to) {
  // a dependency like any other, which a fresh checkout does not have before `ensureDependencies`
  const { glob } = await import("tinyglobby");
  const lines = readFileSync(at(".vscodeignore"), "utf8").split("\n");
  const patterns = lines.filter((line) => line.startsWith("!")).map((line) => line.slice(1));
  const files = await glob(patterns, { cwd: root });
  for (const each of [...files, ".vscodeignore"]) cpSync(at(each), path.join(to, each));
}
