import { readJsonData } from "./folder";
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

/** An operator that a release does not register and an older one did, with what takes its place; null elsewhere. */
export function goneOperator(name: string, release: Release): { since: Release; takes: string } | null {
  const entry = gone().get(name);
  return entry && releaseIndex(entry.since) <= releaseIndex(release) ? entry : null;
}
