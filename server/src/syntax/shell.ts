import type { Span } from "../position";
import type { ReadText } from "./read-text";

/** A word of a shell's command, quotes and all: offsets count in the text that it was read from. */
export interface ShellWord extends Span {
  /** What the command gets: quotes and backslashes taken away. */
  readonly value: string;
  /** The offset of the value's first character, where the value stands in the text as it is; null where it does not. */
  readonly inner: number | null;
}

/** A simple command: a program and its arguments. */
export interface ShellCommand {
  readonly words: readonly ShellWord[];
}

/** A text that holds commands of a shell, in all of it or in places. */
export interface ShellText {
  readonly text: string;
  readonly commands: readonly ShellCommand[];
}

/**
 * The commands in a part of a text. Enough of a shell's grammar to tell words: quotes, continued lines, comments, and what
 * stands between commands. Expansions stay as they are written.
 */
export function shellCommands(text: string, { start, end }: Span): ShellCommand[] {
  const commands: ShellCommand[] = [];
  let words: ShellWord[] = [];
  const close = () => {
    if (words.length > 0) commands.push({ words });
    words = [];
  };
  let at = start;
  while (at < end) {
    const rest = text.slice(at, end);
    const skipped = /^(?:[ \t]|\\\r?\n)+/.exec(rest)?.[0];
    if (skipped) {
      at += skipped.length;
      continue;
    }
    const comment = /^#[^\n]*/.exec(rest)?.[0];
    if (comment) {
      at += comment.length;
      continue;
    }
    const between = /^(?:[;&|()\n\r`]+|\$\()/.exec(rest)?.[0];
    if (between) {
      close();
      at += between.length;
      continue;
    }
    const word = wordAt(text, at, end);
    words.push(word);
    at = word.end;
  }
  close();
  return commands;
}

function wordAt(text: string, start: number, end: number): ShellWord {
  let at = start;
  let value = "";
  let inner: number | null = null;
  let pieces = 0;
  while (at < end) {
    const char = text[at] as string;
    if (/[\s;&|()`]/.test(char)) break;
    if (char === "\\" && at + 1 < end) {
      if (/[\r\n]/.test(text[at + 1] as string)) break;
      value += text[at + 1];
      at += 2;
      pieces += 2;
      continue;
    }
    const quote = char === '"' || char === "'" ? char : null;
    if (quote) {
      const close = closing(text, at + 1, end, quote);
      const body = text.slice(at + 1, close);
      const isPlain = quote === "'" || !body.includes("\\");
      value += isPlain ? body : body.replace(/\\(["\\$`\n])/g, "$1");
      inner = at + 1;
      pieces += isPlain ? 1 : 2;
      at = Math.min(end, close + 1);
      continue;
    }
    const plain = /^[^\s;&|()`\\"']+/.exec(text.slice(at, end))?.[0] ?? char;
    if (inner === null) inner = at;
    value += plain;
    pieces++;
    at += plain.length;
  }
  // No character may keep a reader in place.
  if (at === start) at++;
  return { start, end: at, value, inner: pieces === 1 ? inner : null };
}

function closing(text: string, from: number, end: number, quote: string): number {
  for (let at = from; at < end; at++) {
    if (text[at] === "\\" && quote === '"') at++;
    else if (text[at] === quote) return at;
  }
  return end;
}

/** A script of a shell. */
export function readShell(text: string): ReadText {
  const commands = shellCommands(text, { start: 0, end: text.length });
  return { code: text.replace(/[^\r\n]/g, " "), shell: { text, commands } };
}

/** The words after what only says how to start the program: `sudo`, `FOO=1`, `proxychains`, `time`, a prompt's `$`. */
export function programWords({ words }: ShellCommand): readonly ShellWord[] {
  let at = 0;
  while (
    at < words.length &&
    /^(?:\w+=.*|sudo|time|nohup|exec|env|proxychains4?|\$|>|%|!)$/s.test(words[at]?.value ?? "")
  )
    at++;
  return words.slice(at);
}
