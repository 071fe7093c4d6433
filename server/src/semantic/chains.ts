import {
  BACKSLASH,
  COMMA,
  DOT,
  DOUBLE_QUOTE,
  EQUALS,
  HASH,
  LEFT_PARENTHESIS,
  LETTER_E,
  LETTER_N,
  LINE_FEED,
  QUOTE,
} from "../syntax/characters";
import { afterSpace, hashOf, isOfWord, isSpace, WordHashes, Words } from "../syntax/words";
import { MAX_NAMES } from "./libraries";
import { type Mention, type MentionList, mentionOf } from "./mention";

/** Names that stand for something of a library, each with all that it may stand for. */
export type Heads = ReadonlyMap<string, readonly string[]>;

export const NO_NAMES: Heads = new Map();

export function merged(first: Heads, ...others: readonly Heads[]): Heads {
  if (others.every(({ size }) => size === 0)) return first;
  const all = new Map(first);
  for (const heads of others) {
    for (const [name, paths] of heads) all.set(name, [...new Set([...(all.get(name) ?? []), ...paths])]);
  }
  return all;
}

/** A chain of names as it is written. */
interface Chain {
  readonly written: string;
  readonly mentions: readonly Mention[];
  /** Another one of the same hash. */
  readonly next: Chain | undefined;
}

/** A name, what it may stand for, and the chains that start with it, which are the same in all texts where it stands for that. */
class Head {
  private readonly known = new Map<number, Chain>();

  constructor(
    readonly name: string,
    private readonly paths: readonly string[],
  ) {}

  isAt(text: string, start: number, end: number): boolean {
    return this.name.length === end - start && text.startsWith(this.name, start);
  }

  chainOf(hash: number, text: string, start: number, end: number): Chain {
    const first = this.known.get(hash);
    for (let chain = first; chain; chain = chain.next)
      if (chain.written.length === end - start && text.startsWith(chain.written, start)) return chain;
    const written = text.slice(start, end);
    const names = namesOf(written.slice(this.name.length));
    const last = names === "" ? this.name : names.slice(names.lastIndexOf(".") + 1);
    const mentions = this.paths.map((root) => mentionOf(root + names, last, names === ""));
    const chain = { written, mentions, next: first };
    if (this.known.size >= MAX_CHAINS) this.known.clear();
    this.known.set(hash, chain);
    return chain;
  }
}

/** More than a project has: those of code as it was being typed. */
const MAX_CHAINS = 20_000;
const MAX_HEADS = 2000;

const interned = new Map<string, Head>();

function headOf(name: string, paths: readonly string[]): Head {
  const key = `${name} ${paths.join(" ")}`;
  let head = interned.get(key);
  if (!head) {
    if (interned.size >= MAX_HEADS) interned.clear();
    head = new Head(name, paths);
    interned.set(key, head);
  }
  return head;
}

/** Reads the chains of names that start with one of the heads. */
export class ChainReader {
  private readonly hashes: WordHashes;
  private readonly named = new Map<number, readonly Head[]>();

  constructor(readonly heads: Heads) {
    this.hashes = new WordHashes(heads.size);
    for (const [name, paths] of heads) {
      const hash = hashOf(name);
      this.hashes.add(hash);
      this.named.set(hash, [...(this.named.get(hash) ?? []), headOf(name, paths)]);
    }
  }

  /** Whether the first name from there on, behind brackets, may be one of the heads. */
  mayBegin(text: string, from: number): boolean {
    let start = from;
    while (isSpace(text.charCodeAt(start)) || text.charCodeAt(start) === LEFT_PARENTHESIS) start++;
    let end = start;
    while (isOfWord(text.charCodeAt(end))) end++;
    return this.hashes.mayHave(hashOf(text, start, end));
  }

  /**
   * Adds to `mentions` what the text mentions.
   * @returns the names that it gives to parts of libraries; null where one gets a name in a way that is not followed
   */
  read(text: string, mentions: MentionList): Heads | null {
    if (this.heads.size === 0) return NO_NAMES;
    let aliases: Map<string, string[]> | null = null;
    const words = Words.of(text);
    const { codes, count, starts, ends, hashes } = words;
    for (let at = 0; at < count; at++) {
      const hash = hashes[at] as number;
      const named = this.hashes.mayHave(hash) ? this.named.get(hash) : undefined;
      if (!named) continue;
      const start = starts[at] as number;
      // Behind a quote there is a text, or code that is none; behind a dot a part of something else.
      if (start > 0 && isQuoteOrDot(codes[start - 1] as number)) continue;
      const head = headAt(named, text, start, ends[at] as number);
      if (!head) continue;
      const last = endOfChain(words, at);
      const end = ends[last] as number;
      const chain = head.chainOf(hashOfChain(words, at, last), text, start, end);
      at = last;
      for (const mention of chain.mentions) mentions.add(mention);
      if (goesOn(text, codes, end)) return null;
      const alias = aliasAt(text, codes, start, end);
      if (alias === undefined) continue;
      if (alias === null) return null;
      if (alias === head.name) continue;
      aliases ??= new Map();
      addAlias(aliases, alias, chain);
    }
    return aliases ?? NO_NAMES;
  }
}

function addAlias(aliases: Map<string, string[]>, alias: string, { mentions }: Chain): void {
  aliases.set(alias, [...(aliases.get(alias) ?? []), ...mentions.map(({ path }) => path)]);
}

function headAt(named: readonly Head[], text: string, start: number, end: number): Head | undefined {
  for (const head of named) if (head.isAt(text, start, end)) return head;
  return undefined;
}

/**
 * The last word of the chain that starts with one, by their numbers. A chain may go on on a line that starts with its dot. What comes
 * after a dot at the end of a line may be another sentence.
 */
function endOfChain({ codes, starts, ends, count }: Words, first: number): number {
  for (let last = first; ; last++) {
    const dot = afterSpace(codes, ends[last] as number);
    if (codes[dot] !== DOT) return last;
    let name = dot + 1;
    while (isBlank(codes[name] as number)) name++;
    if (last + 1 >= count || starts[last + 1] !== name) return last;
  }
}

function hashOfChain({ hashes }: Words, first: number, last: number): number {
  let hash = 0;
  for (let at = first; at <= last; at++) hash = (Math.imul(hash, 33) + (hashes[at] as number)) | 0;
  return hash & 0x3fffffff;
}

/** `.a.b` of a chain as it is written, from its first dot on. */
function namesOf(written: string): string {
  const names = /\s/.test(written) ? written.replace(/\s+/g, "") : written;
  return names.length > MAX_NAMES ? names.split(".", MAX_NAMES).join(".") : names;
}

/** A chain that goes on behind a comment, or on a line that does not start with its dot. */
const GOES_ON = /(?:\s|#[^\n]*\n|\\\r?\n)*\.(?=[A-Za-z_\u0080-\uffff\s#\\])/y;

function goesOn(text: string, codes: Uint16Array, end: number): boolean {
  const at = afterSpace(codes, end);
  const next = codes[at];
  if (next !== HASH && next !== BACKSLASH && next !== DOT) return false;
  GOES_ON.lastIndex = at;
  return GOES_ON.test(text);
}

function isQuoteOrDot(unit: number): boolean {
  return unit === DOT || unit === DOUBLE_QUOTE || unit === QUOTE;
}

function isBlank(unit: number): boolean {
  return unit === 32 || unit === 9;
}

const NAME = "[A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff]*";
const NAMED_BEFORE = new RegExp(`(${NAME})\\s*(?::[^=]*)?$`);

/**
 * The name that a chain is given: `t = tvm.tir`. Undefined where it is none; null where it may get one in another way:
 * `return tvm.tir`, `a, b = tvm.tir, x`.
 */
function aliasAt(text: string, codes: Uint16Array, start: number, end: number): string | null | undefined {
  let at = start - 1;
  while (at > 0 && (isSpace(codes[at] as number) || codes[at] === LEFT_PARENTHESIS)) at--;
  if (at < 0) return undefined;
  const last = codes[at];
  // What it is given by ends so: `=`, `,`, `return`, `else`.
  if (last !== EQUALS && last !== COMMA && last !== LETTER_N && last !== LETTER_E) return undefined;
  // A call's or an expression's value is another thing.
  if (isOperand(codes, end)) return undefined;
  const isAssigned = last === EQUALS && !(at > 0 && COMPARES.has(codes[at - 1] as number));
  if (!isAssigned && !endsWord(text, codes, at, "return") && !endsWord(text, codes, at, "else"))
    if (last !== COMMA || !isUnpacking(text, codes, at)) return undefined;
  if (!isAssigned || (/^[\s)]*,/.test(text.slice(end, end + NEAR)) && isUnpacking(text, codes, at))) return null;
  const line = text.slice(text.lastIndexOf("\n", at) + 1, at);
  return NAMED_BEFORE.exec(line)?.[1] ?? null;
}

/** How far behind a chain is looked. */
const NEAR = 40;
/** What makes a comparison of the equals sign behind it. */
const COMPARES = new Set(Array.from("=!<>", (sign) => sign.charCodeAt(0)));
const OPERATORS = new Set(Array.from("([=+*/%@<>&|^-", (sign) => sign.charCodeAt(0)));

/** Whether what ends there is called, subscripted, or joined to something by an operator. */
function isOperand(codes: Uint16Array, end: number): boolean {
  const next = codes[end];
  if (next === QUOTE || next === DOUBLE_QUOTE) return true;
  const at = afterSpace(codes, end);
  return at < end + NEAR && OPERATORS.has(codes[at] as number);
}

/** Whether the word ends at that character. */
function endsWord(text: string, codes: Uint16Array, at: number, word: string): boolean {
  const start = at + 1 - word.length;
  return start >= 0 && text.startsWith(word, start) && (start === 0 || !isOfWord(codes[start - 1] as number));
}

/** `a, b = x, y`: the text up to there is on a line that gives several names their values. */
function isUnpacking(text: string, codes: Uint16Array, at: number): boolean {
  let sign = at;
  while (sign >= 0 && codes[sign] !== EQUALS && codes[sign] !== LINE_FEED) sign--;
  if (codes[sign] !== EQUALS) return false;
  return /^\s*[\w., ]+,[\w., ]*=/.test(text.slice(text.lastIndexOf("\n", at) + 1, at + 1));
}
