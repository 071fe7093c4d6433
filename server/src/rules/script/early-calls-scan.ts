import type { UnitScan } from "../rule";
import { pathTest } from "../scan";
import { calleeBefore, codeAfter, someMatch, someWord } from "../scan-call";
import { dialectName } from "./dialect";

/** The last name of what takes functions as arguments. */
const TAKES_FUNCTION = /^(?:call_tir\w*|(?:make|invoke|invoke_pure)_closure)$/;

/** Whether the text may hold a call of the first Relax parser's: what `early-calls.ts` finds. */
export function mayCallEarly(unit: UnitScan): boolean {
  const { text } = unit;
  const takesFunctions = /call_tir|_closure/.test(text);
  const follows = takesFunctions ? "(),#" : "(";
  return (
    someWord(text, unit.documentFunctions, (_, start, end) => {
      if (text[start - 1] === "." || text.endsWith("def ", start)) return false;
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
const TOKEN = /["'#()[\]{}]|\bdtype\s*=/g;

/**
 * Whether a call has a text or `dtype=` among its own arguments.
 * @param start where the arguments begin
 */
function isEarly(text: string, start: number): boolean {
  let depth = 1;
  TOKEN.lastIndex = start;
  for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
    const [token] = found;
    if ("([{".includes(token)) depth++;
    else if (")]}".includes(token)) {
      if (--depth === 0) return false;
    } else if (depth === 1 && token !== "#") return true;
    else if (token === "#") {
      const end = text.indexOf("\n", TOKEN.lastIndex);
      if (end < 0) return false;
      TOKEN.lastIndex = end;
    } else if (token === '"' || token === "'") {
      const end = text.indexOf(token, TOKEN.lastIndex);
      if (end < 0) return true;
      TOKEN.lastIndex = end + 1;
    }
  }
  return false;
}
