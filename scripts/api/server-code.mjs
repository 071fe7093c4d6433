import Module from "node:module";
import { build } from "esbuild";
import { at } from "../place.mjs";

/**
 * What modules of the server export, for scripts that write data with it.
 * @param {string} entry `export … from "./server/src/…"` lines
 */
export async function serverCode(entry) {
  const { outputFiles } = await build({
    stdin: { contents: entry, resolveDir: at("."), loader: "ts" },
    bundle: true,
    write: false,
    platform: "node",
    format: "cjs",
    mainFields: ["module", "main"],
  });
  const file = at("server-code.cjs");
  const program = new Module(file);
  program._compile(outputFiles[0].text, file);
  return program.exports;
}
