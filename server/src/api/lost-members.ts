import { equivalentIn } from "./changes";
import { allDefinitions, definitionIn, membersIn } from "./definitions";
import { readJsonData } from "./folder";
import { lazy } from "./lazy";
import { isWorthSaying, memberChangeOf } from "./members";
import { pathOfDefinition } from "./names";
import { type Release, releaseIndex, releases } from "./releases";
import { resolvePath } from "./resolve";
import { reviewed } from "./reviewed";

/** server/data/api/lost-members.json: by name the set of releases in which a class does not have a member that it has in another. */
const file = lazy(() => readJsonData<Readonly<Record<string, number>>>("api/lost-members.json"));
const sets = new Map<Release, ReadonlySet<string>>();

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
  return lost;
}
