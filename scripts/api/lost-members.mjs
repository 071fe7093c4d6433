// Writes server/data/api/lost-members.json: what a scan of a text looks for before it is parsed (server/src/api/lost-members.ts).
import { writeFileSync } from "node:fs";
import { at } from "../place.mjs";
import { serverCode } from "./server-code.mjs";

const entry = `
  export { findLostMembers, findWordsOfOwners } from "./server/src/api/lost-members";
  export { releases } from "./server/src/api/releases";`;
const { findLostMembers, findWordsOfOwners, releases } = await serverCode(entry);

const sets = new Map();
for (const [index, release] of releases().entries()) {
  for (const name of findLostMembers(release)) sets.set(name, (sets.get(name) ?? 0) | (1 << index));
}
const lines = (map) =>
  [...map]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
const section = (name, map) => `"${name}": {\n${lines(map).join(",\n")}\n}`;
const sections = [section("names", sets), section("named", findWordsOfOwners())];
writeFileSync(at("server/data/api/lost-members.json"), `{\n${sections.join(",\n")}\n}\n`);
