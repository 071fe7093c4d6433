/** The suites, in the order in which they run: what each needs, how it is run, and how its count is read. */
import { existsSync, readFileSync } from "node:fs";
import { CommandFailed, run } from "./command.mjs";
import { at } from "./place.mjs";

/**
 * @typedef {{ passed: number, failed: number, note?: string }} Outcome
 * @typedef {{ needs: readonly string[], run: (name: string) => Promise<Outcome> }} Suite
 */

const tvms = ["venv", "c-compiler", "tvm-0.27", "tvm-0.26", "tvm-0.25", "tvm-0.22", "tvm-0.17"];
const workbench = ["build", "editor", "chromium", "chinese-font", "venv", "c-compiler", "tvm-0.27"];

/** @type {Readonly<Record<string, Suite>>} */
export const suites = {
  types: { needs: [], run: () => single("npm", ["run", "--silent", "typecheck"]) },
  lint: { needs: [], run: () => single("npm", ["run", "--silent", "lint"]) },
  unit: { needs: ["build", ...tvms], run: (name) => vitest(name, "vitest.config.ts") },
  neovim: { needs: ["build", "neovim"], run: (name) => vitest(name, "test/nvim/vitest.config.ts") },
  editor: { needs: workbench, run: mocha },
  browser: { needs: workbench, run: (name) => vitest(name, "test/browser/vitest.config.ts") },
};

/** A program that is one test: it passes when it ends well. */
async function single(command, args) {
  return (await succeeds(command, args)) ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest(name, config) {
  const report = at("test-results", `${name}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const well = await succeeds("npx", ["vitest", "run", "--config", config, ...reporters]);
  if (!existsSync(report)) throw new Error("vitest left no report");
  const { numPassedTests, numPendingTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
  const tests = testResults.flatMap((file) => file.assertionResults);
  // a file that does not load has no tests that could fail
  const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0).length;
  const failed = tests.filter((test) => test.status === "failed").length + broken;
  const note = numPendingTests > 0 ? { note: `${numPendingTests} skipped` } : {};
  // an error outside of any test is reported by the exit status alone
  return { passed: numPassedTests, failed: well ? failed : Math.max(failed, 1), ...note };
}

async function mocha() {
  const results = at("test-results/editor/results.json");
  const well = await succeeds(process.execPath, [at("test/editor/run.mjs")]);
  if (!existsSync(results)) throw new Error("the suite did not run to its end");
  const outcomes = JSON.parse(readFileSync(results, "utf8"));
  const failed = outcomes.filter((outcome) => !outcome.ok).length;
  return { passed: outcomes.length - failed, failed: well ? failed : Math.max(failed, 1) };
}

async function succeeds(command, args) {
  try {
    await run(command, args);
    return true;
  } catch (error) {
    if (error instanceof CommandFailed) return false;
    throw error;
  }
}
