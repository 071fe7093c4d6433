import type { UnitScan } from "../rule";
import { pathTest } from "../scan";
import { someMatch } from "../scan-call";
import { dialectName } from "./dialect";

/** Whether the text may hold a call of the first Relax parser's: what `early-calls.ts` finds. */
export function mayCallEarly(unit: UnitScan): boolean {
  const { text } = unit;
  return (
    someMatch(CALLED, text, ([, name = ""]) => unit.documentDefines(name)) ||
    someMatch(TAKES, text, ({ 0: call, index }) => isEarly(unit, index + call.length)) ||
    unit.mentions(namesCallTirAlone)
  );
}

/** A call of a bare name. */
const CALLED = /(?<![\w.]|\bdef )([A-Za-z_]\w*)[\s\\]*\(/g;
/** A call of what takes functions. */
const TAKES = /(?:call_tir\w*|_closure)[\s\\]*\(/g;
/** `call_tir` by a name of its own. */
const namesCallTirAlone = pathTest((path, _, isBare) => {
  const found = isBare ? dialectName(path) : null;
  return found?.dialect === "relax" && found.name === "call_tir";
});

const TOKEN = /["'#()[\]{}]|(?<![\w.])[A-Za-z_]\w*/g;

/**
 * Whether a call has a text, `dtype=` or the bare name of a function among its own arguments.
 * @param start where the arguments begin
 */
function isEarly(unit: UnitScan, start: number): boolean {
  const { text } = unit;
  let depth = 1;
  TOKEN.lastIndex = start;
  for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
    const [token] = found;
    if ("([{".includes(token)) depth++;
    else if (")]}".includes(token)) {
      if (--depth === 0) return false;
    } else if (token === "#") {
      const end = text.indexOf("\n", TOKEN.lastIndex);
      if (end < 0) return false;
      TOKEN.lastIndex = end;
    } else if (token === '"' || token === "'") {
      const end = text.indexOf(token, TOKEN.lastIndex);
      if (depth === 1 || end < 0) return true;
      TOKEN.lastIndex = end + 1;
    } else if (depth === 1 && (token === "dtype" || unit.documentDefines(token))) return true;
  }
  return false;
}
