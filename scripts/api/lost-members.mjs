// Writes server/data/api/lost-members.json: what a scan of a text looks for before it is parsed (server/src/api/lost-members.ts).
import { jsonObject, releaseSets, writeData } from "./release-sets.mjs";
import { serverCode } from "./server-code.mjs";

const { findLostMembers, findWordsOfOwners, releases } = await serverCode(`
  export { findLostMembers, findWordsOfOwners } from "./server/src/api/lost-members";
  export { releases } from "./server/src/api/releases";`);
const sections = { names: releaseSets(releases(), findLostMembers), named: findWordsOfOwners() };
const written = Object.entries(sections).map(([name, map]) => `"${name}": ${jsonObject(map)}`);
writeData("api/lost-members.json", `{\n${written.join(",\n")}\n}`);
