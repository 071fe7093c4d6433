import { remembered } from "../remembered";
import { readJsonData } from "./folder";
import { lastWord } from "./last-word";
import { lazy } from "./lazy";
import { type Release, releaseIndex } from "./releases";

/** What a key of a function's attributes is called in a release. */
export interface KeyChange {
  readonly to: string;
  readonly since: Release;
  readonly safe: boolean;
}

interface ReviewedKey {
  readonly old: string;
  readonly new: string;
  readonly since: Release;
  readonly safe: boolean;
  readonly anywhere?: boolean;
}

interface ReviewedGone {
  readonly key: string;
  readonly since: Release;
}

interface ReviewedFlags {
  readonly since: Release;
  readonly names: readonly string[];
  /** Numbers are written today, too. */
  readonly numbers?: boolean;
}

/** How the value of an attribute is written that passes read as a plain bool. */
export interface AttributeFlag {
  readonly since: Release;
  readonly takesNumbers: boolean;
}

interface ReviewedFile {
  readonly keys: readonly ReviewedKey[];
  readonly gone: readonly ReviewedGone[];
  readonly flags: readonly ReviewedFlags[];
}

/** server/data/reviewed/attribute-keys.json */
const file = lazy(() => readJsonData<ReviewedFile>("reviewed/attribute-keys.json"));

/** Whether a text of that name is a key wherever it stands. */
export function isKeyAnywhere(key: string): boolean {
  return file().keys.some((entry) => entry.anywhere === true && (entry.old === key || entry.new === key));
}

/** The key that a release's passes look for in place of this one; null where it is this one, or no key that is known. */
export function attributeKeyOf(key: string, release: Release): KeyChange | null {
  const at = releaseIndex(release);
  for (const entry of file().keys) {
    const came = releaseIndex(entry.since) <= at;
    if (came && entry.old === key) return { to: entry.new, since: entry.since, safe: entry.safe };
    if (!came && entry.new === key) return { to: entry.old, since: entry.since, safe: entry.safe };
  }
  return null;
}

/** Since when no pass looks for a key any more; null where one does in that release, or it is no key that is known. */
export function attributeGoneSince(key: string, release: Release): Release | null {
  const at = releaseIndex(release);
  return file().gone.find((entry) => entry.key === key && releaseIndex(entry.since) <= at)?.since ?? null;
}

/** What a text has to hold for a key in it to be called something else in a release, or to be gone. */
export const attributeKeyPattern = remembered((release: Release) => {
  const keys = outdatedKeys(release);
  return keys.length > 0 ? new RegExp(`["'](?:${alternatives(keys)})["']`) : NOTHING;
});

/** Their last words. */
export const attributeWords = remembered((release: Release) => outdatedKeys(release).map(lastWord));

function outdatedKeys(release: Release): readonly string[] {
  const at = releaseIndex(release);
  const renamed = file().keys.map((entry) => (releaseIndex(entry.since) <= at ? entry.old : entry.new));
  const gone = file().gone.flatMap((entry) => (releaseIndex(entry.since) <= at ? [entry.key] : []));
  return [...renamed, ...gone];
}

/** What a text has to hold for a flag in it to have an expression for its value. */
export const flagExpressionPattern = remembered((release: Release) =>
  flagPattern(release, true, "[A-Za-z_][\\w.]*\\.bool\\("),
);

/** What a text has to hold for a flag in it to have a number for its value, where those are not written today. */
export const flagNumberPattern = remembered((release: Release) => flagPattern(release, false, "[01]\\b"));

/** The last words of flags. */
export const flagWords = remembered((release: Release) => flagsIn(release).flatMap(({ names }) => names.map(lastWord)));

function flagsIn(release: Release): readonly ReviewedFlags[] {
  const at = releaseIndex(release);
  return file().flags.filter(({ since }) => releaseIndex(since) <= at);
}

function flagPattern(release: Release, withNumbers: boolean, value: string): RegExp {
  const flags = flagsIn(release).filter(({ numbers }) => withNumbers || !numbers);
  const names = alternatives(flags.flatMap((each) => each.names));
  return flags.length > 0
    ? new RegExp(`["'](?:${names})["'](?:\\s|#[^\\n]*\\n)*[,:](?:\\s|#[^\\n]*\\n)*${value}`)
    : NOTHING;
}

const NOTHING = /(?!)/;

function alternatives(words: readonly string[]): string {
  return words.map((word) => word.replaceAll(".", "\\.")).join("|");
}

/** What a release's passes read as a plain bool, by its old or new name; null where it is no such key. */
export function attributeFlagOf(key: string, release: Release): AttributeFlag | null {
  const at = releaseIndex(release);
  const flag = file().flags.find(({ since, names }) => releaseIndex(since) <= at && names.includes(key));
  return flag ? { since: flag.since, takesNumbers: flag.numbers ?? false } : null;
}
