import type { Release } from "../api/releases";
import type { Mention } from "../semantic/mention";
import type { Mentions } from "../semantic/mentions";
import { hashOf, WordHashes, Words } from "../syntax/words";
import type { Rule } from "./rule";
import type { LazyScan, PathTest } from "./scan";

/**
 * Which rules have to look at a unit, told for all of them at once from what they say they need: most units of most files hold
 * nothing of it, and asking each rule in turn would cost more than reading the text.
 */
export class ScanPlan {
  private readonly tests: PathTest[] = [];
  private readonly steps: readonly Step[];
  /** By the hash of a word the rules that need it, a bit for each. */
  private readonly words = new Map<number, number>();
  private readonly hashes = new WordHashes(500);
  private worded = 0;

  constructor(
    rules: readonly Rule[],
    private readonly release: Release,
  ) {
    this.steps = rules.flatMap((rule) => {
      const { needs = {} } = rule;
      if (needs.release?.(release) === false) return [];
      const named = needs.names ? this.bitOf(needs.names) : 0;
      const held = needs.words ? this.bitOfWords(needs.words(release)) : 0;
      return [{ rule, named, held, isOfScript: needs.script ?? false }];
    });
  }

  /** The rules that may find something in the unit, in their order. */
  rulesFor(scan: LazyScan): readonly Rule[] {
    const { mentioned } = scan;
    const named = mentioned === null ? ALL : this.namedIn(mentioned);
    const held = this.heldIn(scan.text);
    let chosen: Rule[] | null = null;
    for (let at = 0; at < this.steps.length; at++) {
      const step = this.steps[at] as Step;
      const { rule } = step;
      if (step.named !== 0 && (named & step.named) === 0) continue;
      if (step.held !== 0 && (held & step.held) === 0) continue;
      if (step.isOfScript && !scan.mayHoldScript) continue;
      if (rule.scan?.(scan) === false) continue;
      chosen ??= [];
      chosen.push(rule);
    }
    return chosen ?? NONE;
  }

  /** A bit for each of the tests that one of the paths passes. */
  private namedIn(mentions: NonNullable<Mentions>): number {
    let named = 0;
    for (let at = 0; at < mentions.length; at++) named |= this.bitsOf(mentions[at] as Mention);
    return named;
  }

  /** A bit for each of the lists of which the text holds a word. */
  private heldIn(text: string): number {
    const { count, hashes } = Words.of(text);
    let held = 0;
    for (let at = 0; at < count; at++) {
      const hash = hashes[at] as number;
      if (this.hashes.mayHave(hash)) held |= this.words.get(hash) ?? 0;
    }
    return held;
  }

  private bitsOf(mention: Mention): number {
    if (mention.bitsOf === this) return mention.bits;
    let bits = 0;
    for (let i = 0; i < this.tests.length; i++)
      if ((this.tests[i] as PathTest).of(mention, this.release)) bits |= 1 << i;
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

  private bitOfWords(needed: Iterable<string>): number {
    if (this.worded === BITS) return 0;
    const bit = 1 << this.worded++;
    for (const word of needed) {
      const hash = hashOf(word);
      this.hashes.add(hash);
      this.words.set(hash, (this.words.get(hash) ?? 0) | bit);
    }
    return bit;
  }
}

interface Step {
  readonly rule: Rule;
  /** The bit of the paths that it needs one of; 0 where it needs none. */
  readonly named: number;
  /** The bit of the words that it needs one of; 0 where it needs none. */
  readonly held: number;
  readonly isOfScript: boolean;
}

const NONE: readonly Rule[] = [];
const BITS = 31;
const ALL = -1;
