import { readFileSync } from "node:fs";
import path from "node:path";
import { Language, Parser } from "web-tree-sitter";
import { readInMemory } from "./copy-tree";
import { noParser, ParserNeeded, type TextParser } from "./text-parser";
import type { WasmMemory } from "./tree-reader";

/** Of Node's, whose types leave it out. */
const wasm = (
  globalThis as unknown as {
    readonly WebAssembly: {
      readonly Memory: new (pages: { initial: number; maximum: number }) => WasmMemory;
    };
  }
).WebAssembly;

let ready: Promise<Parser> | undefined;
let loaded: TextParser = noParser;

/**
 * The one parser of this thread. tree-sitter's wasm build keeps its heap for ever, so there is one instance, made once.
 * @param folder where `web-tree-sitter.wasm` and `tree-sitter-python.wasm` are
 */
export function pythonParser(folder: string): Promise<Parser> {
  ready ??= load(folder);
  return ready;
}

/** What comes of work that may need the parser: it is loaded, and the work begun anew, where it does. */
export async function withParser<Result>(folder: string, work: (parser: TextParser) => Result): Promise<Result> {
  try {
    return work(loaded);
  } catch (error) {
    if (!(error instanceof ParserNeeded)) throw error;
    loaded = await pythonParser(folder);
    return work(loaded);
  }
}

const RUNTIME = "web-tree-sitter.wasm";
const PYTHON = "tree-sitter-python.wasm";

function read(folder: string, name: string): Uint8Array {
  return new Uint8Array(readFileSync(path.join(folder, name)));
}

async function load(folder: string): Promise<Parser> {
  // As much as the runtime would take itself, in pages of 64 KiB.
  const wasmMemory = new wasm.Memory({ initial: 512, maximum: 32768 });
  // Read at once: the code is then compiled beside whatever else the start has to do.
  const [runtime, python] = [read(folder, RUNTIME), read(folder, PYTHON)];
  await Parser.init({ wasmBinary: runtime, wasmMemory });
  const language = await Language.load(python);
  const parser = new Parser();
  parser.setLanguage(language);
  readInMemory(parser, language, wasmMemory);
  return parser;
}
