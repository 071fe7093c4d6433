import path from "node:path";
import { setFlagsFromString } from "node:v8";
import { Language, Parser } from "web-tree-sitter";

let ready: Promise<Parser> | undefined;

/**
 * For a process that reads a file or two and ends: wasm code is not compiled a second time for speed, which would cost more
 * than it could bring. Only of use before the parser is loaded.
 */
export function expectLittleWork(): void {
  setFlagsFromString("--no-wasm-tier-up");
}

/**
 * The one parser of this process. tree-sitter's wasm build keeps its heap for ever, so there is one instance, made once.
 * @param folder where `web-tree-sitter.wasm` and `tree-sitter-python.wasm` are
 */
export function pythonParser(folder: string): Promise<Parser> {
  ready ??= load(folder);
  return ready;
}

async function load(folder: string): Promise<Parser> {
  await Parser.init({ locateFile: (name: string) => path.join(folder, name) });
  const parser = new Parser();
  parser.setLanguage(await Language.load(path.join(folder, "tree-sitter-python.wasm")));
  return parser;
}
