import {
  DOUBLE_QUOTE,
  HASH,
  LEFT_BRACE,
  LEFT_BRACKET,
  LEFT_PARENTHESIS,
  LETTER_D,
  QUOTE,
  RIGHT_BRACE,
  RIGHT_BRACKET,
  RIGHT_PARENTHESIS,
} from "../../syntax/characters";
import { isOfWord, Words } from "../../syntax/words";
import type { UnitScan } from "../rule";
import { pathTest } from "../scan";
import { calleeBefore, codeAfter, someMatch, someName } from "../scan-call";
import { dialectName } from "./dialect";

/** The last name of what takes functions as arguments. */
const TAKES_FUNCTION = /^(?:call_tir\w*|(?:make|invoke|invoke_pure)_closure)$/;

/** Whether the text may hold a call of the first Relax parser's: what `early-calls.ts` finds. */
export function mayCallEarly(unit: UnitScan): boolean {
  const { text } = unit;
  const takesFunctions = /call_tir|_closure/.test(text);
  const follows = takesFunctions ? "(),#" : "(";
  return (
    someName(text, unit.documentFunctions, (_, start, end) => {
      if (text.endsWith("def ", start)) return false;
      const next = codeAfter(text, end);
      if (next === "" || !follows.includes(next)) return false;
      return next === "(" || TAKES_FUNCTION.test(calleeBefore(text, start) ?? "call_tir");
    }) ||
    (takesFunctions && someMatch(CALL_TIR, text, ({ 0: call, index }) => isEarly(text, index + call.length))) ||
    unit.mentions(namesCallTirAlone)
  );
}

/** `call_tir` by a name of its own. */
const namesCallTirAlone = pathTest((path, _, isBare) => {
  const found = isBare ? dialectName(path) : null;
  return found?.dialect === "relax" && found.name === "call_tir";
});

const CALL_TIR = /call_tir[\s\\]*\(/g;
const DTYPE = /dtype\s*=/y;

/**
 * Whether a call has a text or `dtype=` among its own arguments.
 * @param start where the arguments begin
 */
function isEarly(text: string, start: number): boolean {
  const { codes } = Words.of(text);
  let depth = 1;
  for (let at = start; at < text.length; at++) {
    const code = codes[at] as number;
    if (code === LEFT_PARENTHESIS || code === LEFT_BRACKET || code === LEFT_BRACE) depth++;
    else if (code === RIGHT_PARENTHESIS || code === RIGHT_BRACKET || code === RIGHT_BRACE) {
      if (--depth === 0) return false;
    } else if (code === HASH) {
      const end = text.indexOf("\n", at);
      if (end < 0) return false;
      at = end;
    } else if (code === QUOTE || code === DOUBLE_QUOTE) {
      if (depth === 1) return true;
      const end = codes.indexOf(code, at + 1);
      if (end < 0 || end >= text.length) return true;
      at = end;
    } else if (depth === 1 && code === LETTER_D && !isOfWord(codes[at - 1] as number)) {
      DTYPE.lastIndex = at;
      if (DTYPE.test(text)) return true;
    }
  }
  return false;
}
