import { remembered } from "../remembered";
import { readJsonData } from "./folder";
import { lazy } from "./lazy";
import { type Release, releaseIndex } from "./releases";
import { LONGEST_PATH } from "./resolve";

/** What became of a keyword argument, or of the value that it is given. */
export type ArgumentChange =
  /** The keyword went, and means nothing with that value. */
  | { readonly kind: "dropped"; readonly since: Release }
  /** The keyword went, and nothing takes the place of that value. */
  | { readonly kind: "removed"; readonly since: Release }
  /** The value is written in another way. */
  | { readonly kind: "replaced"; readonly since: Release; readonly to: string }
  /** The keyword only came with `since`; `idle`: before, leaving it out means the same for that value. */
  | { readonly kind: "not-yet"; readonly since: Release; readonly idle: boolean };

interface ReviewedArgument {
  readonly keyword: string;
  readonly since: Release;
  readonly under: readonly string[];
  readonly values?: readonly string[];
  readonly commit?: string;
}

interface ReviewedFile {
  readonly dropped: readonly ReviewedArgument[];
  readonly replaced: readonly (ReviewedArgument & { readonly to: string })[];
  readonly added: readonly ReviewedArgument[];
}

/** server/data/reviewed/arguments.json */
const file = lazy(() => readJsonData<ReviewedFile>("reviewed/arguments.json"));

/** Fits where a keyword starts of which `argumentChangeOf` may know something, with what tells its value. */
export const argumentPattern = remembered((release: Release): RegExp => {
  const at = releaseIndex(release);
  const isOld = (entry: ReviewedArgument) => releaseIndex(entry.since) <= at;
  const dropped = file()
    .dropped.filter(isOld)
    .map(({ keyword }) => keyword);
  const replaced = file()
    .replaced.filter(isOld)
    .map(({ keyword, values = [] }) => `${keyword}\\s*=\\s*(?:${values.map(inQuotes).join("|")})`);
  const added = file()
    .added.filter((entry) => !isOld(entry))
    .map(({ keyword }) => keyword);
  const all = [...new Set([...[...dropped, ...added].map((keyword) => `${keyword}\\s*=`), ...replaced])];
  return all.length > 0 ? new RegExp(all.join("|"), "y") : /(?!)/y;
});

/** Those keywords. */
export const knownKeywords = remembered((release: Release): readonly string[] => {
  const at = releaseIndex(release);
  const { dropped, replaced, added } = file();
  const isOld = (entry: ReviewedArgument) => releaseIndex(entry.since) <= at;
  const known = [...dropped.filter(isOld), ...replaced.filter(isOld), ...added.filter((entry) => !isOld(entry))];
  return known.map(({ keyword }) => keyword);
});

/** Whether `argumentChangeOf` can know anything of an argument of the function at `path`. */
export function knowsSomeArgument(path: string): boolean {
  if (path.length > LONGEST_PATH) return false;
  const dot = path.lastIndexOf(".");
  return reviewedPaths().has(path) || (dot >= 0 && knowsSomeAbove(path.slice(0, dot)));
}

/** Many paths are in the same one. */
const knowsSomeAbove = remembered(knowsSomeArgument);

const reviewedPaths = lazy(() => {
  const { dropped, replaced, added } = file();
  return new Set([...dropped, ...replaced, ...added].flatMap(({ under }) => under));
});

function inQuotes(value: string): string {
  return value.replace(/[.*+?^$()[\]{}|\\]/g, "\\$&").replace(/^"(.*)"$/, `["']$1["']`);
}

/** Whether `argumentChangeOf` can know anything of that keyword of the function at `path`. */
export function knowsArgument(path: string, keyword: string): boolean {
  const { dropped, replaced, added } = file();
  return [...dropped, ...replaced, ...added].some((entry) => entry.keyword === keyword && isUnder(entry, path));
}

function isUnder({ under }: ReviewedArgument, path: string): boolean {
  return under.some((prefix) => path === prefix || path.startsWith(`${prefix}.`));
}

/**
 * What a release makes of `keyword=value` in a call of the function at `path` (of any release); null where nothing is known
 * against it.
 * @param value the argument's source text
 */
export function argumentChangeOf(
  path: string,
  keyword: string,
  value: string,
  release: Release,
): ArgumentChange | null {
  const at = releaseIndex(release);
  const plain = value.replace(/^'(.*)'$/, '"$1"');
  const speaks = (entry: ReviewedArgument) => entry.keyword === keyword && isUnder(entry, path);
  const added = file().added.find((entry) => speaks(entry) && releaseIndex(entry.since) > at);
  if (added) return { kind: "not-yet", since: added.since, idle: added.values?.includes(plain) ?? false };
  const fits = (entry: ReviewedArgument) => speaks(entry) && releaseIndex(entry.since) <= at;
  const replaced = file().replaced.find((entry) => fits(entry) && entry.values?.includes(plain));
  if (replaced) return { kind: "replaced", since: replaced.since, to: replaced.to };
  const entries = file().dropped.filter(fits);
  const dropped = entries.find((entry) => entry.values?.includes(plain) ?? true);
  if (dropped) return { kind: "dropped", since: dropped.since };
  return entries[0] ? { kind: "removed", since: entries[0].since } : null;
}
