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
  await Parser.init({ locateFile: (name: string) => path.join(folder, name) });
  const parser = new Parser();
  parser.setLanguage(await Language.load(path.join(folder, "tree-sitter-python.wasm")));
  return parser;
}
