import { isFormer } from "../../api/changes";
import { compareReleases, type Release } from "../../api/releases";
import type { UnitContext } from "../rule";

/** The file says that it is from before a release: by what it imports, or a person by `--from`. */
export function isWrittenBefore(since: Release, { model, release, from }: UnitContext): boolean {
  if (from !== null) return compareReleases(from, since) < 0;
  return [...model.module.importedPaths()].some((path) => isFormer(path, release));
}
