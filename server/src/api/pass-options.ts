import { remembered } from "../remembered";
import { readJsonData } from "./folder";
import { lastWord } from "./last-word";
import { lazy } from "./lazy";
import { type Release, releaseIndex } from "./releases";

interface NamedOption {
  readonly name: string;
  readonly first: Release;
  /** Left out where it is there today. */
  readonly last?: Release;
}

/** What became of an option of PassContext that a release does not have by that name. */
export type PassOptionChange =
  | { readonly kind: "renamed"; readonly to: string }
  | { readonly kind: "gone"; readonly last: Release }
  | { readonly kind: "not-yet"; readonly first: Release };

/** server/data/reviewed/pass-options.json: the names of each option, in order. */
const options = lazy(() =>
  readJsonData<{ readonly options: readonly (readonly NamedOption[])[] }>("reviewed/pass-options.json"),
);
const byName = lazy(
  () => new Map(options().options.flatMap((names) => names.map((each) => [each.name, names] as const))),
);

/** Null where the release has the option, and for one that no release is known to have. */
export function passOptionChange(name: string, release: Release): PassOptionChange | null {
  const names = byName().get(name);
  const own = names?.find((each) => each.name === name);
  if (!names || !own || isIn(own, release)) return null;
  const now = names.find((each) => isIn(each, release));
  if (now) return { kind: "renamed", to: now.name };
  const [{ first } = own] = names;
  if (releaseIndex(release) < releaseIndex(first)) return { kind: "not-yet", first };
  return { kind: "gone", last: names.at(-1)?.last ?? release };
}

export function isPassOption(name: string): boolean {
  return byName().has(name);
}

/** The names that a release has. */
export function passOptionsOf(release: Release): string[] {
  return [...byName()].flatMap(([name, names]) =>
    names.some((each) => each.name === name && isIn(each, release)) ? [name] : [],
  );
}

/** What a text has to hold for an option in it to be none of the release. */
export const passOptionPattern = remembered((release: Release) => {
  const names = outdated(release).map((name) => name.replaceAll(".", "\\."));
  return new RegExp(`["'](?:${names.join("|")})["']`);
});

/** Their last words. */
export const passOptionWords = remembered((release: Release) => outdated(release).map(lastWord));

function outdated(release: Release): string[] {
  return [...byName().keys()].filter((name) => passOptionChange(name, release) !== null);
}

function isIn({ first, last }: NamedOption, release: Release): boolean {
  const at = releaseIndex(release);
  return releaseIndex(first) <= at && (last === undefined || at <= releaseIndex(last));
}
