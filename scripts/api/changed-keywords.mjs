// Writes server/data/api/changed-keywords.json: what a scan of a text looks for before it is parsed (server/src/api/changed-keywords.ts).
import { writeFileSync } from "node:fs";
import { at } from "../place.mjs";
import { serverCode } from "./server-code.mjs";

const entry = `
  export { findChangedKeywordsOfFunctions } from "./server/src/api/changed-keywords";
  export { releases } from "./server/src/api/releases";`;
const { findChangedKeywordsOfFunctions, releases } = await serverCode(entry);

const sets = new Map();
for (const [index, release] of releases().entries()) {
  for (const call of findChangedKeywordsOfFunctions(release)) sets.set(call, (sets.get(call) ?? 0) | (1 << index));
}
const lines = [...sets].sort(([a], [b]) => (a < b ? -1 : 1)).map(([call, set]) => `${JSON.stringify(call)}: ${set}`);
writeFileSync(at("server/data/api/changed-keywords.json"), `{\n${lines.join(",\n")}\n}\n`);
