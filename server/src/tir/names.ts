import { remembered } from "../remembered";

/**
 * Where TVM's script names live. A dotted path, as imports resolve it, is brought to a dialect and a name:
 * `tvm.script.tir.block`, `tvm.script.tirx.block` and `tvm.tir.block` are all `T.block`.
 */
const PREFIXES: readonly (readonly [string, string])[] = [
  ["tvm.script.parser.tir.", "T."],
  ["tvm.script.parser.tirx.", "T."],
  ["tvm.script.ir_builder.tir.", "T."],
  ["tvm.tirx.script.builder.", "T."],
  ["tvm.tirx.script.", "T."],
  ["tvm.script.tir.", "T."],
  ["tvm.script.tirx.", "T."],
  ["tvm.tir.op.", "T."],
  ["tvm.tirx.op.", "T."],
  ["tvm.tir.", "T."],
  ["tvm.tirx.", "T."],
  ["tvm.script.parser.relax.", "R."],
  ["tvm.script.ir_builder.relax.", "R."],
  ["tvm.script.relax.", "R."],
  ["tvm.relax.op.", "R."],
  ["tvm.relax.", "R."],
  ["tvm.script.parser.ir.", "I."],
  ["tvm.script.ir.", "I."],
  ["tvm.ir.", "I."],
  ["tvm.script.ty.", "T."],
  ["tvm.script.", "I."],
];

/** `T.block`, `R.add`, `I.ir_module`; null for a path outside of TVM's scripts. */
export function scriptName(path: string | null): string | null {
  return path === null ? null : nameOf(path);
}

/** A script name without its dialect: the same object each time, which tables find faster than a new one. */
export const plainName = remembered((name) => name.slice(name.indexOf(".") + 1));

/** Whether a path is the module of TIR's scripts itself. */
export function isDialect(path: string): boolean {
  return /^tvm\.script\.(?:parser\.)?tirx?$/.test(path);
}

const nameOf = remembered((path): string | null => {
  for (const [prefix, dialect] of PREFIXES) {
    if (path.startsWith(prefix)) return dialect + path.slice(prefix.length);
  }
  return null;
});
