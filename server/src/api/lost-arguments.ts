import { remembered } from "../remembered";
import { beforeMeaning, changeOf, equivalentIn } from "./changes";
import { allDefinitions, definitionIn, lineage } from "./definitions";
import { readJsonData } from "./folder";
import { keywordChangeOf } from "./keywords";
import { lastWord } from "./last-word";
import { lazy } from "./lazy";
import { pathOfDefinition } from "./names";
import { type Release, releaseIndex, releases } from "./releases";
import { resolvePath } from "./resolve";
import { type Parameter, signatureOf } from "./signatures";

/** What a release's functions no longer take, by their last names: what a text is searched for before it is parsed. */
export interface LostArguments {
  readonly keywords: ReadonlySet<string>;
  /** How many arguments in places the function of fewest still takes, where it took more; null where it takes as many as before. */
  readonly places: number | null;
}

/** server/data/api/lost-arguments.json: by `function(keyword`, and by `function(2` for two places, the set of releases. */
const file = lazy(() => readJsonData<Readonly<Record<string, number>>>("api/lost-arguments.json"));

export const lostArguments = remembered((release: Release): ReadonlyMap<string, LostArguments> => {
  const at = releaseIndex(release);
  const found = new Map<string, { keywords: Set<string>; places: number | null }>();
  for (const [entry, set] of Object.entries(file())) {
    if (!((set >>> at) & 1)) continue;
    const [name = "", lost = ""] = entry.split("(");
    const known = found.get(name) ?? { keywords: new Set<string>(), places: null };
    found.set(name, known);
    if (/^\d/.test(lost)) known.places = Math.min(known.places ?? Number(lost), Number(lost));
    else known.keywords.add(lost);
  }
  return found;
});

/**
 * The release since which a function takes no such keyword, that it took before; null where it takes it, or has it under another name,
 * and where the data cannot tell.
 */
export function keywordGoneSince(path: string, keyword: string, release: Release): Release | null {
  if (!isKnownWell(path, release)) return null;
  const change = keywordChangeOf(path, keyword, release);
  return change?.kind === "removed" && change.to === null ? change.since : null;
}

/** How many arguments in places a function takes, that took more in an older release; null otherwise, and for classes. */
export function placesLeft(path: string, release: Release): number | null {
  const now = equivalentIn(path, release);
  if (now === null || !isKnownWell(path, release)) return null;
  const signature = signatureOf(now, release);
  const places = signature?.kind === "function" ? placesOf(signature.parameters) : null;
  if (places === null) return null;
  const older = releases().slice(0, releaseIndex(release));
  const took = older.map((each) => {
    const there = equivalentIn(path, each);
    return there === null ? null : placesOf(signatureOf(there, each)?.parameters ?? null);
  });
  return took.some((count) => count !== null && count > places) ? places : null;
}

/**
 * What means something else in the release, or has another name that is not all there is to change is no function to count arguments of; and what is built of C++ in tvm_ffi has
 * constructors that its Python files do not show.
 */
function isKnownWell(path: string, release: Release): boolean {
  const isOther = changeOf(path, release)?.safe === false || beforeMeaning(path, release) !== null;
  const now = isOther ? null : equivalentIn(path, release);
  const found = now === null ? null : resolvePath(now, release);
  if (found?.kind !== "definition") return false;
  const owner = lineage(found.definition, release).find((each) => definitionIn(each, release)?.parameters);
  return owner?.startsWith("tvm_ffi") !== true && !found.definition.startsWith("tvm_ffi");
}

function placesOf(parameters: readonly Parameter[] | null): number | null {
  if (!parameters || parameters.some(({ kind }) => kind === "varargs")) return null;
  return parameters.filter(({ kind }) => kind === "positional" || kind === "positional-only").length;
}

/** Finds what `lostArguments` holds. */
export function findLostArguments(release: Release): ReadonlySet<string> {
  const found = new Set<string>();
  const older = releases().slice(0, releaseIndex(release));
  for (const path of pathsOfCalls()) {
    const name = lastWord(path);
    const places = placesLeft(path, release);
    if (places !== null) found.add(`${name}(${places}`);
    const keywords = older.flatMap((each) => {
      const there = equivalentIn(path, each);
      return there === null ? [] : (signatureOf(there, each)?.parameters ?? []).map((parameter) => parameter.name);
    });
    for (const keyword of new Set(keywords))
      if (keywordGoneSince(path, keyword, release) !== null) found.add(`${name}(${keyword}`);
  }
  return found;
}

/** All functions and classes, by all their names but those in scripts, whose parsers take more than signatures say. */
export const pathsOfCalls = lazy((): readonly string[] => {
  const paths = new Set<string>();
  for (const definition of allDefinitions())
    for (const release of releases()) {
      const path = pathOfDefinition(definition, release);
      if (path && !IN_SCRIPT.test(path)) paths.add(path);
    }
  return [...paths].sort();
});

export const IN_SCRIPT = /^tvm\.(?:script|tirx\.script|relax\.script)\b/;
