import { remembered } from "../remembered";
import { equivalentIn } from "./changes";
import { allDefinitions, definitionIn, membersIn } from "./definitions";
import { readJsonData } from "./folder";
import { keywordChangeOf } from "./keywords";
import { lastWord } from "./last-word";
import { lazy } from "./lazy";
import { distinctiveMemberChange, isNewMember, isThere, isWorthSaying, memberChangeOf } from "./members";
import { allModules, moduleNames } from "./modules";
import { pathOfDefinition } from "./names";
import { type Release, releaseIndex, releases } from "./releases";
import { resolvePath } from "./resolve";
import { reviewed, reviewedKeywords, reviewedReturns } from "./reviewed";

interface LostFile {
  /** By name the set of releases in which a class does not have a member that it has in another; by `method(keyword` those that call it something else. */
  readonly names: Readonly<Record<string, number>>;
  /** By name the classes that have lost it and what gives back one of them: code that has such an object names one of these. */
  readonly named: Readonly<Record<string, readonly string[]>>;
}

/** server/data/api/lost-members.json */
const file = lazy(() => readJsonData<LostFile>("api/lost-members.json"));

/** Keywords of methods that a release calls something else, with the method: `blockize(block`. */
export const changedKeywords = remembered(
  (release: Release): ReadonlySet<string> => new Set([...lostMembers(release)].filter((name) => name.includes("("))),
);

/** Names of all the members of which `memberChangeOf` or `distinctiveMemberChange` can say something under a release. */
export const lostMembers = remembered((release: Release): ReadonlySet<string> => {
  const at = releaseIndex(release);
  const generated = Object.entries(file().names).flatMap(([name, set]) => ((set >>> at) & 1 ? [name] : []));
  const old = reviewed().members.flatMap((entry) => {
    if (releaseIndex(entry.since) <= at) return [entry.old];
    return entry.new === null || isThere(entry, entry.new, release) ? [] : [entry.new];
  });
  return new Set([...generated, ...old]);
});

/**
 * The last names of the classes that have lost a member and of what gives back objects of them: a document that has such an object
 * holds one of these words. Null where objects come by other ways, and where the member's name alone tells.
 */
export function wordsOfOwners(member: string, release: Release): readonly string[] | null {
  if (distinctiveMemberChange(member, release) || isNewMember(member, release)) return null;
  return file().named[member] ?? null;
}

/** With more words a document nearly always holds one. */
const MAX_WORDS = 24;

/** Finds those words, by member. */
export function findWordsOfOwners(): ReadonlyMap<string, readonly string[]> {
  const owners = new Map<string, Set<string>>();
  for (const release of releases()) {
    for (const { definition, member } of lostBy(release)) {
      const names = owners.get(member) ?? new Set<string>();
      owners.set(member, names);
      names.add(ownName(definition));
      for (const other of releases()) {
        const path = pathOfDefinition(definition, other);
        if (path) names.add(lastWord(path));
      }
    }
  }
  const givers = giversOf();
  const found = new Map<string, readonly string[]>();
  for (const [member, names] of owners) {
    const words = new Set([...names, ...[...names].flatMap((name) => [...(givers.get(name) ?? [])])]);
    // What Python calls by itself needs no name.
    if (words.size <= MAX_WORDS && ![...words].some((word) => word.startsWith("__")))
      found.set(member, [...words].sort());
  }
  return found;
}

/** By all names in what functions, methods and attributes are annotated to give, and in what a review says of them, what gives it. */
function giversOf(): ReadonlyMap<string, ReadonlySet<string>> {
  const givers = new Map<string, Set<string>>();
  const add = (text: string | null, names: Iterable<string>) => {
    for (const word of text?.match(/\w+/g) ?? []) {
      const own = givers.get(word) ?? new Set<string>();
      givers.set(word, own);
      for (const name of names) own.add(name);
    }
  };
  const otherNames = otherNamesOf();
  for (const { path, returns } of reviewedReturns()) add(returns, [lastWord(path)]);
  for (const definition of allDefinitions()) {
    const names = [ownName(definition), ...(otherNames.get(definition) ?? [])];
    for (const release of releases()) {
      const shape = definitionIn(definition, release);
      if (!shape) continue;
      add(shape.annotation, names);
      add(shape.instanceOf, names);
      for (const [name, { annotation, instanceOf }] of membersIn(definition, release)) {
        add(annotation, [name]);
        add(instanceOf, [name]);
      }
    }
  }
  return givers;
}

/** By definition the names under which modules have it. */
function otherNamesOf(): ReadonlyMap<string, ReadonlySet<string>> {
  const found = new Map<string, Set<string>>();
  for (const module of allModules()) {
    for (const [name, entries] of moduleNames(module)?.names ?? []) {
      for (const { target } of entries) {
        if (target.kind !== "definition") continue;
        found.set(target.definition, (found.get(target.definition) ?? new Set()).add(name));
      }
    }
  }
  return found;
}

function ownName(definition: string): string {
  return definition.slice(definition.search(/[.:][^.:]*$/) + 1);
}

/** Finds those names by trying all members of all classes: for the script that writes the file, and the test that checks it. */
export function findLostMembers(release: Release): ReadonlySet<string> {
  const lost = new Set<string>();
  for (const { member } of lostBy(release)) lost.add(member);
  for (const name of findChangedKeywords(release)) lost.add(name);
  return lost;
}

function* lostBy(release: Release): Generator<{ readonly definition: string; readonly member: string }> {
  for (const definition of allDefinitions()) {
    const path = definitionIn(definition, release)?.kind === "class" ? pathOfDefinition(definition, release) : null;
    if (path === null) continue;
    const own = membersIn(definition, release);
    const tried = new Set<string>();
    for (const other of releases()) {
      const there = other === release ? null : equivalentIn(path, other);
      const found = there === null ? null : resolvePath(there, other);
      if (found?.kind !== "definition") continue;
      for (const member of membersIn(found.definition, other).keys()) {
        if (own.has(member) || member.startsWith("__") || tried.has(member)) continue;
        tried.add(member);
        const change = memberChangeOf(path, member, release);
        if (change && isWorthSaying(change, member)) yield { definition, member };
      }
    }
  }
}

function findChangedKeywords(release: Release): ReadonlySet<string> {
  const keywords = new Set(reviewedKeywords().flatMap((entry) => [entry.old, entry.new]));
  const changed = new Set<string>();
  const tried = new Set<string>();
  for (const definition of allDefinitions()) {
    for (const other of releases()) {
      const path = definitionIn(definition, other)?.kind === "class" ? pathOfDefinition(definition, other) : null;
      if (path === null) continue;
      for (const [member, { parameters }] of membersIn(definition, other)) {
        for (const { name } of parameters ?? []) {
          const key = `${path}.${member}(${name}`;
          if (!keywords.has(name) || tried.has(key)) continue;
          tried.add(key);
          if (keywordChangeOf(`${path}.${member}`, name, release)?.to) changed.add(`${member}(${name}`);
        }
      }
    }
  }
  return changed;
}
