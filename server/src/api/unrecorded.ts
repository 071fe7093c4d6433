import { remembered } from "../remembered";
import { lazy } from "./lazy";
import { type Release, releaseAt, releaseIndex } from "./releases";
import { LONGEST_PATH } from "./resolve";
import { reviewed, type Unrecorded } from "./reviewed";

/**
 * Whether a release has a path that the snapshots leave out: private modules that people import all the same, packages
 * other than TVM, and names from before any release. Null where that does not settle it.
 */
export function unrecordedLife(path: string, release: Release): boolean | null {
  const known = nearest(path);
  if (!known) return null;
  if (known.isEarlier) return false;
  const at = releaseIndex(release);
  if (known.since !== undefined && at < releaseIndex(known.since)) return false;
  if (known.lastIn !== undefined && at > releaseIndex(known.lastIn)) return false;
  return known.path === path ? true : null;
}

/** Whether the path, or something that it is in, is one that the snapshots leave out. */
export function isUnrecorded(path: string): boolean {
  return nearest(path) !== null;
}

function nearest(path: string): Known | null {
  if (path.length > LONGEST_PATH) return null;
  const dot = path.lastIndexOf(".");
  return byPath().get(path) ?? (dot < 0 ? null : nearestAbove(path.slice(0, dot)));
}

/** Many paths are in the same one. */
const nearestAbove = remembered(nearest);

/** Whether a path that the snapshots leave out is known to be a class. */
export function isUnrecordedClass(path: string): boolean {
  return byPath().get(path)?.class ?? false;
}

interface Known extends Unrecorded {
  /** What the first release had under another name, or no more. */
  readonly isEarlier?: boolean;
}

const byPath = lazy((): ReadonlyMap<string, Known> => {
  const first = releaseAt(0);
  const { unrecorded, renames, removals } = reviewed();
  const earlier = [...renames, ...removals].filter(({ since }) => since === first);
  return new Map([
    ...earlier.map(({ old }): [string, Known] => [old, { path: old, isEarlier: true }]),
    ...unrecorded.map((each): [string, Known] => [each.path, each]),
  ]);
});
