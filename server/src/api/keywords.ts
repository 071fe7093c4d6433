import { remembered } from "../remembered";
import { equivalentIn } from "./changes";
import { preferredPath } from "./names";
import { type Release, releaseAt, releaseIndex, releases } from "./releases";
import { type ReviewedKeyword, reviewedKeywords } from "./reviewed";
import { type Parameter, signatureOf } from "./signatures";

/** What became of a keyword that a function does not take in a release. */
export interface KeywordChange {
  readonly kind: "renamed" | "removed" | "not-yet";
  /** The keyword to write in its place. */
  readonly to: string | null;
  readonly since: Release;
  readonly safe: boolean;
  readonly commit?: string;
}

/**
 * The change of a call's keyword. `path` is the function as any release names it. Null where the release's function
 * takes the keyword, and where the data cannot tell: an unknown signature, a keyword never heard of.
 */
export function keywordChangeOf(path: string, keyword: string, release: Release): KeywordChange | null {
  const here = parametersIn(path, release);
  if (!here || takesByName(here, keyword)) return null;
  const at = releaseIndex(release);
  const olderFirst = [...releases().slice(0, at).reverse(), ...releases().slice(at + 1)];
  const other = olderFirst.find((candidate) => takesByName(parametersIn(path, candidate), keyword));
  if (other === undefined) return fromBeforeFirst(path, keyword, release);
  const isOlder = releaseIndex(other) < at;
  const change = isOlder ? follow(path, keyword, other, release) : trace(path, keyword, other, release);
  // `**kwargs` takes any keyword, but not as what a renamed one meant.
  const takesAny = here.some(({ kind }) => kind === "kwargs");
  return takesAny && change.to === null ? null : change;
}

/** Of a keyword that no release takes, and whose new name the first one does. */
function fromBeforeFirst(path: string, keyword: string, release: Release): KeywordChange | null {
  const first = releaseAt(0);
  const parameters = parametersIn(path, first);
  if (!parameters) return null;
  const entry = entryAt(path, first, ({ old, new: renamed }) => old === keyword && takesByName(parameters, renamed));
  if (!entry) return null;
  const later = keywordChangeOf(path, entry.new, release);
  const to = later ? later.to : entry.new;
  const kind = to === null ? "removed" : "renamed";
  return { ...judged([entry]), kind, to, since: first, safe: entry.safe && (later?.safe ?? true) };
}

/** The keywords that only a later release's function takes, and no release calls otherwise: what `keywordChangeOf` calls "not yet". */
export function laterKeywords(path: string, release: Release): readonly string[] {
  const later = releases().slice(releaseIndex(release) + 1);
  const here = later.length > 0 ? parametersIn(path, release) : null;
  if (!here) return [];
  const names = new Set(later.flatMap((each) => parametersIn(path, each)?.map(({ name }) => name) ?? []));
  return [...names].filter((name) => {
    const change = takesByName(here, name) ? null : keywordChangeOf(path, name, release);
    return change?.kind === "not-yet" && change.to === null;
  });
}

/** All keywords for which `keywordChangeOf` may know another name. */
export const keywordsWithOthers = remembered(
  (release: Release): ReadonlySet<string> => new Set(reviewedKeywords().map((entry) => keywordIn(entry, release))),
);

function keywordIn({ old, new: renamed, since }: ReviewedKeyword, release: Release): string {
  return releaseIndex(since) <= releaseIndex(release) ? old : renamed;
}

/** From a release that takes the keyword to a later one that does not. */
function follow(path: string, keyword: string, from: Release, to: Release): KeywordChange {
  let name = keyword;
  let since: Release | undefined;
  let entries: readonly ReviewedKeyword[] = [];
  for (const next of releases().slice(releaseIndex(from) + 1, releaseIndex(to) + 1)) {
    const parameters = parametersIn(path, next);
    if (!parameters || takesByName(parameters, name)) continue;
    since ??= next;
    const entry = entryAt(path, next, ({ old, new: renamed }) => old === name && takesByName(parameters, renamed));
    if (!entry) return { kind: "removed", to: null, since, safe: false };
    name = entry.new;
    entries = [...entries, entry];
  }
  const kind = name === keyword ? "removed" : "renamed";
  return { kind, to: name === keyword ? null : name, since: since ?? to, ...judged(entries) };
}

/** From a release that takes the keyword back to an older one that does not. */
function trace(path: string, keyword: string, from: Release, to: Release): KeywordChange {
  let name = keyword;
  let entries: readonly ReviewedKeyword[] = [];
  for (let at = releaseIndex(from); at > releaseIndex(to); at--) {
    const release = releases()[at] ?? from;
    const parameters = parametersIn(path, releases()[at - 1] ?? to);
    if (!parameters || takesByName(parameters, name)) continue;
    const entry = entryAt(path, release, ({ old, new: renamed }) => renamed === name && takesByName(parameters, old));
    if (!entry) return { kind: "not-yet", to: null, since: from, safe: false };
    name = entry.old;
    entries = [...entries, entry];
  }
  return { kind: "not-yet", to: name === keyword ? null : name, since: from, ...judged(entries) };
}

function judged(entries: readonly ReviewedKeyword[]): { safe: boolean; commit?: string } {
  const commit = entries[0]?.commit;
  const safe = entries.length > 0 && entries.every((entry) => entry.safe);
  return commit === undefined ? { safe } : { safe, commit };
}

function entryAt(path: string, since: Release, fits: (entry: ReviewedKeyword) => boolean): ReviewedKeyword | null {
  const entries = reviewedKeywords().filter((entry) => entry.since === since && fits(entry));
  if (entries.length === 0) return null;
  const paths = releases().flatMap((release) => {
    const there = equivalentIn(path, release);
    return there === null ? [] : [there, preferredPath(there, release) ?? there];
  });
  const isUnder = (prefix: string) => paths.some((name) => name === prefix || name.startsWith(`${prefix}.`));
  return entries.find((entry) => entry.under.some(isUnder)) ?? null;
}

/** The parameters of what the path means in a release; null where nothing is known of it. */
function parametersIn(path: string, release: Release): readonly Parameter[] | null {
  const there = equivalentIn(path, release);
  return there === null ? null : (signatureOf(there, release)?.parameters ?? null);
}

function takesByName(parameters: readonly Parameter[] | null, keyword: string): boolean {
  return (
    parameters?.some(({ name, kind }) => name === keyword && (kind === "positional" || kind === "keyword-only")) ??
    false
  );
}
