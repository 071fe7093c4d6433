import { copyFileSync, mkdtempSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import { pythonParser } from "../server/src/syntax/parser";

const require = createRequire(import.meta.url);

/** The grammar as the packages ship it: unit tests need no build. */
export function grammarFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "tvmscript-grammar-"));
  copyFileSync(require.resolve("web-tree-sitter/web-tree-sitter.wasm"), path.join(folder, "web-tree-sitter.wasm"));
  const python = path.dirname(require.resolve("tree-sitter-python/package.json"));
  copyFileSync(path.join(python, "tree-sitter-python.wasm"), path.join(folder, "tree-sitter-python.wasm"));
  return folder;
}

export const parser = await pythonParser(grammarFolder());
