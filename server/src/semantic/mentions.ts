import type { PlacedUnit } from "../syntax/unit";
import { LIBRARIES, MAX_NAMES } from "./libraries";

/** A dotted path in a library, and the last name of the chain that names it, as it is written. One object for each. */
export class Mention {
  private release: string | undefined;
  private answers: (boolean | undefined)[] = [];
  /** Who has put `bits` there, for all that it asks at once. */
  bitsOf: object | null = null;
  bits = 0;

  constructor(
    readonly path: string,
    readonly last: string,
    /** The chain is one name, which stands for the path: by an import, or for what a statement gave it. */
    readonly isBare: boolean,
  ) {}

  /** The answer to a question, by its number, about this path under a release: found out once for as long as it is the same one. */
  answerTo(question: number, release: string, ask: () => boolean): boolean {
    if (this.release !== release) {
      this.release = release;
      this.answers = [];
    }
    let answer = this.answers[question];
    if (answer === undefined) {
      answer = ask();
      this.answers[question] = answer;
    }
    return answer;
  }
}

const interned = new Map<string, Mention>();
/** More paths than a project has: those of code as it was being typed. */
const MAX_INTERNED = 50_000;

function mentionOf(path: string, last: string, isBare: boolean): Mention {
  const key = `${path} ${last}${isBare ? " " : ""}`;
  let mention = interned.get(key);
  if (!mention) {
    if (interned.size >= MAX_INTERNED) interned.clear();
    mention = new Mention(path, last, isBare);
    interned.set(key, mention);
  }
  return mention;
}

/**
 * Everything that a unit's text imports from libraries, and all chains of names in it that start with something imported, read
 * without parsing it: what it truly mentions, and more. Null where a name can stand for a part of a library in a way that only
 * parsing finds.
 */
export type Mentions = ReadonlySet<Mention> | null;

/** Names that stand for something of a library, each with all that it may stand for. */
type Heads = ReadonlyMap<string, readonly string[]>;

const NAME = "[A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff]*";
const HEAD = new RegExp(NAME, "y");
/** A chain that goes on behind a comment, or on a line that does not start with its dot. */
const GOES_ON = /(?:\s|#[^\n]*\n|\\\r?\n)*\.(?=[A-Za-z_\u0080-\uffff\s#\\])/y;

/** Reads the texts of a document's units; each when it is first asked for. */
export class MentionReader {
  private readonly heads: ChainReader | null;
  private readonly known = new Map<PlacedUnit, Mentions>();

  constructor(units: readonly PlacedUnit[]) {
    const heads = moduleHeads(units);
    this.heads = heads && new ChainReader(heads);
  }

  of(unit: PlacedUnit): Mentions {
    let mentions = this.known.get(unit);
    if (mentions === undefined) {
      mentions = this.mentionsIn(unit.unit.text);
      this.known.set(unit, mentions);
    }
    return mentions;
  }

  private mentionsIn(text: string): Mentions {
    if (!this.heads) return null;
    if (!text.includes("import")) return mentionsIn(text, this.heads);
    const { heads, paths, clear } = importsIn(text);
    if (!clear) return null;
    const reader = heads.size > 0 ? new ChainReader(merged(this.heads.heads, heads)) : this.heads;
    return mentionsIn(
      text,
      reader,
      paths.map((path) => mentionOf(path, "import", false)),
    );
  }
}

function moduleHeads(units: readonly PlacedUnit[]): Heads | null {
  let heads: Heads = new Map();
  const statements = units.filter(({ unit, shells }) => shells.length === 0 && !DEFINITION.test(unit.text));
  for (const { unit } of statements) {
    if (!unit.text.includes("import")) continue;
    const own = importsIn(unit.text);
    if (!own.clear) return null;
    heads = merged(heads, own.heads);
  }
  // What the module's own statements call something else is called so in all units.
  for (let aliases: Heads = heads; aliases.size > 0; ) {
    const reader = new ChainReader(aliases);
    const found: Heads[] = [];
    for (const { unit } of statements) {
      const given = unit.text.includes("=") ? reader.read(unit.text, null) : NO_NAMES;
      if (given === null) return null;
      found.push(given);
    }
    const known = heads;
    aliases = merged(new Map(), ...found);
    heads = merged(heads, aliases);
    if (size(heads) === size(known)) break;
    if (size(heads) > MAX_HEADS) return null;
  }
  const reader = new ChainReader(heads);
  for (const { unit } of units) {
    if (!DEFINITION.test(unit.text)) continue;
    // A function of the document that gives a part of a library back.
    for (const [returned] of unit.text.matchAll(/\breturn\b.*/g)) if (reader.read(returned, null) === null) return null;
  }
  return heads;
}

const DEFINITION = /^(?:@|def\b|class\b|async\b)/;
/** More names than anybody gives to parts of libraries: a circle, or a text that is not what it seems. */
const MAX_HEADS = 1000;

function size(heads: Heads): number {
  let count = 0;
  for (const paths of heads.values()) count += paths.length;
  return count;
}

/** All chains of names in a text, those that start with a name that the text itself gives to a part of a library too. */
function mentionsIn(text: string, reader: ChainReader, others: readonly Mention[] = []): Mentions {
  const found = new Set(others);
  let heads = reader.heads;
  for (let at = reader; ; ) {
    const aliases = at.read(text, found);
    if (aliases === null) return null;
    if (aliases.size === 0) return found;
    const more = merged(heads, aliases);
    if (size(more) === size(heads)) return found;
    if (size(more) > MAX_HEADS) return null;
    heads = more;
    at = new ChainReader(new Map([...aliases.keys()].map((name) => [name, heads.get(name) ?? []])));
  }
}

const NO_NAMES: Heads = new Map();

/** Reads the chains of names that start with one of the heads. */
class ChainReader {
  private readonly pattern: RegExp | null;
  /** By the chain as it is written. */
  private readonly known = new Map<string, readonly Mention[]>();

  constructor(readonly heads: Heads) {
    this.pattern = heads.size > 0 ? chainPattern(heads) : null;
  }

  /**
   * Adds to `mentions` what the text mentions.
   * @returns the names that it gives to parts of libraries; null where one gets a name in a way that is not followed
   */
  read(text: string, mentions: Set<Mention> | null): Heads | null {
    const { pattern } = this;
    if (!pattern) return NO_NAMES;
    let aliases: Map<string, string[]> | null = null;
    pattern.lastIndex = 0;
    for (let found = pattern.exec(text); found; found = pattern.exec(text)) {
      const start = found.index;
      const end = pattern.lastIndex;
      const own = this.mentionsOf(found[0]);
      if (mentions) for (const mention of own) mentions.add(mention);
      if (goesOn(text, end)) return null;
      const alias = aliasAt(text, start, end);
      if (alias === undefined) continue;
      if (alias === null) return null;
      if (alias === headOf(text, start)) continue;
      aliases ??= new Map();
      aliases.set(alias, [...(aliases.get(alias) ?? []), ...own.map(({ path }) => path)]);
    }
    return aliases ?? NO_NAMES;
  }

  private mentionsOf(chain: string): readonly Mention[] {
    let known = this.known.get(chain);
    if (!known) {
      const dot = chain.indexOf(".");
      const head = dot < 0 ? chain : chain.slice(0, dot).trimEnd();
      const names = dot < 0 ? "" : namesOf(chain.slice(dot));
      const last = dot < 0 ? head : names.slice(names.lastIndexOf(".") + 1);
      known = (this.heads.get(head) ?? []).map((root) => mentionOf(root + names, last, names === ""));
      this.known.set(chain, known);
    }
    return known;
  }
}

/** `.a.b` of a chain as it is written, from its first dot on. */
function namesOf(written: string): string {
  const names = /\s/.test(written) ? written.replace(/\s+/g, "") : written;
  return names.length > MAX_NAMES ? names.split(".", MAX_NAMES).join(".") : names;
}

function goesOn(text: string, end: number): boolean {
  let at = end;
  while (isSpace(text.charCodeAt(at))) at++;
  const next = text.charCodeAt(at);
  if (next !== HASH && next !== BACKSLASH && next !== DOT) return false;
  GOES_ON.lastIndex = at;
  return GOES_ON.test(text);
}

const HASH = 35;
const COMMA = 44;
const DOT = 46;
const EQUALS = 61;
const PARENTHESIS = 40;
const BACKSLASH = 92;
const LETTER_E = 101;
const LETTER_N = 110;

function isSpace(unit: number): boolean {
  return unit === 32 || (unit >= 9 && unit <= 13);
}

function headOf(text: string, start: number): string {
  HEAD.lastIndex = start;
  return HEAD.exec(text)?.[0] ?? "";
}

/**
 * The name that a chain is given: `t = tvm.tir`. Undefined where it is none; null where it may get one in another way:
 * `return tvm.tir`, `a, b = tvm.tir, x`.
 */
function aliasAt(text: string, start: number, end: number): string | null | undefined {
  let at = start - 1;
  let last = text.charCodeAt(at);
  while (isSpace(last) || last === PARENTHESIS) last = text.charCodeAt(--at);
  // What it is given by ends so: `=`, `,`, `return`, `else`.
  if (last !== EQUALS && last !== COMMA && last !== LETTER_N && last !== LETTER_E) return undefined;
  const before = text.slice(Math.max(0, at - 6), at + 1);
  const isAssigned = /(?:^|[^=!<>])=$/.test(before);
  if (!isAssigned && !/\breturn$|\belse$/.test(before) && !(before.endsWith(",") && isUnpacking(text, at)))
    return undefined;
  // A call's or an expression's value is another thing.
  if (/^(?:\s*[([=+*/%@<>&|^-]|["'])/.test(text.slice(end, end + 40))) return undefined;
  if (!isAssigned || (/^[\s)]*,/.test(text.slice(end, end + 40)) && isUnpacking(text, at))) return null;
  const line = text.slice(text.lastIndexOf("\n", at) + 1, at);
  return new RegExp(`(${NAME})\\s*(?::[^=]*)?$`).exec(line)?.[1] ?? null;
}

/** `a, b = x, y`: the text up to there is on a line that gives several names their values. */
function isUnpacking(text: string, at: number): boolean {
  return /^\s*[\w., ]+,[\w., ]*=/.test(text.slice(text.lastIndexOf("\n", at) + 1, at + 1));
}

const patterns = new Map<string, RegExp>();
/** More than the files of a folder have in common. */
const MAX_PATTERNS = 5000;

function chainPattern(heads: Heads): RegExp {
  const names = [...heads.keys()].sort().join("|");
  let pattern = patterns.get(names);
  if (!pattern) {
    // A chain may go on on a line that starts with its dot. What comes after a dot at the end of a line may be another sentence.
    // Behind a quote there is a text, or code that is none.
    pattern = new RegExp(
      `(?<![\\w\\u0080-\\uffff."'])(?:${names})(?![\\w\\u0080-\\uffff])(?:\\s*\\.[ \\t]*${NAME})*`,
      "g",
    );
    if (patterns.size >= MAX_PATTERNS) patterns.clear();
    patterns.set(names, pattern);
  }
  return pattern;
}

function merged(first: Heads, ...others: readonly Heads[]): Heads {
  if (others.every(({ size }) => size === 0)) return first;
  const all = new Map(first);
  for (const heads of others) {
    for (const [name, paths] of heads) all.set(name, [...new Set([...(all.get(name) ?? []), ...paths])]);
  }
  return all;
}

interface Imports {
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
function importsIn(text: string): Imports {
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
