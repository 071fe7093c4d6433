import { lazy } from "./lazy";
import { type Release, releaseIndex } from "./releases";
import { reviewed, type Unrecorded } from "./reviewed";

/**
 * Whether a release has a path that the snapshots leave out: private modules that people import all the same, packages
 * other than TVM, and names from before any release. Null where that does not settle it.
 */
export function unrecordedLife(path: string, release: Release): boolean | null {
  for (let end = path.length; end > 0; end = path.lastIndexOf(".", end - 1)) {
    const known = byPath().get(end === path.length ? path : path.slice(0, end));
    if (!known) continue;
    const at = releaseIndex(release);
    if (known.since !== undefined && at < releaseIndex(known.since)) return false;
    if (known.lastIn !== undefined && at > releaseIndex(known.lastIn)) return false;
    return end === path.length ? true : null;
  }
  return null;
}

/** Whether a path that the snapshots leave out is known to be a class. */
export function isUnrecordedClass(path: string): boolean {
  return byPath().get(path)?.class ?? false;
}

const byPath = lazy(
  (): ReadonlyMap<string, Unrecorded> => new Map(reviewed().unrecorded.map((each) => [each.path, each])),
);
