// Writes server/data/api/lost-arguments.json: which calls may give an argument that went (server/src/api/lost-arguments.ts).
import { writeFileSync } from "node:fs";
import { at } from "../place.mjs";
import { serverCode } from "./server-code.mjs";

const entry = `
  export { findLostArguments } from "./server/src/api/lost-arguments";
  export { releases } from "./server/src/api/releases";`;
const { findLostArguments, releases } = await serverCode(entry);

const sets = new Map();
for (const [index, release] of releases().entries()) {
  for (const name of findLostArguments(release)) sets.set(name, (sets.get(name) ?? 0) | (1 << index));
}
const lines = [...sets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, set]) => `${JSON.stringify(name)}: ${set}`);
writeFileSync(at("server/data/api/lost-arguments.json"), `{\n${lines.join(",\n")}\n}\n`);
