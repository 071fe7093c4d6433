import { readFileSync } from "node:fs";
import path from "node:path";
import { Language, Parser } from "web-tree-sitter";

let ready: Promise<Parser> | undefined;

/**
 * The one parser of this process. tree-sitter's wasm build keeps its heap for ever, so there is one instance, made once.
 * @param folder where `web-tree-sitter.wasm` and `tree-sitter-python.wasm` are
 */
export function pythonParser(folder: string): Promise<Parser> {
  ready ??= load(folder);
  return ready;
}

async function load(folder: string): Promise<Parser> {
  // Read at once: the code is then compiled beside whatever else the start has to do.
  const read = (name: string) => new Uint8Array(readFileSync(path.join(folder, name)));
  const [runtime, python] = [read("web-tree-sitter.wasm"), read("tree-sitter-python.wasm")];
  await Parser.init({ wasmBinary: runtime });
  const parser = new Parser();
  parser.setLanguage(await Language.load(python));
  return parser;
}
