#!/usr/bin/env node
/**
 * Makes the extension's package, one .vsix for every platform: npm run package [FILE]
 *
 * The bundles hold all that they need, so node_modules stays out; .vscodeignore says what else does.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { run } from "./command.mjs";
import { ensureDependencies } from "./dependencies.mjs";
import { at } from "./place.mjs";

const { name, version } = JSON.parse(readFileSync(at("package.json"), "utf8"));
const [file = at(`${name}-${version}.vsix`)] = process.argv.slice(2);
try {
  await ensureDependencies();
  await run("npm", ["run", "--silent", "build"]);
  // the pages that README.md links to are in the package
  const flags = ["--no-dependencies", "--allow-missing-repository", "--no-rewrite-relative-links"];
  await run("npx", ["vsce", "package", ...flags, "--out", path.resolve(file)]);
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
