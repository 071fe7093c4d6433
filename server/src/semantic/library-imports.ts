import type { Heads } from "./chains";
import { LIBRARIES } from "./libraries";

const NAME = "[A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff]*";

export interface Imports {
  readonly heads: Heads;
  /** Of the things themselves. */
  readonly paths: readonly string[];
  /** All statements were understood. */
  readonly clear: boolean;
}

/** What may stand between two words of a statement: a line may end there. */
const GAP = "(?:\\s|\\\\\\r?\\n)";
const WORD = "[\\w\\u0080-\\uffff]+";
const IMPORT = new RegExp(
  `(?<![\\w.])(?:from${GAP}+(\\.*(?:${WORD}(?:${GAP}*\\.${GAP}*${WORD})*)?)${GAP}+)?import\\b` +
    `(?:(?:[ \\t\\f]|\\\\\\r?\\n)*(\\((?:[^()#]|#[^\\n]*)*\\))|((?:[^\\n\\\\;#]|\\\\\\r?\\n)*))`,
  "g",
);
const ITEM = new RegExp(`^(${NAME}(?:\\s*\\.\\s*${NAME})*)(?:\\s+as\\s+(${NAME}))?$`);

/** Import statements as a text has them, in comments and strings too. */
export function importsIn(text: string): Imports {
  const heads = new Map<string, string[]>();
  const paths: string[] = [];
  let clear = true;
  for (const [whole, from, list, line] of text.matchAll(IMPORT)) {
    const module = from?.replace(/[\s\\]+/g, "");
    if (module?.startsWith(".")) continue;
    if (module !== undefined ? !LIBRARIES.test(module) : !/tvm|mlc_/.test(whole)) continue;
    const items = (list?.slice(1, -1).replace(/#.*/g, "") ?? line ?? "").replaceAll("\\", " ").split(",");
    for (const item of items) {
      const trimmed = item.trim();
      if (trimmed === "" || trimmed === "*") {
        if (trimmed === "*" && module) paths.push(module);
        continue;
      }
      const [, written, alias] = ITEM.exec(trimmed) ?? [];
      if (written === undefined) {
        // Anything but names is no import, but words in a string or comment.
        if (/^[\w.\s]+$/.test(trimmed)) clear = false;
        continue;
      }
      const name = written.replace(/\s+/g, "");
      const path = module === undefined ? name : `${module}.${name}`;
      if (!LIBRARIES.test(path)) continue;
      paths.push(path);
      const first = name.split(".")[0] as string;
      const bound = alias ?? first;
      const head = alias !== undefined || module !== undefined ? path : first;
      const known = heads.get(bound);
      if (!known) heads.set(bound, [head]);
      else if (!known.includes(head)) known.push(head);
    }
  }
  return { heads, paths, clear };
}
