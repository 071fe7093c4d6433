// Writes server/data/api/lost-arguments.json: which calls may give an argument that went (server/src/api/lost-arguments.ts).
import { writeFileSync } from "node:fs";
import Module from "node:module";
import { build } from "esbuild";
import { at } from "../place.mjs";

const entry = `
  export { findLostArguments } from "./server/src/api/lost-arguments";
  export { releases } from "./server/src/api/releases";`;
const { outputFiles } = await build({
  stdin: { contents: entry, resolveDir: at("."), loader: "ts" },
  bundle: true,
  write: false,
  platform: "node",
  format: "cjs",
});
const program = new Module(at("lost-arguments.cjs"));
program._compile(outputFiles[0].text, at("lost-arguments.cjs"));
const { findLostArguments, releases } = program.exports;

const sets = new Map();
for (const [index, release] of releases().entries()) {
  for (const name of findLostArguments(release)) sets.set(name, (sets.get(name) ?? 0) | (1 << index));
}
const lines = [...sets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, set]) => `${JSON.stringify(name)}: ${set}`);
writeFileSync(at("server/data/api/lost-arguments.json"), `{\n${lines.join(",\n")}\n}\n`);
