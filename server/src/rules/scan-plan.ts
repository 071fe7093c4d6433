import type { Release } from "../api/releases";
import type { Mention } from "../semantic/mention";
import type { Mentions } from "../semantic/mentions";
import type { Rule } from "./rule";
import type { LazyScan, PathTest } from "./scan";

/**
 * Which rules have to look at a unit, told for all of them at once from what they say they need: most units of most files hold
 * nothing of it, and asking each rule in turn would cost more than reading the text.
 */
export class ScanPlan {
  private readonly tests: PathTest[] = [];
  private readonly steps: readonly Step[];
  private readonly words: RegExp | null;

  constructor(
    rules: readonly Rule[],
    private readonly release: Release,
  ) {
    this.steps = rules.map((rule) => {
      const { needs = {} } = rule;
      const bit = needs.names ? this.bitOf(needs.names) : 0;
      return { rule, bit, isWorded: needs.text !== undefined, isOfScript: needs.script ?? false };
    });
    const patterns = rules.flatMap(({ needs }) => (needs?.text ? [needs.text(release)] : []));
    this.words = patterns.length > 0 ? union(patterns) : null;
  }

  /** The rules that may find something in the unit, in their order. */
  rulesFor(scan: LazyScan): Rule[] {
    const { mentioned } = scan;
    const named = mentioned === null ? ALL : this.namedIn(mentioned);
    const hasWords = this.words?.test(scan.text) ?? false;
    const chosen: Rule[] = [];
    for (const { rule, bit, isWorded, isOfScript } of this.steps) {
      if (bit !== 0 && (named & bit) === 0) continue;
      if (isWorded && !hasWords) continue;
      if (isOfScript && !scan.mayHoldScript) continue;
      if (rule.scan?.(scan) !== false) chosen.push(rule);
    }
    return chosen;
  }

  /** A bit for each of the tests that one of the paths passes. */
  private namedIn(mentions: NonNullable<Mentions>): number {
    let named = 0;
    for (const mention of mentions) named |= this.bitsOf(mention);
    return named;
  }

  private bitsOf(mention: Mention): number {
    if (mention.bitsOf === this) return mention.bits;
    let bits = 0;
    for (const [i, test] of this.tests.entries()) if (test.of(mention, this.release)) bits |= 1 << i;
    mention.bitsOf = this;
    mention.bits = bits;
    return bits;
  }

  /** 0 where there are no more bits: the rule's own scan has to tell. */
  private bitOf(test: PathTest): number {
    const known = this.tests.indexOf(test);
    if (known >= 0) return 1 << known;
    if (this.tests.length === BITS) return 0;
    return 1 << (this.tests.push(test) - 1);
  }
}

interface Step {
  readonly rule: Rule;
  /** Of the paths that it needs one of; 0 where it needs none. */
  readonly bit: number;
  readonly isWorded: boolean;
  readonly isOfScript: boolean;
}

const BITS = 31;
const ALL = -1;

function union(patterns: readonly RegExp[]): RegExp {
  const flagged = patterns.find(({ flags }) => flags.replace("g", "") !== "");
  if (flagged) throw new Error(`what a rule needs in a text is a pattern without flags: ${flagged}`);
  return new RegExp([...new Set(patterns.map(({ source }) => `(?:${source})`))].join("|"));
}
