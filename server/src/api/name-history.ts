import { remembered } from "../remembered";
import { lastWord } from "./last-word";
import { lazy } from "./lazy";
import { type Release, releaseIndex } from "./releases";

/** A name that something has in a run of releases. */
export interface NamedSince {
  readonly name: string;
  readonly first: Release;
  /** Left out where it is there today. */
  readonly last?: Release;
  /** It is one of several that do what the one before did. */
  readonly isPart?: boolean;
}

/** What became of something that a release does not have by that name. */
export type NameChange =
  | { readonly kind: "renamed"; readonly to: string; readonly isPart: boolean }
  | { readonly kind: "gone"; readonly last: Release }
  | { readonly kind: "not-yet"; readonly first: Release };

/** Things that TVM knows by texts, each with its names through the releases, in order. */
export class NameHistory {
  private readonly byName: () => ReadonlyMap<string, readonly NamedSince[]>;

  constructor(load: () => readonly (readonly NamedSince[])[]) {
    this.byName = lazy(() => new Map(load().flatMap((names) => names.map((each) => [each.name, names] as const))));
  }

  /** Null where the release has it by that name, and for one that no release is known to have. */
  changeOf(name: string, release: Release): NameChange | null {
    const names = this.byName().get(name);
    const own = names?.find((each) => each.name === name);
    const now = names?.find((each) => isIn(each, release));
    if (!names || !own || now?.name === name) return null;
    if (now) return { kind: "renamed", to: now.name, isPart: now.isPart ?? false };
    const [{ first } = own] = names;
    if (releaseIndex(release) < releaseIndex(first)) return { kind: "not-yet", first };
    return { kind: "gone", last: names.at(-1)?.last ?? release };
  }

  has(name: string): boolean {
    return this.byName().has(name);
  }

  /** The names that a release has. */
  namesOf(release: Release): string[] {
    return [...this.byName()].flatMap(([name, names]) =>
      names.some((each) => each.name === name && isIn(each, release)) ? [name] : [],
    );
  }

  /** What a text has to hold for a name in it to be none of the release. */
  readonly pattern = remembered((release: Release) => {
    const names = this.outdated(release).map((name) => name.replaceAll(".", "\\."));
    return new RegExp(`["'](?:${names.join("|")})["']`);
  });

  /** Their last words. */
  readonly words = remembered((release: Release) => this.outdated(release).map(lastWord));

  private outdated(release: Release): string[] {
    return [...this.byName().keys()].filter((name) => this.changeOf(name, release) !== null);
  }
}

function isIn({ first, last }: NamedSince, release: Release): boolean {
  const at = releaseIndex(release);
  return releaseIndex(first) <= at && (last === undefined || at <= releaseIndex(last));
}
