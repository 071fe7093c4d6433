import type { Span } from "../position";
import { isOfWord, isSpace, type WantedWords, Words } from "../syntax/words";

/**
 * The name of the function in whose argument list an offset is: its last name alone. Empty where the offset is in no call; null
 * where that cannot be told without parsing.
 */
export function calleeBefore(text: string, offset: number): string | null {
  let before = offset - 1;
  while (/\s/.test(text.charAt(before))) before--;
  // An argument follows a bracket or a comma; a comment may stand between.
  if (!/[(,\\]/.test(text.charAt(before)) && !text.slice(text.lastIndexOf("\n", before) + 1, before + 1).includes("#"))
    return "";
  let depth = 0;
  for (let at = offset - 1; at >= 0; at--) {
    switch (text[at]) {
      case ")":
      case "]":
      case "}":
        depth++;
        break;
      case "[":
      case "{":
        if (depth-- === 0) return "";
        break;
      case "(":
        if (depth-- === 0) return nameBefore(text, at);
        break;
      case '"':
      case "'": {
        const start = text.lastIndexOf(text[at] as string, at - 1);
        if (start < 0 || /[\n\\]/.test(text.slice(Math.max(0, start - 1), at))) return null;
        at = start;
        break;
      }
      case "#":
        return null;
    }
  }
  return "";
}

/**
 * Whether the test holds of one of the places that a pattern finds. It has to look for all of them, by its flag, and is used as it
 * is: `matchAll` makes a copy each time, which costs more than most texts.
 */
export function someMatch(pattern: RegExp, text: string, test: (found: RegExpExecArray) => boolean): boolean {
  pattern.lastIndex = 0;
  for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
    if (!test(found)) continue;
    pattern.lastIndex = 0;
    return true;
  }
  return false;
}

/** Whether the test holds of one of the words in a text that are wanted. */
export function someWord(
  text: string,
  wanted: WantedWords,
  test: (word: string, start: number, end: number) => boolean,
): boolean {
  if (wanted.size === 0) return false;
  const { count, starts, ends, hashes } = Words.of(text);
  const found: Span[] = [];
  for (let at = 0; at < count; at++)
    if (wanted.hashes.mayHave(hashes[at] as number))
      found.push({ start: starts[at] as number, end: ends[at] as number });
  return found.some(({ start, end }) => {
    const word = text.slice(start, end);
    return wanted.has(word) && test(word, start, end);
  });
}

/** Whether the test holds of one of the names that stand before an equals sign, as keywords of calls do, and are wanted. */
export function someKeyword(
  text: string,
  wanted: WantedWords,
  test: (keyword: string, index: number) => boolean,
): boolean {
  return someWord(text, wanted, (keyword, start, end) => isGivenValue(text, end) && test(keyword, start));
}

/** Whether an equals sign stands behind that place, alone. */
function isGivenValue(text: string, end: number): boolean {
  const at = afterSpace(text, end);
  return text[at] === "=" && text[at + 1] !== "=";
}

/** The first character behind a place that is no white space and joins no lines; empty where the text ends. */
export function codeAfter(text: string, end: number): string {
  let at = afterSpace(text, end);
  while (text[at] === "\\") at = afterSpace(text, at + 1);
  return text.charAt(at);
}

/** The last character before a place that is no white space; empty where the text begins. */
export function codeBefore(text: string, start: number): string {
  let at = start - 1;
  while (at >= 0 && isSpace(text.charCodeAt(at))) at--;
  return text.charAt(at);
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The name that stands before an offset; null where none does. */
export function nameBefore(text: string, at: number): string | null {
  let end = at;
  while (end > 0 && isSpace(text.charCodeAt(end - 1))) end--;
  let start = end;
  while (start > 0 && isOfWord(text.charCodeAt(start - 1))) start--;
  // Nothing: what is called is no name, or the bracket stands behind something that is skipped here.
  return start === end ? null : text.slice(start, end);
}
