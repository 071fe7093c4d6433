import {
  AT,
  BACKSLASH,
  BLANK,
  CLOSES,
  CODE,
  COLON,
  DOUBLE_QUOTE,
  FORM_FEED,
  HASH,
  LINE_FEED,
  OPENS,
  QUOTE,
  RETURN,
  SPACE,
  STOPS,
  TAB,
} from "./characters";
import { Room } from "./codes";

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

/** A line that goes on with the statement before it. */
const CONTINUES = /(?:else|elif|except|finally|case)\b/y;
/** A line that starts a statement whatever bracket is still open: the way out of a bracket that somebody is typing. */
const RESTARTS = /(?:@\w|(?:async[ \t]+)?def[ \t]+\w|class[ \t]+\w|import[ \t]+\w|from[ \t]+[\w.]+[ \t]+import\b)/y;
const CLASS = /class\b/y;

/** What a character is to the scanner. */
const CLASSES = new Uint8Array(128);
for (const blank of [TAB, FORM_FEED, SPACE]) CLASSES[blank] = BLANK;
for (const bracket of "([{") CLASSES[bracket.charCodeAt(0)] = OPENS;
for (const bracket of ")]}") CLASSES[bracket.charCodeAt(0)] = CLOSES;
for (const stop of [LINE_FEED, RETURN, DOUBLE_QUOTE, HASH, QUOTE, BACKSLASH]) CLASSES[stop] = STOPS;

const room = new Room();

/** A text, and its UTF-16 units, which are what is looked at. */
interface Text {
  readonly text: string;
  readonly codes: Uint16Array;
}

function matches(pattern: RegExp, text: string, at: number): boolean {
  pattern.lastIndex = at;
  return pattern.test(text);
}

function skipBlank({ codes }: Text, from: number): number {
  let at = from;
  for (let code = codes[at] as number; code < 128 && CLASSES[code] === BLANK; code = codes[at] as number) at++;
  return at;
}

/** The column of a line's first character, as Python counts: a form feed begins anew. */
function columnOf({ codes }: Text, line: number, first: number): number {
  let at = first;
  while (at > line && codes[at - 1] !== FORM_FEED) at--;
  return first - at;
}

function isLineEnd({ text, codes }: Text, at: number): boolean {
  const code = codes[at];
  return code === LINE_FEED || code === RETURN || at >= text.length;
}

/** The start of the line after the one that holds `at`. */
function nextLine({ text, codes }: Text, at: number): number {
  for (let i = at; i < text.length; i++) {
    const code = codes[i];
    if (code === LINE_FEED) return i + 1;
    if (code === RETURN) return codes[i + 1] === LINE_FEED ? i + 2 : i + 1;
  }
  return text.length;
}

/** The offset after a string literal that starts with a quote at `at`; a string on one line ends with the line at the latest. */
export function afterString({ text, codes }: Text, at: number): number {
  const quote = codes[at];
  const isTriple = codes[at + 1] === quote && codes[at + 2] === quote;
  for (let i = at + (isTriple ? 3 : 1); i < text.length; i++) {
    const code = codes[i];
    if (code === BACKSLASH) i += codes[i + 1] === RETURN && codes[i + 2] === LINE_FEED ? 2 : 1;
    else if (code === quote) {
      if (!isTriple) return i + 1;
      if (codes[i + 1] === quote && codes[i + 2] === quote) return i + 3;
    } else if (!isTriple && (code === LINE_FEED || code === RETURN)) return i;
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
function logicalLine(source: Text, from: number, indent: number, limit: number): LogicalLine {
  const { text, codes } = source;
  const classes = CLASSES;
  let depth = 0;
  let at = from;
  let end = from;
  while (at < limit) {
    const code = codes[at] as number;
    const kind = code < 128 ? classes[code] : CODE;
    if (kind === CODE) end = ++at;
    else if (kind === BLANK) at++;
    else if (kind !== STOPS) {
      depth += kind === OPENS ? 1 : -1;
      end = ++at;
    } else if (code === LINE_FEED || code === RETURN) {
      const next = nextLine(source, at);
      if (depth <= 0 || next >= limit) return { end, next, opens: codes[end - 1] === COLON };
      const first = skipBlank(source, next);
      if (columnOf(source, next, first) <= indent && matches(RESTARTS, text, first)) return { end, next, opens: false };
      at = next;
    } else if (code === HASH) {
      while (!isLineEnd(source, at)) at++;
    } else {
      if (code !== BACKSLASH) at = afterString(source, at);
      else at = isLineEnd(source, at + 1) ? nextLine(source, at + 1) : at + 1;
      at = Math.min(at, limit);
      end = at;
    }
  }
  return { end, next: limit, opens: codes[end - 1] === COLON };
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
  return piecesIn({ text, codes: room.read(text) }, from, to, indent, until);
}

function piecesIn(source: Text, from: number, to: number, indent: number, until?: (start: number) => boolean): Piece[] {
  const { text, codes } = source;
  const pieces: Piece[] = [];
  let at = from;
  let start = -1;
  let end = -1;
  let decorated = false;
  let header = -1;
  const close = () => {
    if (start >= 0) pieces.push({ start, end, body: header >= 0 ? bodyOf(source, header, end, indent) : null });
    start = -1;
    header = -1;
  };
  while (at < to) {
    const first = skipBlank(source, at);
    if (first >= to) break;
    if (isLineEnd(source, first) || codes[first] === HASH) {
      at = nextLine(source, first);
      continue;
    }
    const inner = columnOf(source, at, first) > indent;
    const goesOn = start >= 0 && (inner || decorated || matches(CONTINUES, text, first));
    if (!goesOn) {
      close();
      if (until?.(first)) return pieces;
      start = first;
    }
    const line = logicalLine(source, first, indent, to);
    if (!goesOn || decorated) {
      decorated = codes[first] === AT;
      header = !decorated && line.opens && matches(CLASS, text, first) ? line.end : -1;
    }
    end = line.end;
    at = line.next;
  }
  close();
  return pieces;
}

function bodyOf(source: Text, header: number, end: number, indent: number): Piece["body"] {
  let at = nextLine(source, header);
  while (at < end) {
    const first = skipBlank(source, at);
    if (!isLineEnd(source, first) && source.codes[first] !== HASH) {
      const column = columnOf(source, at, first);
      return column > indent ? { start: header, pieces: piecesIn(source, at, end, column) } : null;
    }
    at = nextLine(source, first);
  }
  return null;
}
