import { remembered } from "../remembered";
import { DOT, DOUBLE_QUOTE, LEFT_BRACKET, QUOTE, RIGHT_BRACKET } from "../syntax/characters";
import { isOfWord } from "../syntax/words";
import type { UnitScan } from "./rule";
import { beforeSpace } from "./scan-call";

/**
 * Whether the value before a dot may be an object of a class that can be known, told without parsing: not where the first name of
 * the chain is one that no assignment, annotation, loop, `with` or definition gives a value, or one of several of a loop around.
 */
export function mayBeObject(unit: UnitScan, dot: number): boolean {
  const { text } = unit;
  for (let end = beforeSpace(text, dot), length = 1; ; length++) {
    if (isQuote(text.charCodeAt(end - 1))) return false;
    if (text.charCodeAt(end - 1) === RIGHT_BRACKET) end = beforeSpace(text, bracketBefore(text, end - 1));
    let start = end;
    while (start > 0 && isOfWord(text.charCodeAt(start - 1))) start--;
    // What is called, a comment, a line that goes on.
    if (start === end) return true;
    const before = beforeSpace(text, start);
    if (text.charCodeAt(before - 1) === DOT) {
      // Or a comment ends there.
      if (text.slice(before, start).includes("\n")) return true;
      end = beforeSpace(text, before - 1);
      continue;
    }
    const name = text.slice(start, end);
    if (isOneOfSeveral(text, start, name)) return false;
    if (unit.scopeMatches(givenTo(name)) || unit.documentMatches(defined(name))) return true;
    return length > 1 && firstParameter(name).test(text);
  }
}

/** The head of a block, whole on its line, in which names have the values that they have around it. */
const HEAD = /^[ \t]*(?:if|elif|else|with|for|while|try|except|finally|async)\b.*:[ \t]*(?:#.*)?$/;
/** What a loop gives values. */
const TARGETS = /^[ \t]*(?:async[ \t]+)?for\s+([\w\s,()*]*?)\s+in\b/;
/** So many lines up the head of a loop is looked for: a long text may have many names. */
const MAX_LINES = 200;
const COMPREHENDS = /\S[ \t]+for\b/;

/** `for name, other in …`: what such names are is not followed. */
function isOneOfSeveral(text: string, from: number, name: string): boolean {
  let start = lineStart(text, from);
  let line = lineAt(text, start);
  if (COMPREHENDS.test(line)) return false;
  let own = indentationOf(line);
  for (let lines = 0; start > 0 && lines < MAX_LINES; lines++) {
    start = lineStart(text, start - 1);
    line = lineAt(text, start);
    const indentation = indentationOf(line);
    if (indentation >= own || line.trim() === "") continue;
    if (!HEAD.test(line)) return false;
    const targets = TARGETS.exec(line)?.[1] ?? "";
    if (targets.includes(",") && targets.split(/\W+/).includes(name)) return true;
    own = indentation;
  }
  return false;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf("\n", at - 1) + 1;
}

function lineAt(text: string, start: number): string {
  const end = text.indexOf("\n", start);
  return text.slice(start, end < 0 ? text.length : end);
}

function indentationOf(line: string): number {
  return line.length - line.trimStart().length;
}

function isQuote(code: number): boolean {
  return code === QUOTE || code === DOUBLE_QUOTE;
}

/** The bracket that one closes; the closing one itself where that cannot be told. */
function bracketBefore(text: string, closing: number): number {
  let depth = 0;
  for (let at = closing; at >= 0; at--) {
    const code = text.charCodeAt(at);
    if (isQuote(code)) return closing;
    if (code === RIGHT_BRACKET) depth++;
    else if (code === LEFT_BRACKET && --depth === 0) return at;
  }
  return closing;
}

/** A value or a type that is given to a name, in whatever way; much that is none, too. */
const givenTo = remembered((name) => {
  const word = `(?<![\\w.])${name}\\b`;
  const ways = [
    `${word}(?:\\s|\\\\\\n)*(?::|=(?!=)|,[\\w\\s,*()\\\\]*=(?!=)|\\)[\\w \\t,*()\\\\]*=(?!=))`,
    `\\bas\\b[^\\n:]*\\b${name}\\b`,
    // Of a list in a field.
    `\\bfor\\s+${name}\\s+in\\b[^:\\n]*?\\.`,
    `\\bfor\\s+${name}\\s+in\\s*\\(?\\s*\\n`,
  ];
  return new RegExp(ways.join("|"));
});

/** Its decorator may make an object of it. */
const defined = remembered((name) => new RegExp(`\\b(?:def|class)\\s+${name}\\b`));

/** The first parameter of a function: of a method, that is an object of the class around. */
const firstParameter = remembered((name) => new RegExp(`\\bdef\\s+\\w+\\s*\\(\\s*${name}\\b`));
