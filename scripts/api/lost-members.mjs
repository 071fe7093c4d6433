// Writes server/data/api/lost-members.json: what a scan of a text looks for before it is parsed (server/src/api/lost-members.ts).
import { writeFileSync } from "node:fs";
import Module from "node:module";
import { build } from "esbuild";
import { at } from "../place.mjs";

const entry = `
  export { findLostMembers, findNamedClasses } from "./server/src/api/lost-members";
  export { releases } from "./server/src/api/releases";`;
const { outputFiles } = await build({
  stdin: { contents: entry, resolveDir: at("."), loader: "ts" },
  bundle: true,
  write: false,
  platform: "node",
  format: "cjs",
});
const program = new Module(at("lost-members.cjs"));
program._compile(outputFiles[0].text, at("lost-members.cjs"));
const { findLostMembers, findNamedClasses, releases } = program.exports;

const sets = new Map();
for (const [index, release] of releases().entries()) {
  for (const name of findLostMembers(release)) sets.set(name, (sets.get(name) ?? 0) | (1 << index));
}
const lines = (map) =>
  [...map]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
const section = (name, map) => `"${name}": {\n${lines(map).join(",\n")}\n}`;
const sections = [section("names", sets), section("named", findNamedClasses())];
writeFileSync(at("server/data/api/lost-members.json"), `{\n${sections.join(",\n")}\n}\n`);
