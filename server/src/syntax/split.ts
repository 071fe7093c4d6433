/**
 * Cuts Python text into statements without parsing it: only strings, comments, brackets and indentation are looked at.
 *
 * It is what keeps a key press cheap and an error where it was made: each piece is parsed by itself, so nothing that is half
 * typed in one function reaches the next, and a piece whose text was there before is not parsed again.
 */

/** One statement with what belongs to it (decorators, `else`, `except` …). Offsets are UTF-16 units in the whole text. */
export interface Piece {
  /** First character of the statement, after its indentation. */
  readonly start: number;
  /** End of its last line of code, exclusive. */
  readonly end: number;
  /** For a class with a body of its own lines: where the header ends (after the colon) and the pieces of the body. */
  readonly body: { readonly start: number; readonly pieces: readonly Piece[] } | null;
}

/** What the scanner stops at inside a line. */
const STOPS = /["'#()[\]{}\\\n\r]/g;
/** A line that goes on with the statement before it. */
const CONTINUES = /(?:else|elif|except|finally|case)\b/y;
/** A line that starts a statement whatever bracket is still open: the way out of a bracket that somebody is typing. */
const RESTARTS = /(?:@\w|(?:async[ \t]+)?def[ \t]+\w|class[ \t]+\w|import[ \t]+\w|from[ \t]+[\w.]+[ \t]+import\b)/y;
const CLASS = /class\b/y;
const BLANK = /[ \t\f]*/y;

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function skipBlank(text: string, at: number): number {
  BLANK.lastIndex = at;
  BLANK.test(text);
  return BLANK.lastIndex;
}

function isLineEnd(text: string, at: number): boolean {
  const unit = text.charCodeAt(at);
  return unit === 10 || unit === 13 || Number.isNaN(unit);
}

/** The start of the line after the one that holds `at`. */
function nextLine(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 10) return i + 1;
    if (unit === 13) return text.charCodeAt(i + 1) === 10 ? i + 2 : i + 1;
  }
  return text.length;
}

/** The offset after a string literal that starts with a quote at `at`; a string on one line ends with the line at the latest. */
function afterString(text: string, at: number): number {
  const quote = text[at] as string;
  const triple = text.startsWith(quote.repeat(3), at);
  const mark = triple ? quote.repeat(3) : quote;
  for (let i = at + mark.length; i < text.length; i++) {
    const unit = text[i];
    if (unit === "\\") i += text[i + 1] === "\r" && text[i + 2] === "\n" ? 2 : 1;
    else if (unit === quote && text.startsWith(mark, i)) return i + mark.length;
    else if (!triple && (unit === "\n" || unit === "\r")) return i;
  }
  return text.length;
}

interface LogicalLine {
  /** End of the last character that is neither blank nor comment. */
  readonly end: number;
  /** Start of the next physical line. */
  readonly next: number;
  /** The line's last character of code is a colon. */
  readonly opens: boolean;
}

/**
 * Reads one logical line: through open brackets, long strings and backslashes.
 * @param indent statements at this column or less take over when a bracket was left open
 */
function logicalLine(text: string, from: number, indent: number, limit: number): LogicalLine {
  let depth = 0;
  let at = from;
  let code = from;
  for (;;) {
    STOPS.lastIndex = at;
    const stop = STOPS.test(text) ? Math.min(STOPS.lastIndex - 1, limit) : limit;
    code = lastCode(text, at, stop, code);
    if (stop >= limit) return { end: code, next: limit, opens: text[code - 1] === ":" };
    const mark = text[stop] as string;
    if (mark === "\n" || mark === "\r") {
      const next = nextLine(text, stop);
      if (depth <= 0 || next >= limit) return { end: code, next, opens: text[code - 1] === ":" };
      const first = skipBlank(text, next);
      if (first - next <= indent && matches(RESTARTS, text, first)) return { end: code, next, opens: false };
      at = next;
      continue;
    }
    at = stop + 1;
    if (mark === "#") {
      at = stop;
      while (!isLineEnd(text, at)) at++;
      continue;
    }
    if (mark === '"' || mark === "'") at = Math.min(afterString(text, stop), limit);
    else if (mark === "\\") at = isLineEnd(text, stop + 1) ? nextLine(text, stop + 1) : stop + 1;
    else depth += mark === "(" || mark === "[" || mark === "{" ? 1 : -1;
    code = Math.min(at, limit);
  }
}

/** The end of the last non-blank character in [from, to), or `before` when all is blank. */
function lastCode(text: string, from: number, to: number, before: number): number {
  let at = to;
  while (
    at > from &&
    (text.charCodeAt(at - 1) === 32 || text.charCodeAt(at - 1) === 9 || text.charCodeAt(at - 1) === 12)
  )
    at--;
  return at > from ? at : before;
}

/**
 * The statements that start at column `indent` (or, where the code is out of line, at any column up to it) in [from, to).
 * Whoever calls has made sure that no statement, string or bracket is open at `from`.
 * @param indent 0 for a module
 * @param until asked at each start of a statement; true ends the work there
 */
export function split(
  text: string,
  from: number,
  to: number,
  indent: number,
  until?: (start: number) => boolean,
): Piece[] {
  const pieces: Piece[] = [];
  let at = from;
  let start = -1;
  let end = -1;
  let decorated = false;
  let header = -1;
  const close = () => {
    if (start >= 0) pieces.push({ start, end, body: header >= 0 ? bodyOf(text, header, end, indent) : null });
    start = -1;
    header = -1;
  };
  while (at < to) {
    const first = skipBlank(text, at);
    if (first >= to) break;
    if (isLineEnd(text, first) || text[first] === "#") {
      at = nextLine(text, first);
      continue;
    }
    const inner = first - at > indent;
    const goesOn = start >= 0 && (inner || decorated || matches(CONTINUES, text, first));
    if (!goesOn) {
      close();
      if (until?.(first)) return pieces;
      start = first;
    }
    const line = logicalLine(text, first, indent, to);
    if (!goesOn || decorated) {
      decorated = text[first] === "@";
      header = !decorated && line.opens && matches(CLASS, text, first) ? line.end : -1;
    }
    end = line.end;
    at = line.next;
  }
  close();
  return pieces;
}

function bodyOf(text: string, header: number, end: number, indent: number): Piece["body"] {
  let at = nextLine(text, header);
  while (at < end) {
    const first = skipBlank(text, at);
    if (!isLineEnd(text, first) && text[first] !== "#") {
      const column = first - at;
      return column > indent ? { start: header, pieces: split(text, at, end, column) } : null;
    }
    at = nextLine(text, first);
  }
  return null;
}
