/** The project's npm packages: installed when one is missing or has another version than the lock file says. */
import { existsSync, readFileSync } from "node:fs";
import { run } from "./command.mjs";
import { at } from "./place.mjs";

/** Install scripts are not run: nothing here needs one, and some would want a compiler or a download. */
const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];

export async function ensureDependencies() {
  if (areInstalled()) return;
  console.log("Installing the npm packages…");
  await run("npm", ["ci", ...flags]);
}

function areInstalled() {
  // npm's own record of what it installed last; packages for other platforms are in the lock file only
  const record = at("node_modules/.package-lock.json");
  if (!existsSync(record)) return false;
  const installed = JSON.parse(readFileSync(record, "utf8")).packages;
  const wanted = JSON.parse(readFileSync(at("package-lock.json"), "utf8")).packages;
  return Object.entries(wanted).every(
    ([name, { version, optional }]) => name === "" || optional || installed[name]?.version === version,
  );
}
