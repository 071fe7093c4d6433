import { readFileSync } from "node:fs";
import path from "node:path";
import { Language, Parser } from "web-tree-sitter";
import { readInMemory } from "./copy-tree";
import type { WasmMemory } from "./tree-reader";

interface WasmModule {
  readonly compiled: unique symbol;
}

/** Of Node's, whose types leave it out. */
const wasm = (
  globalThis as unknown as {
    readonly WebAssembly: {
      readonly Memory: new (pages: { initial: number; maximum: number }) => WasmMemory;
      readonly Instance: new (module: WasmModule, imports: object) => object;
      compile(code: Uint8Array): Promise<WasmModule>;
    };
  }
).WebAssembly;

/** The compiled code of the runtime and of the grammar; threads can be given it. */
export interface GrammarCode {
  readonly runtime: WasmModule;
  readonly python: WasmModule;
}

let ready: Promise<Parser> | undefined;

/**
 * The one parser of this thread. tree-sitter's wasm build keeps its heap for ever, so there is one instance, made once.
 * @param folder where `web-tree-sitter.wasm` and `tree-sitter-python.wasm` are
 */
export function pythonParser(folder: string, code?: GrammarCode): Promise<Parser> {
  ready ??= load(folder, code);
  return ready;
}

export async function compileGrammar(folder: string): Promise<GrammarCode> {
  const [runtime, python] = await Promise.all([
    wasm.compile(read(folder, RUNTIME)),
    wasm.compile(read(folder, PYTHON)),
  ]);
  return { runtime, python };
}

const RUNTIME = "web-tree-sitter.wasm";
const PYTHON = "tree-sitter-python.wasm";

function read(folder: string, name: string): Uint8Array {
  return new Uint8Array(readFileSync(path.join(folder, name)));
}

async function load(folder: string, code: GrammarCode | undefined): Promise<Parser> {
  // As much as the runtime would take itself, in pages of 64 KiB.
  const wasmMemory = new wasm.Memory({ initial: 512, maximum: 32768 });
  let language: Language;
  if (code) {
    const instantiateWasm = (imports: object, receive: (instance: object, module: WasmModule) => void): object => {
      receive(new wasm.Instance(code.runtime, imports), code.runtime);
      return {};
    };
    await Parser.init({ wasmMemory, instantiateWasm });
    language = Language.loadSync(code.python as never);
  } else {
    // Read at once: the code is then compiled beside whatever else the start has to do.
    const [runtime, python] = [read(folder, RUNTIME), read(folder, PYTHON)];
    await Parser.init({ wasmBinary: runtime, wasmMemory });
    language = await Language.load(python);
  }
  const parser = new Parser();
  parser.setLanguage(language);
  readInMemory(parser, language, wasmMemory);
  return parser;
}
