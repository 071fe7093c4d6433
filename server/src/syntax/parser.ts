import { readFileSync } from "node:fs";
import path from "node:path";
import { Language, Parser } from "web-tree-sitter";
import { readInMemory } from "./copy-tree";
import type { WasmMemory } from "./tree-reader";

/** Of Node's, whose types leave it out. */
const wasm = (
  globalThis as unknown as {
    readonly WebAssembly: { readonly Memory: new (pages: { initial: number; maximum: number }) => WasmMemory };
  }
).WebAssembly;

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
  // As much as the runtime would take itself, in pages of 64 KiB.
  const wasmMemory = new wasm.Memory({ initial: 512, maximum: 32768 });
  await Parser.init({ wasmBinary: runtime, wasmMemory });
  const parser = new Parser();
  const language = await Language.load(python);
  parser.setLanguage(language);
  readInMemory(parser, language, wasmMemory);
  return parser;
}
