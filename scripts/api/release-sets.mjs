import { writeFileSync } from "node:fs";
import { at } from "../place.mjs";

/**
 * For each name the set of releases of which it is found: bit i stands for the i-th release of the list.
 * @param {readonly string[]} releases
 * @param {(release: string) => Iterable<string>} find
 */
export function releaseSets(releases, find) {
  const sets = new Map();
  for (const [index, release] of releases.entries())
    for (const name of find(release)) sets.set(name, (sets.get(name) ?? 0) | (1 << index));
  return sets;
}

/**
 * The entries of a JSON object, a line each, in the order of their names.
 * @param {ReadonlyMap<string, unknown>} map
 */
export function jsonObject(map) {
  const lines = [...map]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
  return `{\n${lines.join(",\n")}\n}`;
}

/**
 * @param {string} file below server/data
 * @param {string} text
 */
export function writeData(file, text) {
  writeFileSync(at(`server/data/${file}`), `${text}\n`);
}
