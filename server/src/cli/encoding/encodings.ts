/** Encodings in which CPython takes a file of Python, by its names for them (Lib/encodings/aliases.py). */

import { PYTHON_ENCODINGS } from "./python-names";

/** An encoding in which the first 128 bytes are ASCII's where they begin a character. */
export interface Encoding {
  /** iconv-lite's name for a table that holds at least the characters of CPython's. */
  readonly table: string;
  /** How many bytes the character takes that begins with this byte, not an ASCII one, and goes on with that. */
  length(first: number, next: number): number;
  /** Characters of the table that CPython's does not have, by their bytes as a number. */
  lacks?(code: number): boolean;
}

export type Named =
  | { readonly kind: "utf-8" | "latin-1" | "ascii" }
  | { readonly kind: "table"; readonly encoding: Encoding }
  /** CPython has it, and it is not read here. */
  | { readonly kind: "unread" }
  /** CPython has no such encoding of texts. */
  | { readonly kind: "unknown" };

const one = (): number => 1;
const two = (): number => 2;
/** A second byte below this is outside of the 94 × 94 that the oldest sets consist of. */
const isOutside = (code: number): boolean => code < 0xa1a1 || (code & 0xff) < 0xa1;

const gb2312: Encoding = {
  table: "cp936",
  length: two,
  lacks: (code) =>
    isOutside(code) ||
    isIn(code, 0xa2a1, 0xa2aa) ||
    isIn(code, 0xa6e0, 0xa6f5) ||
    isIn(code, 0xa8bb, 0xa8c0) ||
    code >= 0xf8a1,
};
const gbk: Encoding = { table: "cp936", length: (first) => (first === 0x80 ? 1 : 2), lacks: (code) => code === 0x80 };
const gb18030: Encoding = {
  table: "gb18030",
  length: (first, next) => (first === 0x80 ? 1 : isIn(next, 0x30, 0x39) ? 4 : 2),
  lacks: (code) => code === 0x80,
};
const big5: Encoding = {
  table: "big5hkscs",
  length: two,
  lacks: (code) =>
    code < 0xa140 || isIn(code, 0xa3c0, 0xa3e0) || isIn(code, 0xc7fd, 0xc8fe) || isIn(code, 0xf9d6, 0xffff),
};
const cp950: Encoding = {
  table: "big5hkscs",
  length: two,
  lacks: (code) =>
    code < 0xa140 || isIn(code, 0xa3c0, 0xa3e0) || isIn(code, 0xc7fd, 0xc8fe) || isIn(code, 0xf9ff, 0xffff),
};
const big5hkscs: Encoding = { table: "big5hkscs", length: two };
const isHalfWidth = (first: number): boolean => isIn(first, 0xa0, 0xdf) || first === 0x80 || first >= 0xfd;
const shiftJis: Encoding = {
  table: "shiftjis",
  length: (first) => (isHalfWidth(first) ? 1 : 2),
  lacks: (code) => code === 0x80 || isIn(code, 0x8740, 0x889e) || code >= 0xeb40,
};
const cp932: Encoding = { table: "shiftjis", length: shiftJis.length };
const eucJp: Encoding = {
  table: "eucjp",
  length: (first) => (first === 0x8f ? 3 : 2),
  lacks: (code) => isIn(code, 0xada1, 0xadfe) || isIn(code, 0xf5a1, 0xffff),
};
const eucKr: Encoding = { table: "cp949", length: two, lacks: (code) => isOutside(code) || code === 0xa4d4 };
const cp949: Encoding = { table: "cp949", length: two };

const tables: Readonly<Record<string, Encoding>> = {
  gb2312,
  gbk,
  gb18030,
  big5,
  cp950,
  big5hkscs,
  shift_jis: shiftJis,
  cp932,
  euc_jp: eucJp,
  euc_kr: eucKr,
  cp949,
};

/** A byte a character, by the same name in both. */
const SINGLE_BYTES =
  /^(?:cp(?:125[0-8]|437|720|737|775|85[025678]|86[012359]|866|874|1125)|iso8859_(?:[2-9]|1[013-6])|koi8_[rtu]|hp_roman8)$/;

/** CPython's own name by each of the names for it. */
let ownNames: ReadonlyMap<string, string> | undefined;

export function encodingNamed(declared: string): Named {
  // Emacs says how lines end, too; CPython takes that of these two.
  const plain = declared.toLowerCase().replaceAll("_", "-");
  if (/^utf-8(?:-|$)/.test(plain)) return { kind: "utf-8" };
  if (/^(?:latin-1|iso-8859-1|iso-latin-1)(?:-|$)/.test(plain)) return { kind: "latin-1" };
  const name = nameOf(declared);
  ownNames ??= new Map(PYTHON_ENCODINGS.trim().split("\n").flatMap(namesIn));
  const own = ownNames.get(name) ?? ownNames.get(name.replaceAll(".", "_"));
  if (own === undefined) return { kind: "unknown" };
  if (own === "utf_8" || own === "utf_8_sig") return { kind: "utf-8" };
  if (own === "iso8859_1") return { kind: "latin-1" };
  if (own === "ascii") return { kind: "ascii" };
  const encoding = tables[own] ?? (SINGLE_BYTES.test(own) ? { table: own.replace("_", ""), length: one } : null);
  return encoding ? { kind: "table", encoding } : { kind: "unread" };
}

function namesIn(line: string): [string, string][] {
  const [own = "", ...others] = line.split(/:? /);
  return [own, ...others].map((each) => [each.replace(":", ""), own.replace(":", "")]);
}

/** `normalize_encoding` in Lib/encodings/__init__.py. */
function nameOf(declared: string): string {
  return declared
    .toLowerCase()
    .replace(/[^a-z0-9.]+/g, "_")
    .replace(/^_|_$/g, "");
}

function isIn(code: number, from: number, to: number): boolean {
  return code >= from && code <= to;
}
