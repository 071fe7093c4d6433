#!/usr/bin/env node
/**
 * What the program does on a GPU, for which the tests have none: run it by hand on a machine with one.
 *
 *   node scripts/gpu-check.mjs [--python PATH] [--target cuda] [--only WORD,…] [--log FOLDER]
 *
 * PATH is an interpreter with TVM 0.27 for that device (default: .tvm/0.27, made where it is missing).
 */
import { spawnSync } from "node:child_process";
import { build } from "esbuild";
import { at, root } from "./place.mjs";
import { ensureTvm } from "./tvm-env.mjs";

const bundle = at(".cache/gpu-check.cjs");
await build({
  entryPoints: [at("test/gpu/main.ts")],
  outfile: bundle,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  mainFields: ["module", "main"],
  logLevel: "warning",
});
const args = process.argv.slice(2);
if (!args.includes("--python")) args.push("--python", await ensureTvm("0.27"));
const { status } = spawnSync(process.execPath, [bundle, ...args, "--root", root], { stdio: "inherit" });
process.exit(status ?? 1);
