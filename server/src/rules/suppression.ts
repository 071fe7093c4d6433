import type { LineIndex } from "../syntax/lines";
import type { Rule } from "./rule";
import { nearness } from "./selection";

/**
 * What comments in a text switch off:
 * `# tvmscript: ignore` on a line: everything there; `# tvmscript: ignore[TVM101, removed-name, lint]`: these;
 * `# tvmscript: ignore-file` and `# tvmscript: ignore-file[…]` on a line of their own: for the whole text.
 */
export interface Suppressions {
  /** Whether a finding on that line (zero-based) is to be kept quiet. */
  covers(line: number, rule: Rule): boolean;
}

const COMMENT = /#[ \t]*tvmscript:[ \t]*(ignore-file|ignore)\b(?:[ \t]*\[([^\]\n]*)\])?/g;

const ALL = "*";
const NONE: Suppressions = { covers: () => false };

export function suppressionsOf(text: string, lines: LineIndex): Suppressions {
  if (!text.includes("tvmscript:")) return NONE;
  const file = new Set<string>();
  const byLine = new Map<number, Set<string>>();
  for (const match of text.matchAll(COMMENT)) {
    const codes =
      match[2] === undefined
        ? [ALL]
        : match[2]
            .split(",")
            .map((code) => code.trim())
            .filter((code) => code !== "");
    const line = lines.lineAt(match.index);
    const into = match[1] === "ignore-file" ? file : (byLine.get(line) ?? new Set());
    for (const code of codes) into.add(code);
    if (into !== file) byLine.set(line, into);
  }
  const has = (set: Set<string> | undefined, rule: Rule) =>
    set !== undefined && (set.has(ALL) || [...set].some((word) => nearness(word, rule) > 0));
  return { covers: (line, rule) => has(file, rule) || has(byLine.get(line), rule) };
}
