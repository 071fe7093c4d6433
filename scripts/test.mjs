#!/usr/bin/env node
/**
 * Every test, with everything that it needs set up first. The last line counts: "N passed, N failed".
 *
 *   npm test [-- --only unit,browser]
 */
import { mkdirSync, rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { ensureDependencies } from "./dependencies.mjs";
import { at } from "./place.mjs";
import { setUp } from "./test-setup.mjs";
import { suites } from "./test-suites.mjs";

const { values } = parseArgs({ options: { only: { type: "string" } } });
const wanted = values.only?.split(",") ?? Object.keys(suites);
const unknown = wanted.filter((name) => !suites[name]);
if (unknown.length > 0) {
  console.error(`There is no suite ${unknown.join(", ")}; there are ${Object.keys(suites).join(", ")}.`);
  process.exit(2);
}

/** @typedef {import("./test-suites.mjs").Outcome} Outcome */

/** One that could not run, or found no test, counts as a failure: silence is no success. */
async function outcomeOf(name, problems) {
  const suite = suites[name];
  const problem = suite.needs.map((need) => problems.get(need)).find((found) => found !== undefined);
  if (problem) return { passed: 0, failed: 1, note: problem };
  try {
    const outcome = await suite.run(name);
    return outcome.passed + outcome.failed > 0 ? outcome : { passed: 0, failed: 1, note: "no test was found" };
  } catch (error) {
    return { passed: 0, failed: 1, note: error.message };
  }
}

rmSync(at("test-results"), { recursive: true, force: true });
mkdirSync(at("test-results"), { recursive: true });
await ensureDependencies();
const problems = await setUp(new Set(wanted.flatMap((name) => suites[name].needs)));

let passed = 0;
let failed = 0;
const lines = [];
for (const name of wanted) {
  console.log(`\n── ${name} ──`);
  const began = Date.now();
  const outcome = await outcomeOf(name, problems);
  passed += outcome.passed;
  failed += outcome.failed;
  const seconds = ((Date.now() - began) / 1000).toFixed(1);
  const counts = `${outcome.passed} passed, ${outcome.failed} failed`;
  lines.push(`${name.padEnd(10)} ${counts} (${seconds} s)${outcome.note ? `: ${outcome.note}` : ""}`);
  console.log(lines.at(-1));
}
console.log(`\n${lines.join("\n")}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
