/** PEP 263 as CPython's tokenizer reads it (`check_coding_spec` in Parser/tokenizer.c). */

/** So much of a file holds any declaration that somebody wrote. */
const BEGINNING = 1000;
const DECLARATION = /^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)/;
const NOTHING_OR_COMMENT = /^[ \t\f]*(?:#|$)/;

/** The encoding that a file of Python declares, in its own words: in a comment on line one, or on line two below a line without code. */
export function declaredEncoding(bytes: Buffer): string | null {
  const beginning = bytes.toString("latin1", hasMark(bytes) ? 3 : 0, BEGINNING);
  const [first = "", second = ""] = beginning.split(/\r\n?|\n/, 2);
  const own = DECLARATION.exec(first)?.[1];
  if (own !== undefined) return own;
  return NOTHING_OR_COMMENT.test(first) ? (DECLARATION.exec(second)?.[1] ?? null) : null;
}

/** UTF-8's byte order mark. */
export function hasMark(bytes: Buffer): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
