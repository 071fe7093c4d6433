// Writes server/data/api/changed-keywords.json: what a scan of a text looks for before it is parsed (server/src/api/changed-keywords.ts).
import { jsonObject, releaseSets, writeData } from "./release-sets.mjs";
import { serverCode } from "./server-code.mjs";

const { findChangedKeywordsOfFunctions, releases } = await serverCode(`
  export { findChangedKeywordsOfFunctions } from "./server/src/api/changed-keywords";
  export { releases } from "./server/src/api/releases";`);
writeData("api/changed-keywords.json", jsonObject(releaseSets(releases(), findChangedKeywordsOfFunctions)));
