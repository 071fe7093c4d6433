import { remembered } from "../remembered";
import { equivalentIn } from "./changes";
import { readJsonData } from "./folder";
import { keywordChangeOf } from "./keywords";
import { lastWord } from "./last-word";
import { lazy } from "./lazy";
import { allModules, moduleNames } from "./modules";
import { type Release, releaseIndex, releases } from "./releases";
import { reviewed, reviewedKeywords } from "./reviewed";
import { signatureOf } from "./signatures";

/** server/data/api/changed-keywords.json: by `function(keyword` the set of releases in which the keyword has another name. */
const file = lazy(() => readJsonData<Readonly<Record<string, number>>>("api/changed-keywords.json"));

/** Of a function's last name the keywords that `keywordChangeOf` knows another name for: what a text is searched for before it is parsed. */
export const changedKeywordsOfFunctions = remembered((release: Release): ReadonlyMap<string, ReadonlySet<string>> => {
  const at = releaseIndex(release);
  const found = new Map<string, Set<string>>();
  for (const [call, set] of Object.entries(file())) {
    if (!((set >>> at) & 1)) continue;
    const [name = "", keyword = ""] = call.split("(");
    found.set(name, (found.get(name) ?? new Set()).add(keyword));
  }
  return found;
});

/** Finds what the file holds for a release. */
export function findChangedKeywordsOfFunctions(release: Release): ReadonlySet<string> {
  const found = new Set<string>();
  for (const [path, keywords] of keywordsByPath()) {
    const name = lastWord(path);
    for (const keyword of keywords) if (keywordChangeOf(path, keyword, release)?.to) found.add(`${name}(${keyword}`);
  }
  return found;
}

/** All functions and classes, by all names that any release or review has for them, with those of their keywords that a review speaks of. */
const keywordsByPath = lazy((): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>();
  for (const path of allPaths()) {
    const keywords = reviewedKeywordsOf(path);
    if (keywords.length > 0) found.set(path, keywords);
  }
  return found;
});

function allPaths(): ReadonlySet<string> {
  const { renames, unrecorded, meanings } = reviewed();
  const paths = new Set([...renames.flatMap((each) => [each.old, each.new]), ...unrecorded.map(({ path }) => path)]);
  for (const { path } of meanings) paths.add(path);
  for (const module of allModules())
    for (const name of moduleNames(module)?.names.keys() ?? []) paths.add(`${module}.${name}`);
  return paths;
}

function reviewedKeywordsOf(path: string): readonly string[] {
  const taken = new Set<string>();
  for (const release of releases()) {
    const there = equivalentIn(path, release);
    const parameters = there === null ? null : signatureOf(there, release)?.parameters;
    for (const { name } of parameters ?? []) taken.add(name);
  }
  const spoken = reviewedKeywords().flatMap((entry) =>
    taken.has(entry.old) || taken.has(entry.new) ? [entry.old, entry.new] : [],
  );
  return [...new Set(spoken)];
}
