/** A TVM release line, as in `0.27`; patch releases of a line build the same trees. */
export type Release = string;

/** The releases whose trees are known; the others take the names of the closest older one. */
export const OLDEST_RELEASE: Release = "0.17";
export const NEWEST_RELEASE: Release = "0.27";

/** Of the few releases that there are: all that is read asks for them again and again. */
const minors = new Map<Release, number>();

export function minor(release: Release): number {
  let known = minors.get(release);
  if (known === undefined) {
    const parsed = /^0\.(\d+)/.exec(release);
    known = parsed ? Number(parsed[1]) : Number(NEWEST_RELEASE.slice(2));
    minors.set(release, known);
  }
  return known;
}

/** Whether `release` is `since` or newer. */
export function atLeast(release: Release, since: Release): boolean {
  return minor(release) >= minor(since);
}
