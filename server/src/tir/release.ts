/** A TVM release line, as in `0.27`; patch releases of a line build the same trees. */
export type Release = string;

/** The releases whose trees are known; the others take the names of the closest older one. */
export const OLDEST_RELEASE: Release = "0.17";
export const NEWEST_RELEASE: Release = "0.27";

function minor(release: Release): number {
  const parsed = /^0\.(\d+)/.exec(release);
  return parsed ? Number(parsed[1]) : Number(NEWEST_RELEASE.slice(2));
}

/** Whether `release` is `since` or newer. */
export function atLeast(release: Release, since: Release): boolean {
  return minor(release) >= minor(since);
}
