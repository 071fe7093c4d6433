import { remembered } from "../remembered";
import { readJsonData } from "./folder";
import { lastWord } from "./last-word";
import { lazy } from "./lazy";
import { type Release, releaseIndex } from "./releases";

interface RenamedFunction {
  readonly old: string;
  readonly new: string;
  readonly since: Release;
}

/** An argument that a registered function takes since a release. */
export interface AddedArgument {
  readonly name: string;
  readonly since: Release;
  /** How many it took before, the one that it writes into among them. */
  readonly before: number;
  /** Where the new one stands. */
  readonly at: number;
  /** With which it does what it did before. */
  readonly value: string;
}

const data = lazy(() =>
  readJsonData<{ readonly renamed: readonly RenamedFunction[]; readonly arguments: readonly AddedArgument[] }>(
    "reviewed/registered.json",
  ),
);

const renamed = lazy(
  () => new Map(data().renamed.flatMap((each) => [[each.old, each] as const, [each.new, each] as const])),
);

const added = lazy(() => new Map(data().arguments.map((each) => [each.name, each] as const)));

/** What a registered function's list of arguments gained, and whether the release has it. */
export function addedArgumentOf(name: string, release: Release): { added: AddedArgument; isThere: boolean } | null {
  const entry = added().get(name);
  return entry ? { added: entry, isThere: releaseIndex(entry.since) <= releaseIndex(release) } : null;
}

/** The last words of the names that a release has under another one. */
export const registeredOtherwise = remembered((release: Release): readonly string[] =>
  [...renamed().keys()].filter((name) => registeredNow(name, release) !== null).map(lastWord),
);

/** What a release registers a function as that another one has under this name; null where it is this name, or unknown. */
export function registeredNow(name: string, release: Release): string | null {
  const entry = renamed().get(name);
  if (!entry) return null;
  const now = releaseIndex(entry.since) <= releaseIndex(release) ? entry.new : entry.old;
  return now === name ? null : now;
}
