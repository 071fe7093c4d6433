/** What the results of many files come to. */
import type { Release } from "../api/releases";
import type { Migrated, RuleCount } from "./migrate-source";
import { noEvidence, type Origin, originOf, together } from "./origin";

export interface RuleTotal extends RuleCount {
  readonly files: number;
}

/** What the code was written for: as a person says it, or as its names tell. */
export function originIn(from: Release | null, results: readonly Migrated[]): Origin | null {
  if (from !== null) return { since: from, until: from };
  return originOf(results.map(({ evidence }) => evidence).reduce(together, noEvidence()));
}

/** Each rule's findings that are fixed, most frequent first. */
export function changesIn(results: readonly Migrated[]): RuleTotal[] {
  const all = new Map<string, RuleTotal>();
  for (const { code, rule, count } of results.flatMap(({ changes }) => changes)) {
    const before = all.get(code);
    all.set(code, { code, rule, count: count + (before?.count ?? 0), files: 1 + (before?.files ?? 0) });
  }
  return [...all.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
