// Writes server/data/api/lost-arguments.json: which calls may give an argument that went (server/src/api/lost-arguments.ts).
import { jsonObject, releaseSets, writeData } from "./release-sets.mjs";
import { serverCode } from "./server-code.mjs";

const { findLostArguments, releases } = await serverCode(`
  export { findLostArguments } from "./server/src/api/lost-arguments";
  export { releases } from "./server/src/api/releases";`);
writeData("api/lost-arguments.json", jsonObject(releaseSets(releases(), findLostArguments)));
