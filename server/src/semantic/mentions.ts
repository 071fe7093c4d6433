import type { PlacedUnit } from "../syntax/unit";
import { LIBRARIES } from "./libraries";

/**
 * The dotted paths of everything that a unit's text imports from libraries, and of all chains of names in it that start with
 * something imported, read without parsing it: what it truly mentions, and more. By the last name of each chain, as it is
 * written. Null where a name can stand for a part of a library in a way that only parsing finds.
 */
export type Mentions = ReadonlyMap<string, ReadonlySet<string>> | null;

/** Names that stand for something of a library, each with all that it may stand for. */
type Heads = ReadonlyMap<string, readonly string[]>;

const NAME = "[A-Za-z_\\u0080-\\uffff][\\w\\u0080-\\uffff]*";
/** A chain that goes on behind a comment, or on a line that does not start with its dot. */
const GOES_ON = /^(?:\s|#[^\n]*\n|\\\r?\n)*\./;

/** Reads the texts of a document's units; each when it is first asked for. */
export class MentionReader {
  private readonly heads: Heads | null;
  private readonly known = new Map<PlacedUnit, Mentions>();

  constructor(units: readonly PlacedUnit[]) {
    this.heads = this.moduleHeads(units);
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
    if (!text.includes("import")) return pathsIn(text, this.heads);
    const { heads, paths, clear } = importsIn(text);
    if (!clear) return null;
    const mentions = pathsIn(text, heads.size > 0 ? merged(this.heads, heads) : this.heads);
    return mentions && new Map([...mentions, ["import", new Set(paths)]]);
  }

  private moduleHeads(units: readonly PlacedUnit[]): Heads | null {
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
      const found: Heads[] = [];
      for (const { unit } of statements) {
        const read = unit.text.includes("=") ? readChains(unit.text, aliases) : null;
        if (read && !read.clear) return null;
        if (read) found.push(read.aliases);
      }
      const known = heads;
      aliases = found.reduce(merged, new Map());
      heads = merged(heads, aliases);
      if (size(heads) === size(known)) break;
      if (size(heads) > MAX_HEADS) return null;
    }
    for (const { unit } of units) {
      if (!DEFINITION.test(unit.text)) continue;
      // A function of the document that gives a part of a library back.
      for (const [returned] of unit.text.matchAll(/\breturn\b.*/g)) if (!readChains(returned, heads).clear) return null;
    }
    return heads;
  }
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
function pathsIn(text: string, heads: Heads): Mentions {
  let known = heads;
  for (;;) {
    const { paths, aliases, clear } = readChains(text, known);
    if (!clear) return null;
    const more = merged(known, aliases);
    if (size(more) === size(known)) return paths;
    if (size(more) > MAX_HEADS) return null;
    known = more;
  }
}

interface Chains {
  readonly paths: ReadonlyMap<string, ReadonlySet<string>>;
  /** Names that are given to them. */
  readonly aliases: Heads;
  /** False where one gets a name in a way that is not followed. */
  readonly clear: boolean;
}

function readChains(text: string, heads: Heads): Chains {
  const paths = new Map<string, Set<string>>();
  const aliases = new Map<string, string[]>();
  if (heads.size === 0) return { paths, aliases, clear: true };
  const chain = chainPattern(heads);
  chain.lastIndex = 0;
  for (let found = chain.exec(text); found; found = chain.exec(text)) {
    const [whole, head = "", rest = ""] = found;
    const end = chain.lastIndex;
    const names = rest === "" ? "" : rest.replace(/\s+/g, "");
    const own = (heads.get(head) ?? []).map((root) => root + names);
    const last = names === "" ? head : names.slice(names.lastIndexOf(".") + 1);
    const known = paths.get(last) ?? new Set();
    for (const path of own) known.add(path);
    paths.set(last, known);
    if (GOES_ON.test(text.slice(end, end + 200))) return { paths, aliases, clear: false };
    const alias = aliasAt(text, end - whole.length, end);
    if (alias === null) return { paths, aliases, clear: false };
    if (alias !== undefined && alias !== head) aliases.set(alias, [...(aliases.get(alias) ?? []), ...own]);
  }
  return { paths, aliases, clear: true };
}

/**
 * The name that a chain is given: `t = tvm.tir`. Undefined where it is none; null where it may get one in another way:
 * `return tvm.tir`, `a, b = tvm.tir, x`.
 */
function aliasAt(text: string, start: number, end: number): string | null | undefined {
  let at = start - 1;
  while (/[\s(]/.test(text.charAt(at))) at--;
  const before = text.slice(Math.max(0, at - 6), at + 1);
  const isAssigned = /(?:^|[^=!<>])=$/.test(before);
  if (!isAssigned && !/\breturn$|\belse$/.test(before) && !(before.endsWith(",") && isUnpacking(text, at)))
    return undefined;
  // A call's or an expression's value is another thing.
  if (/^\s*[([=+*/%@<>&|^-]/.test(text.slice(end, end + 40))) return undefined;
  if (!isAssigned || (/^[\s)]*,/.test(text.slice(end, end + 40)) && isUnpacking(text, at))) return null;
  const line = text.slice(text.lastIndexOf("\n", at) + 1, at);
  return new RegExp(`(${NAME})\\s*(?::[^=]*)?$`).exec(line)?.[1] ?? null;
}

/** `a, b = x, y`: the text up to there is on a line that gives several names their values. */
function isUnpacking(text: string, at: number): boolean {
  return /^\s*[\w., ]+,[\w., ]*=/.test(text.slice(text.lastIndexOf("\n", at) + 1, at + 1));
}

const chains = new Map<string, RegExp>();

function chainPattern(heads: Heads): RegExp {
  const names = [...heads.keys()].sort().join("|");
  let pattern = chains.get(names);
  if (!pattern) {
    // A chain may go on on a line that starts with its dot. What comes after a dot at the end of a line may be another sentence.
    pattern = new RegExp(
      `(?<![\\w\\u0080-\\uffff.])(${names})(?![\\w\\u0080-\\uffff])((?:\\s*\\.[ \\t]*${NAME})*)`,
      "g",
    );
    chains.set(names, pattern);
  }
  return pattern;
}

function merged(a: Heads, b: Heads): Heads {
  if (b.size === 0) return a;
  const both = new Map(a);
  for (const [name, paths] of b) both.set(name, [...new Set([...(a.get(name) ?? []), ...paths])]);
  return both;
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
        clear = false;
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
