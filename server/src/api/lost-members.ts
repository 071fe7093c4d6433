import { equivalentIn } from "./changes";
import { allDefinitions, definitionIn, membersIn } from "./definitions";
import { readJsonData } from "./folder";
import { keywordChangeOf } from "./keywords";
import { lazy } from "./lazy";
import { isWorthSaying, memberChangeOf } from "./members";
import { pathOfDefinition } from "./names";
import { type Release, releaseIndex, releases } from "./releases";
import { resolvePath } from "./resolve";
import { reviewed, reviewedKeywords } from "./reviewed";

/** server/data/api/lost-members.json: by name the set of releases in which a class does not have a member that it has in another; by `method(keyword` those that call it something else. */
const file = lazy(() => readJsonData<Readonly<Record<string, number>>>("api/lost-members.json"));
const sets = new Map<Release, ReadonlySet<string>>();

const keywordSets = new Map<Release, ReadonlySet<string>>();

/** Keywords of methods that a release calls something else, with the method: `blockize(block`. */
export function changedKeywords(release: Release): ReadonlySet<string> {
  let names = keywordSets.get(release);
  if (!names) {
    names = new Set([...lostMembers(release)].filter((name) => name.includes("(")));
    keywordSets.set(release, names);
  }
  return names;
}

/** Names of all the members of which `memberChangeOf` or `distinctiveMemberChange` can say something under a release. */
export function lostMembers(release: Release): ReadonlySet<string> {
  let names = sets.get(release);
  if (!names) {
    const at = releaseIndex(release);
    const generated = Object.entries(file()).flatMap(([name, set]) => ((set >>> at) & 1 ? [name] : []));
    const old = reviewed().members.flatMap((entry) =>
      releaseIndex(entry.since) <= at ? [entry.old] : [entry.new ?? ""],
    );
    names = new Set([...generated, ...old].filter((name) => name !== ""));
    sets.set(release, names);
  }
  return names;
}

/** Finds those names by trying all members of all classes: for the script that writes the file, and the test that checks it. */
export function findLostMembers(release: Release): ReadonlySet<string> {
  const lost = new Set<string>();
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
        if (change && isWorthSaying(change, member)) lost.add(member);
      }
    }
  }
  for (const name of findChangedKeywords(release)) lost.add(name);
  return lost;
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
