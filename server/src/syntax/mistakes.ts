/**
 * What keeps a definition from being Python, told from its text: a grammar that goes on whatever it meets does not say where it
 * began to guess. Reads strings, comments, brackets and indentation, line by logical line.
 */
export interface Mistake {
  readonly start: number;
  readonly end: number;
  readonly what: "bracket" | "string" | "colon" | "indentation" | "block" | "incomplete";
}

const OPENS: Readonly<Record<string, string>> = { "(": ")", "[": "]", "{": "}" };
const COMPOUND = /^(?:async[ \t]+)?(?:for|while|if|elif|else|with|def|class|try|except|finally)\b/;

/** What has to stand above a clause, at the same indentation. */
const FOLLOWS: Readonly<Record<string, readonly string[]>> = {
  elif: ["if", "elif"],
  else: ["if", "elif", "for", "while", "except"],
  except: ["try", "except"],
  finally: ["try", "except", "else"],
};

const INDENTATION = /[ \t\f]*/y;
/** What the reader need not look at letter by letter. */
const PLAIN = /[^\n\r#\\"'()[\]{}:]+/y;

interface Line {
  readonly start: number;
  readonly end: number;
  readonly indent: number;
  readonly first: string;
  /** A colon outside of brackets, and whether it is the last thing on the line. */
  readonly colon: boolean;
  readonly opens: boolean;
  readonly last: string;
}

/** The first mistake in the text of a statement with decorators; null where none is seen. */
export function mistakeIn(text: string): Mistake | null {
  const lines: Line[] = [];
  let at = 0;
  while (at < text.length) {
    const read = readLine(text, at);
    if ("what" in read) return read;
    if (read.end > read.start) lines.push(read);
    at = Math.max(read.next, at + 1);
  }
  return inLines(text, lines);
}

function readLine(text: string, from: number): Mistake | (Line & { readonly next: number }) {
  INDENTATION.lastIndex = from;
  INDENTATION.test(text);
  const start = INDENTATION.lastIndex;
  const open: number[] = [];
  let at = start;
  let end = start;
  let colon = false;
  let last = "";
  while (at < text.length) {
    PLAIN.lastIndex = at;
    if (PLAIN.test(text)) {
      let code = PLAIN.lastIndex;
      while (code > at && isBlank(text.charCodeAt(code - 1))) code--;
      if (code > at) {
        end = code;
        last = text.charAt(code - 1);
      }
      at = PLAIN.lastIndex;
      continue;
    }
    const letter = text[at] as string;
    if (letter === "\n" || letter === "\r") {
      if (open.length === 0) break;
      at++;
      continue;
    }
    if (letter === "#") {
      while (at < text.length && text[at] !== "\n") at++;
      continue;
    }
    if (letter === "\\" && /^\\\r?\n/.test(text.slice(at, at + 3))) {
      at = text.indexOf("\n", at) + 1;
      continue;
    }
    if (letter === '"' || letter === "'") {
      const close = afterString(text, at);
      if (close === null) return { start: at, end: lineEnd(text, at), what: "string" };
      at = close;
      end = at;
      last = letter;
      continue;
    }
    if (letter in OPENS) open.push(at);
    else if (letter === ")" || letter === "]" || letter === "}") {
      const opened = open.pop();
      if (opened === undefined) return { start: at, end: at + 1, what: "bracket" };
      if (OPENS[text[opened] as string] !== letter) return { start: opened, end: opened + 1, what: "bracket" };
    } else if (letter === ":" && open.length === 0 && text[at + 1] !== "=") colon = true;
    if (letter !== " " && letter !== "\t") {
      end = at + 1;
      last = letter;
    }
    at++;
  }
  const opened = open.at(-1);
  if (opened !== undefined) return { start: opened, end: opened + 1, what: "bracket" };
  const indent = columnsOf(text, from, start);
  const first = text.slice(start, Math.min(end, start + 40));
  return { start, end, indent, first, colon, opens: colon && last === ":", last, next: at + 1 };
}

function columnsOf(text: string, from: number, to: number): number {
  let columns = 0;
  for (let at = from; at < to; at++) columns = text[at] === "\t" ? (Math.floor(columns / 8) + 1) * 8 : columns + 1;
  return columns;
}

/** What `trimEnd` takes away, line ends aside. */
function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9 || unit === 11 || unit === 12 || unit === 0xa0 || unit === 0xfeff || unit === 0x3000;
}

function lineEnd(text: string, from: number): number {
  const end = text.slice(from).search(/[\r\n]/);
  return end < 0 ? text.length : from + end;
}

/** The offset after a string; null where it does not end. */
function afterString(text: string, at: number): number | null {
  const quote = text[at] as string;
  const mark = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  for (let i = at + mark.length; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text.startsWith(mark, i)) return i + mark.length;
    else if (mark.length === 1 && text[i] === "\n") return null;
  }
  return null;
}

function inLines(text: string, lines: readonly Line[]): Mistake | null {
  // The first line comes without its indentation; decorators stand where their definition does.
  const base = lines[0]?.first.startsWith("@") ? (lines[1]?.indent ?? 0) : 0;
  const levels = [base];
  /** What the last statement at each of them begins with. */
  const heads = [""];
  let opened: Line | null = null;
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] as Line;
    const indent = at === 0 ? base : line.indent;
    const top = levels.at(-1) ?? 0;
    if (opened) {
      if (indent <= top) return { start: line.start, end: line.end, what: "block" };
      levels.push(indent);
      heads.push("");
    } else if (indent > top) {
      return { start: line.start, end: line.end, what: "indentation" };
    } else {
      while ((levels.at(-1) ?? 0) > indent) {
        levels.pop();
        heads.pop();
      }
      if (levels.at(-1) !== indent) return { start: line.start, end: line.end, what: "indentation" };
    }
    const head = headOf(line.first);
    const before = heads[heads.length - 1] ?? "";
    heads[heads.length - 1] = head;
    if (head in FOLLOWS && !FOLLOWS[head]?.includes(before))
      return { start: line.start, end: line.end, what: "indentation" };
    if (head === "for" && !/\bin\b/.test(text.slice(line.start, line.end)))
      return { start: line.start, end: line.end, what: "incomplete" };
    if (head !== "" && !line.colon) return { start: line.start, end: line.end, what: "colon" };
    opened = line.opens && (head !== "" || /^(?:match|case)\b/.test(line.first)) ? line : null;
    if (line.last !== "" && GOES_ON.includes(line.last) && !isWhole(text, line))
      return { start: line.start, end: line.end, what: "incomplete" };
  }
  return opened ? { start: opened.start, end: opened.end, what: "block" } : null;
}

/** The word that a compound statement or a clause of one begins with; empty for other statements. */
function headOf(first: string): string {
  return HEADS.includes(first[0] ?? " ") ? (COMPOUND.exec(first)?.[0] ?? "") : "";
}

/** What those words begin with. */
const HEADS = "afwiedtc";
/** What no statement ends with. */
const GOES_ON = "=.,+-*/%<>&|^~@";

/** `return a,`, `a, = b,` and `a = 1.` are whole. */
function isWhole(text: string, { start, end, last }: Line): boolean {
  const code = text.slice(start, end);
  if (last === ",") return !/^(?:@|def\b|for\b|import\b|from\b)/.test(code);
  return code.endsWith("import *") || code.endsWith("...") || /(?<![\w.])\d[\d_]*\.$/.test(code);
}
