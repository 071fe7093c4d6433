import { readJsonData } from "./folder";
import { lazy } from "./lazy";

/** A release as the data names it: "0.8" … "0.27", and "unity", the nightly line of 2023 that led to 0.16. */
export type Release = string;

/** A set of releases: bit i is the i-th of `releases()`. */
export type ReleaseSet = number;

interface ReleaseFile {
  readonly releases: readonly { readonly release: Release; readonly commit: string | null }[];
}

const known = lazy((): readonly Release[] =>
  readJsonData<ReleaseFile>("api/releases.json").releases.map(({ release }) => release),
);
const order = lazy((): ReadonlyMap<Release, number> => new Map(known().map((release, at) => [release, at])));

/** The known releases, oldest first. "unity" stands between 0.15 and 0.16. */
export function releases(): readonly Release[] {
  return known();
}

export function newestRelease(): Release {
  return known().at(-1) ?? "";
}

/** The place of a release in `releases()`. Throws where it is unknown: ask `releaseOf` for a user's text first. */
export function releaseIndex(release: Release): number {
  const at = order().get(release);
  if (at === undefined) throw new RangeError(`unknown TVM release: ${release}`);
  return at;
}

/** The release at a place in `releases()`. */
export function releaseAt(index: number): Release {
  const release = known()[index];
  if (release === undefined) throw new RangeError(`there is no TVM release number ${index}`);
  return release;
}

/** Negative where `a` is older than `b`, zero where they are the same. */
export function compareReleases(a: Release, b: Release): number {
  return releaseIndex(a) - releaseIndex(b);
}

export interface KnownRelease {
  readonly release: Release;
  /** The version asked for is newer than every release in the data; `release` is then the newest one. */
  readonly newer: boolean;
}

/**
 * The release that a version belongs to: "0.27.0.post1", "v0.17.dev0+g1234" and "unity" are understood.
 * Null for what is no version, and for versions older than the data.
 */
export function releaseOf(version: string): KnownRelease | null {
  const text = version.trim().toLowerCase();
  if (text === "unity") return { release: "unity", newer: false };
  const parts = /^v?(\d+)\.(\d+)(?:\.\d+)*(?:[.\-_]?(?:dev|post|rc|a|b)\d*)*(?:\+[\w.-]+)?$/.exec(text);
  if (!parts) return null;
  const [major, minor] = [Number(parts[1]), Number(parts[2])];
  const release = `${major}.${minor}`;
  if (order().has(release)) return { release, newer: false };
  const [newestMajor = 0, newestMinor = 0] = newestRelease().split(".").map(Number);
  const isNewer = major > newestMajor || (major === newestMajor && minor > newestMinor);
  return isNewer ? { release: newestRelease(), newer: true } : null;
}

/** The releases of a set, oldest first. */
export function releasesIn(set: ReleaseSet): Release[] {
  return known().filter((_, at) => (set >>> at) & 1);
}
