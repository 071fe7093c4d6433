import type { RuleSettings } from "./engine";
import { rules } from "./registry";
import type { Rule, Severity } from "./rule";

/** The kinds of rules, each the beginning of its codes. A group's name stands for all of its rules. */
export const groups = {
  api: "TVM1",
  tir: "TVM2",
  relax: "TVM3",
  lint: "TVM4",
} as const satisfies Record<string, string>;

/**
 * How closely a word names a rule: its code or name, the beginning of its code (`TVM4`), or its group (`lint`).
 * 0: not at all; of two words that name it the greater is the nearer one.
 */
export function nearness(word: string, { code, name }: Pick<Rule, "code" | "name">): number {
  if (word === code || word === name) return Number.POSITIVE_INFINITY;
  const prefix = Object.hasOwn(groups, word) ? groups[word as keyof typeof groups] : word;
  return /^TVM\d*$/.test(prefix) && code.startsWith(prefix) ? prefix.length : 0;
}

/** The rules that a word names; empty: there are none. */
export function rulesNamed(word: string): Rule[] {
  return rules.filter((rule) => nearness(word, rule) > 0);
}

/** What a user wishes for a rule: the word that names it most closely decides. */
export function wishFor(rule: Rule, settings: RuleSettings): Severity | "off" | undefined {
  let nearest = 0;
  let wish: Severity | "off" | undefined;
  for (const [word, value] of Object.entries(settings)) {
    const near = nearness(word, rule);
    if (near <= nearest) continue;
    nearest = near;
    wish = value;
  }
  return wish;
}

/**
 * Whether a rule is checked at all, as in `--select TVM4 --ignore TVM402`: of all words the one that names it most closely
 * decides; where both lists name it as closely, it is ignored.
 */
export function isSelected(rule: Rule, select: readonly string[] | null, ignore: readonly string[]): boolean {
  const nearest = (words: readonly string[]) => Math.max(0, ...words.map((word) => nearness(word, rule)));
  const wanted = select === null ? 1 : nearest(select);
  return wanted > 0 && wanted > nearest(ignore);
}
