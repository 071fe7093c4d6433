import { keptBy } from "../kept";
import { isDefinition, type PlacedUnit, type Unit } from "../syntax/unit";
import { isOfWord } from "../syntax/words";
import { ChainReader, type Heads, merged, NO_NAMES } from "./chains";
import { importsIn } from "./library-imports";
import { type Mention, MentionList, mentionOf } from "./mention";

/**
 * Everything that a unit's text imports from libraries, and all chains of names in it that start with something imported, read
 * without parsing it: what it truly mentions, and more. Null where a name can stand for a part of a library in a way that only
 * parsing finds.
 */
export type Mentions = readonly Mention[] | null;

interface Reading {
  readonly mentions: readonly Mention[];
  /** The names that stand for something of a library in the unit; some of them only elsewhere. */
  readonly heads: Heads;
}

/** Reads the texts of a document's units; each when it is first asked for. */
export class MentionReader {
  private readonly heads: ChainReader | null;
  private readonly known = new Map<PlacedUnit, Reading | null>();

  /** @param implied what names stand for without an import */
  constructor(units: readonly PlacedUnit[], implied: Heads = NO_NAMES) {
    const heads = moduleHeads(units, implied);
    this.heads = heads && new ChainReader(heads);
  }

  /** All that the module's names may stand for; null where that is not known. */
  get moduleHeads(): Heads | null {
    return this.heads?.heads ?? null;
  }

  of(unit: PlacedUnit): Reading | null {
    let reading = this.known.get(unit);
    if (reading === undefined) {
      reading = this.read(unit.unit);
      this.known.set(unit, reading);
    }
    return reading;
  }

  private read(unit: Unit): Reading | null {
    const { text } = unit;
    if (!this.heads) return null;
    if (!text.includes("import")) return mentionsIn(text, this.heads);
    const { heads, paths, clear } = importsOf(unit);
    if (!clear) return null;
    const reader = isWithin(heads, this.heads.heads) ? this.heads : new ChainReader(merged(this.heads.heads, heads));
    return mentionsIn(
      text,
      reader,
      paths.map((path) => mentionOf(path, "import", false)),
    );
  }
}

const importsOf = keptBy((unit: Unit) => importsIn(unit.text));

/** The module's own imports bring in nothing that it does not know of. */
function isWithin(heads: Heads, known: Heads): boolean {
  for (const [name, paths] of heads) {
    const own = known.get(name);
    if (!own || !paths.every((path) => own.includes(path))) return false;
  }
  return true;
}

function moduleHeads(units: readonly PlacedUnit[], implied: Heads): Heads | null {
  const statements = units.filter(({ unit, shells }) => shells.length === 0 && !isDefinition(unit));
  const imports = statements.filter(({ unit }) => unit.text.includes("import")).map(({ unit }) => importsOf(unit));
  if (imports.some(({ clear }) => !clear)) return null;
  let heads = merged(implied, ...imports.map((each) => each.heads));
  // What the module's own statements call something else is called so in all units.
  for (let aliases: Heads = heads; aliases.size > 0; ) {
    const reader = new ChainReader(aliases);
    const found: Heads[] = [];
    for (const { unit } of statements) {
      const given = unit.text.includes("=") ? reader.read(unit.text, new MentionList()) : NO_NAMES;
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
    if (!isDefinition(unit)) continue;
    // A function of the document that gives a part of a library back.
    for (const line of givenBack(unit.text, reader)) if (reader.read(line, new MentionList()) === null) return null;
  }
  return heads;
}

/** What stands behind each `return` on its line, that word included, where it begins with one of the names or goes on with an `else`. */
function givenBack(text: string, reader: ChainReader): string[] {
  const found: string[] = [];
  let nextElse = 0;
  for (let at = text.indexOf(RETURN); at >= 0; at = text.indexOf(RETURN, at)) {
    const start = at;
    at += RETURN.length;
    if (isOfWord(text.charCodeAt(start - 1)) || isOfWord(text.charCodeAt(at))) continue;
    const end = text.indexOf("\n", at);
    if (nextElse >= 0 && nextElse < at) nextElse = text.indexOf("else", at);
    const hasElse = nextElse >= 0 && (end < 0 || nextElse < end);
    if (hasElse || reader.mayBegin(text, at)) found.push(text.slice(start, end < 0 ? text.length : end));
  }
  return found;
}

const RETURN = "return";
/** More names than anybody gives to parts of libraries: a circle, or a text that is not what it seems. */
const MAX_HEADS = 1000;

function size(heads: Heads): number {
  let count = 0;
  for (const paths of heads.values()) count += paths.length;
  return count;
}

/** All chains of names in a text, those that start with a name that the text itself gives to a part of a library too. */
function mentionsIn(text: string, reader: ChainReader, others: readonly Mention[] = []): Reading | null {
  const mentions = new MentionList();
  for (const mention of others) mentions.add(mention);
  let heads = reader.heads;
  for (let at = reader; ; ) {
    const aliases = at.read(text, mentions);
    if (aliases === null) return null;
    if (aliases.size === 0) return { mentions: mentions.all, heads };
    const more = merged(heads, aliases);
    if (size(more) === size(heads)) return { mentions: mentions.all, heads };
    if (size(more) > MAX_HEADS) return null;
    heads = more;
    at = new ChainReader(new Map([...aliases.keys()].map((name) => [name, heads.get(name) ?? []])));
  }
}
