// Both engines over a corpus: where the static trees differ from TVM's own, by node kind.
//
//   node scripts/differential.mjs PATH… --python .tvm/0.27/bin/python --release 0.27
//     --keep FOLDER   keeps TVM's trees there: the next run asks only for files that changed
//     --jobs N        processes; default: one for each core
//     --examples N    of each sort; default 5
//     --json FILE     everything, for other programs
import { spawnSync } from "node:child_process";
import { build } from "esbuild";
import { at } from "./place.mjs";

const bundle = at(".cache/differential.mjs");
await build({
  entryPoints: [at("test/differential/main.ts")],
  outfile: bundle,
  bundle: true,
  platform: "node",
  target: "node20",
  format: "esm",
  mainFields: ["module", "main"],
  logLevel: "warning",
  packages: "external",
  banner: { js: "const __dirname = import.meta.dirname, __filename = import.meta.filename;" },
});
const { status } = spawnSync(
  process.execPath,
  ["--max-old-space-size=4096", bundle, ...process.argv.slice(2), "--worker", at("server/python")],
  { stdio: "inherit" },
);
process.exit(status ?? 1);
