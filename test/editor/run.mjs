/**
 * Runs the mocha suite inside a real extension host: VS Code desktop's when TEST_DESKTOP names a version to download
 * (`stable`, `1.100.0`), else that of the editor in a browser, which scripts/editor/code.mjs stands in for.
 *
 *   TEST_RESULTS   where the suite leaves results.json; test-results/editor unless set
 *   TEST_GREP      runs only the tests whose names match
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { runTests } from "@vscode/test-electron";
import { build } from "esbuild";
import { interpreterOf } from "../../scripts/interpreter.mjs";
import { at, root } from "../../scripts/place.mjs";

/** The tests as the extension host loads them: CommonJS, with `vscode` and mocha from outside the bundle. */
async function bundle() {
  const suite = at("test/editor/suite");
  const files = readdirSync(suite).filter((name) => name.endsWith(".ts"));
  await build({
    entryPoints: files.map((name) => path.join(suite, name)),
    outdir: at("dist/test/editor"),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    sourcemap: "inline",
    external: ["vscode", "mocha"],
    logLevel: "warning",
  });
}

const results = process.env.TEST_RESULTS ?? at("test-results/editor");
rmSync(results, { recursive: true, force: true });
rmSync(at("dist/test/editor"), { recursive: true, force: true });
mkdirSync(results, { recursive: true });
await bundle();

const workspace = mkdtempSync(path.join(os.tmpdir(), "samples-"));
cpSync(at("samples"), workspace, { recursive: true });
const settings = { "tvmscript.interpreter.path": interpreterOf("0.27") };
const desktop = process.env.TEST_DESKTOP;
try {
  await runTests({
    ...(desktop ? { version: desktop } : { vscodeExecutablePath: at("scripts/editor/code.mjs") }),
    extensionDevelopmentPath: root,
    extensionTestsPath: at("dist/test/editor/index.js"),
    extensionTestsEnv: { TEST_RESULTS: results, TEST_SETTINGS: JSON.stringify(settings) },
    launchArgs: [workspace],
  });
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  rmSync(workspace, { recursive: true, force: true });
}
