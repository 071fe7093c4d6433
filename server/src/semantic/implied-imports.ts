import type { Heads } from "./chains";

/** What TVM's printers write above a script, as a comment: how it is to be read, by `tvm.script.from_source` for one. */
const HEADER = /^# from tvm\.script import (tirx?|relax|ir) as (\w+)[ \t]*\r?$/gm;
/** What only scripts since TIRx have, and only older ones. */
const SINCE_TIRX = /\.sblock\b|\bs_tir\s*=|"tirx\.noalias"/;
const BEFORE_TIRX = /\.block\(|"tir\.noalias"/;

/**
 * What the names stand for that such comments speak of, by name; `tvm` is read along with them. A script that is migrated keeps the
 * comment that it was printed with, so what it says of TIR is no more than that the name is TIR's.
 */
export function printedImports(texts: readonly string[]): Heads {
  const found = new Map<string, readonly string[]>();
  for (const text of texts) {
    if (!text.includes("# from tvm.script import")) continue;
    for (const [, module = "", name = ""] of text.matchAll(HEADER)) {
      if (!found.has(name))
        found.set(name, [`tvm.script.${/^tirx?$/.test(module) ? (dialectOf(text) ?? module) : module}`]);
    }
  }
  if (found.size > 0) found.set("tvm", ["tvm"]);
  return found;
}

/** The decorators of scripts, under the names that everybody gives to what they come from. */
const DECORATORS = /^[ \t]*@(?:(T)\.(?:prim_func|macro)|(R)\.function|(I)\.ir_module|(tvm)\.script\.\w+)\b/gm;

/** What the usual names stand for in excerpts on a page, which import nothing: where they decorate scripts, they are TVM's. */
export function excerptImports(texts: readonly string[]): Heads {
  const found = new Map<string, readonly string[]>();
  const names = new Set(texts.flatMap((text) => [...text.matchAll(DECORATORS)].flatMap((match) => match.slice(1))));
  if (names.has("T") || names.has("I") || names.has("tvm")) {
    const dialects = texts.flatMap((text) => dialectOf(text) ?? []);
    found.set("T", [`tvm.script.${dialects.includes("tirx") ? "tirx" : "tir"}`]);
  }
  if (names.has("R")) found.set("R", ["tvm.script.relax"]);
  if (names.has("I")) found.set("I", ["tvm.script.ir"]);
  if (found.size > 0) found.set("tvm", ["tvm"]);
  return found;
}

function dialectOf(text: string): string | null {
  if (SINCE_TIRX.test(text)) return "tirx";
  return BEFORE_TIRX.test(text) ? "tir" : null;
}
