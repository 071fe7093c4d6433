// What each definition looked like in which releases: parameters, return annotation, bases, members.

const bit = (index) => 1 << index;

/** Collects equal facts of several releases under one set of releases. */
class Variants {
  #byText = new Map();
  add(index, fact) {
    const text = JSON.stringify(fact);
    this.#byText.set(text, (this.#byText.get(text) ?? 0) | bit(index));
  }
  /** `[releases, ...fact]`, oldest first. */
  list() {
    return [...this.#byText]
      .sort(([, a], [, b]) => (a & -a) - (b & -b))
      .map(([text, present]) => [present, ...JSON.parse(text)]);
  }
}

/** `[kind, parameters, returns, bases, instance of, deprecated]` without what is missing at the end. */
function factOf(def) {
  const annotation = def.r ?? def.a ?? null;
  const fact = [def.k, def.s ?? null, annotation, def.b ?? null, def.inst ?? null, def.dep ? 1 : null];
  while (fact.length > 1 && fact.at(-1) === null) fact.pop();
  return fact;
}

/** One row a definition (`module:name`): JSON `{v: variants, m: member → variants}`. */
export function definitionRows(snapshots) {
  const defs = new Map();
  for (const [index, snapshot] of snapshots.entries()) {
    for (const [name, def] of Object.entries(snapshot.defs)) {
      if (!defs.has(name)) defs.set(name, { own: new Variants(), members: new Map() });
      const entry = defs.get(name);
      entry.own.add(index, factOf(def));
      for (const [member, fact] of Object.entries(def.m ?? {})) {
        if (!entry.members.has(member)) entry.members.set(member, new Variants());
        entry.members.get(member).add(index, factOf(fact));
      }
    }
  }
  const rows = new Map();
  for (const [name, { own, members }] of defs) {
    const row = { v: own.list() };
    if (members.size > 0) {
      const sorted = [...members].sort(([a], [b]) => (a < b ? -1 : 1));
      row.m = Object.fromEntries(sorted.map(([member, variants]) => [member, variants.list()]));
    }
    rows.set(name, JSON.stringify(row));
  }
  return rows;
}
