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

const IMPORT =
  /(?<![\w.])(?:from\s+([\w.\u0080-\uffff]+)\s+)?import\b(?:[ \t]*(\((?:[^()#]|#[^\n]*)*\))|((?:[^\n\\;#]|\\\r?\n)*))/g;
const ITEM = new RegExp(`^(${NAME}(?:\\.${NAME})*)(?:\\s+as\\s+(${NAME}))?$`);

/** Import statements as a text has them, in comments and strings too. */
export function importsIn(text: string): Imports {
  const heads = new Map<string, string[]>();
  const paths: string[] = [];
  let clear = true;
  for (const [whole, module, list, line] of text.matchAll(IMPORT)) {
    if (module?.startsWith(".")) continue;
    if (module !== undefined ? !LIBRARIES.test(module) : !/tvm|mlc_/.test(whole)) continue;
    const items = (list?.slice(1, -1).replace(/#.*/g, "") ?? line ?? "").replaceAll("\\", " ").split(",");
    for (const item of items) {
      const trimmed = item.trim();
      if (trimmed === "" || trimmed === "*") {
        if (trimmed === "*" && module) paths.push(module);
        continue;
      }
      const [, name, alias] = ITEM.exec(trimmed) ?? [];
      if (name === undefined) {
        // Anything but names is no import, but words in a string or comment.
        if (/^[\w.\s]+$/.test(trimmed)) clear = false;
        continue;
      }
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
