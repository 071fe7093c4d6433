import {
  BACKSLASH,
  COMMA,
  DOT,
  DOUBLE_QUOTE,
  HASH,
  LEFT_BRACE,
  LEFT_BRACKET,
  LEFT_PARENTHESIS,
  LINE_FEED,
  QUOTE,
  RIGHT_BRACE,
  RIGHT_BRACKET,
  RIGHT_PARENTHESIS,
} from "../syntax/characters";
import { isOfWord, isSpace, type WantedWords, Words } from "../syntax/words";

/**
 * The name of the function in whose argument list an offset is: its last name alone. Empty where the offset is in no call; null
 * where that cannot be told without parsing.
 */
export function calleeBefore(text: string, offset: number): string | null {
  const { codes } = Words.of(text);
  let before = offset - 1;
  while (before >= 0 && isSpace(codes[before] as number)) before--;
  // An argument follows a bracket or a comma; a comment may stand between.
  const last = before < 0 ? 0 : (codes[before] as number);
  if (last !== LEFT_PARENTHESIS && last !== COMMA && last !== BACKSLASH && !hasComment(text, before)) return "";
  let depth = 0;
  for (let at = offset - 1; at >= 0; at--) {
    const code = codes[at] as number;
    if (isClosing(code)) depth++;
    else if (isOpening(code)) {
      if (depth-- === 0) return code === LEFT_PARENTHESIS ? nameBefore(text, at) : "";
    } else if (code === QUOTE || code === DOUBLE_QUOTE) {
      const start = codes.lastIndexOf(code, at - 1);
      if (at === 0 || start < 0 || /[\n\\]/.test(text.slice(Math.max(0, start - 1), at))) return null;
      at = start;
    } else if (code === HASH || (code === LINE_FEED && hasComment(text, at - 1))) return null;
  }
  return "";
}

/** Whether a comment may stand before a place, on its line. */
function hasComment(text: string, end: number): boolean {
  return text.slice(text.lastIndexOf("\n", end) + 1, end + 1).includes("#");
}

export function isOpening(code: number): boolean {
  return code === LEFT_PARENTHESIS || code === LEFT_BRACKET || code === LEFT_BRACE;
}

export function isClosing(code: number): boolean {
  return code === RIGHT_PARENTHESIS || code === RIGHT_BRACKET || code === RIGHT_BRACE;
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
  return findWord(text, wanted, false, test);
}

/** The same of words with no dot before them. */
export function someName(
  text: string,
  wanted: WantedWords,
  test: (word: string, start: number, end: number) => boolean,
): boolean {
  return findWord(text, wanted, true, test);
}

function findWord(
  text: string,
  wanted: WantedWords,
  isAlone: boolean,
  test: (word: string, start: number, end: number) => boolean,
): boolean {
  if (wanted.size === 0) return false;
  for (let at = 0; ; at++) {
    // The test may have looked at other texts.
    const { codes, count, starts, ends, hashes } = Words.of(text);
    while (at < count && !wanted.hashes.mayHave(hashes[at] as number)) at++;
    if (at >= count) return false;
    const start = starts[at] as number;
    if (isAlone && codes[start - 1] === DOT) continue;
    const end = ends[at] as number;
    const word = text.slice(start, end);
    if (wanted.has(word) && test(word, start, end)) return true;
  }
}

/** Whether the test holds of one of the names that stand before an equals sign, as keywords of calls do, and are wanted. */
export function someKeyword(
  text: string,
  wanted: WantedWords,
  test: (keyword: string, index: number) => boolean,
): boolean {
  return someWord(text, wanted, (keyword, start, end) => isGivenValue(text, end) && test(keyword, start));
}

/**
 * Whether the test holds of one of the names behind a dot that are wanted.
 * @param test `dot`: where it stands; null where a comment or a backslash is between them
 */
export function someMember(
  text: string,
  wanted: WantedWords,
  test: (name: string, dot: number | null) => boolean,
): boolean {
  return someWord(text, wanted, (name, start) => {
    const before = beforeSpace(text, start) - 1;
    const last = text.charCodeAt(before);
    if (last === DOT) return test(name, before);
    const isBelow = last === BACKSLASH || (text.lastIndexOf("\n", start) > before && hasComment(text, before));
    return isBelow && test(name, null);
  });
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
  return text.charAt(beforeSpace(text, start) - 1);
}

/** The end of the last character before a place that is no white space. */
export function beforeSpace(text: string, from: number): number {
  let at = from;
  while (at > 0 && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

function afterSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length && isSpace(text.charCodeAt(at))) at++;
  return at;
}

/** The name that stands before an offset; null where none does. */
export function nameBefore(text: string, at: number): string | null {
  const end = beforeSpace(text, at);
  let start = end;
  while (start > 0 && isOfWord(text.charCodeAt(start - 1))) start--;
  // Nothing: what is called is no name, or the bracket stands behind something that is skipped here.
  return start === end ? null : text.slice(start, end);
}
