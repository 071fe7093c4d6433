import { lazy } from "./lazy";
import { type Release, releaseIndex } from "./releases";
import { reviewed } from "./reviewed";

/**
 * Whether a release has a path that the snapshots leave out: private modules that people import all the same, and
 * packages before their own snapshots begin. Null where that does not settle it.
 */
export function unrecordedLife(path: string, release: Release): boolean | null {
  if (!path.includes("._") && !path.startsWith("tvm_ffi")) return null;
  const at = releaseIndex(release);
  for (const { path: known, since, lastIn } of longestFirst()) {
    if (path !== known && !path.startsWith(`${known}.`)) continue;
    if (since !== undefined && at < releaseIndex(since)) return false;
    if (lastIn !== undefined && at > releaseIndex(lastIn)) return false;
    return path === known ? true : null;
  }
  return null;
}

const longestFirst = lazy(() => [...reviewed().unrecorded].sort((a, b) => b.path.length - a.path.length));
