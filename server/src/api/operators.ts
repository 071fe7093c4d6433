import { remembered } from "../remembered";
import { readJsonData } from "./folder";
import { lastWord } from "./last-word";
import { lazy } from "./lazy";
import { type Release, releaseIndex } from "./releases";

interface GoneOperator {
  readonly name: string;
  readonly since: Release;
  readonly takes: string;
}

/** server/data/reviewed/operators.json */
const gone = lazy(
  () =>
    new Map(
      readJsonData<{ readonly gone: readonly GoneOperator[] }>("reviewed/operators.json").gone.map((each) => [
        each.name,
        each,
      ]),
    ),
);

/** The last words of the names of those that a release does not register. */
export const goneOperators = remembered((release: Release): readonly string[] =>
  [...gone().values()]
    .filter((entry) => releaseIndex(entry.since) <= releaseIndex(release))
    .map(({ name }) => lastWord(name)),
);

/** An operator that a release does not register and an older one did, with what takes its place; null elsewhere. */
export function goneOperator(name: string, release: Release): { since: Release; takes: string } | null {
  const entry = gone().get(name);
  return entry && releaseIndex(entry.since) <= releaseIndex(release) ? entry : null;
}
