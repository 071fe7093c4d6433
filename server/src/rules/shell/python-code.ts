import { type Change, changeOf } from "../../api/changes";
import { expressionFor } from "../../api/expressions";
import { existsIn } from "../../api/names";
import type { Release } from "../../api/releases";
import type { Span, TextEdit } from "../../position";
import { programWords, type ShellCommand } from "../../syntax/shell";

/** A library's name in a line of Python that a command runs. */
export interface NameInCommand extends Span {
  readonly path: string;
  readonly change: Change;
  readonly edit: TextEdit | null;
  readonly safe: boolean;
}

const PYTHON = /(?:^|\/)python(?:3(?:\.\d+)?)?$/;
const CHAIN = /(?<![\w.])(?:tvm|tvm_ffi|mlc_llm|mlc_chat)(?:\.\w+)+/g;
const FROM = /\bfrom\s+((?:tvm|tvm_ffi|mlc_llm|mlc_chat)(?:\.\w+)*)\s+import\s+([\w, ]+)/g;
const IMPORT = /\bimport\s+(mlc_chat)\b/g;

/** The names in `python -c "import tvm; print(tvm._ffi.base._LIB)"` that a release does not have. */
export function goneNames(command: ShellCommand, release: Release): NameInCommand[] {
  const [program, ...words] = programWords(command);
  if (!program || !PYTHON.test(program.value)) return [];
  const code = words[words.findIndex(({ value }) => value === "-c") + 1];
  if (!words.some(({ value }) => value === "-c") || !code || code.inner === null) return [];
  const { value, inner } = code;
  const found: NameInCommand[] = [];
  const add = (path: string, at: number, isWhole: boolean) => {
    const name = goneName(path, release, value.slice(0, at), isWhole);
    if (!name) return;
    const start = inner + at;
    const edit = name.edit && {
      start: start + name.edit.start,
      end: start + name.edit.end,
      newText: name.edit.newText,
    };
    found.push({ ...name, start, end: start + name.end, edit });
  };
  for (const { 0: chain, index } of value.matchAll(CHAIN)) {
    if (!/\bfrom\s+$/.test(value.slice(0, index))) add(chain, index, true);
  }
  for (const { 1: name = "", index, 0: text } of value.matchAll(IMPORT))
    add(name, index + text.length - name.length, true);
  for (const { 1: module = "", 2: names = "", 0: text, index } of value.matchAll(FROM)) {
    for (const { 0: name, index: at } of names.matchAll(/\w+/g)) {
      const place = index + text.length - names.length + at;
      const change = changeOf(`${module}.${name}`, release);
      if (change && existsIn(`${module}.${name}`, release) === false) {
        const start = inner + place;
        found.push({ path: `${module}.${name}`, change, start, end: start + name.length, edit: null, safe: false });
      }
    }
  }
  return found;
}

function goneName(chain: string, release: Release, before: string, isWhole: boolean): NameInCommand | null {
  const names = chain.split(".");
  const paths = names.map((_, i) => names.slice(0, i + 1).join("."));
  const first = paths.findIndex((path) => existsIn(path, release) === false);
  if (first < 0 || !isWhole) return null;
  const expression = expressionFor(chain, release);
  let best: { path: string; change: Change } | null = null;
  for (const path of paths.slice(first).reverse()) {
    const change = changeOf(path, release);
    if (change && (best === null || (best.change.to === null && change.to !== null))) best = { path, change };
  }
  if (!best) return null;
  const { change } = best;
  if (expression !== null) {
    const edit = { start: 0, end: chain.length, newText: expression };
    return { start: 0, end: chain.length, path: chain, change, edit, safe: /\bprint\(\s*$/.test(before) };
  }
  const { path } = best;
  // What is in another package would have to be imported, too.
  const stays = change.to !== null && change.to.split(".")[0] === names[0];
  const isPackage = /^mlc_/.test(path) && change.to !== null;
  const edit = stays || isPackage ? { start: 0, end: path.length, newText: change.to ?? "" } : null;
  return { start: 0, end: path.length, path, change, edit, safe: change.safe };
}
