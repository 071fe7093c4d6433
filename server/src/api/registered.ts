import { readJsonData } from "./folder";
import { lazy } from "./lazy";
import { type Release, releaseIndex } from "./releases";

interface RenamedFunction {
  readonly old: string;
  readonly new: string;
  readonly since: Release;
}

/** server/data/reviewed/registered.json */
const renamed = lazy(() => {
  const entries = readJsonData<{ readonly renamed: readonly RenamedFunction[] }>("reviewed/registered.json").renamed;
  return new Map(entries.flatMap((each) => [[each.old, each] as const, [each.new, each] as const]));
});

/** What a release registers a function as that another one has under this name; null where it is this name, or unknown. */
export function registeredNow(name: string, release: Release): string | null {
  const entry = renamed().get(name);
  if (!entry) return null;
  const now = releaseIndex(entry.since) <= releaseIndex(release) ? entry.new : entry.old;
  return now === name ? null : now;
}
