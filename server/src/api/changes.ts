import { remembered } from "../remembered";
import { lastWord } from "./last-word";
import { lazy } from "./lazy";
import { existsIn, formerPath, has, lastWith, laterPath, preferredPath } from "./names";
import { type Release, releaseAt, releaseIndex, releases } from "./releases";
import { resolvePath } from "./resolve";
import {
  type ReviewedFunction,
  type ReviewedMeaning,
  type ReviewedMember,
  type ReviewedRemoval,
  type ReviewedValue,
  reviewed,
} from "./reviewed";
import { memberEntry, type Step, stepBack, stepForward, stepIntoFirst } from "./steps";

/** What became of a path that a release does not have although another one does. */
export interface Change {
  readonly kind: "renamed" | "moved" | "removed" | "not-yet";
  /** What that release has instead. `builtins.X` means the plain Python name X. Null where nothing takes its place. */
  readonly to: string | null;
  /** The release without it, or of "not-yet", the release that it came with. */
  readonly since: Release;
  /** Writing `to` in its place keeps the meaning. */
  readonly safe: boolean;
  /** The commit in apache/tvm. */
  readonly commit?: string;
  /** What to do, where there is no name to put in its place, or more to do: a key of `adviceText`. */
  readonly advice?: string;
}

const answers = new Map<string, Change | null>();

/** Null where the release has the path, and where nobody knows. Chains of renames are followed to the release asked for. */
export function changeOf(path: string, release: Release): Change | null {
  const key = `${release} ${path}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const change = existsIn(path, release) === false ? findChange(path, release) : null;
  answers.set(key, change);
  return change;
}

/** Whether a path is a name of an older release, of what the release has under another one. */
export function isFormer(path: string, release: Release): boolean {
  return /^(?:moved|renamed)$/.test(changeOf(path, release)?.kind ?? "");
}

/** The path that means the same in another release: itself where it exists there; null where there is none. */
export function equivalentIn(path: string, release: Release): string | null {
  return existsIn(path, release) === true ? path : (changeOf(path, release)?.to ?? null);
}

/** Which function gives the value that this one gave before; null for all other paths of the release. */
export function valueNow(path: string, release: Release): ReviewedValue | null {
  return entryOf(reviewed().values, path, release);
}

/** The names of such functions. */
export const valueNames = remembered((release: Release): readonly string[] => {
  const at = releaseIndex(release);
  return reviewed().values.flatMap(({ path, since }) => (releaseIndex(since) <= at ? [lastWord(path)] : []));
});

/** The class of what a function makes that was a class itself before; null for all other paths of the release. */
export function classOfFunction(path: string, release: Release): ReviewedFunction | null {
  return entryOf(reviewed().functions, path, release);
}

/** What is asked of each path that code names: those of other names than the entries' cost nothing. */
function entryOf<Entry extends ReviewedFunction | ReviewedValue>(
  entries: readonly Entry[],
  path: string,
  release: Release,
): Entry | null {
  const at = releaseIndex(release);
  const name = lastWord(path);
  const named = entries.filter((entry) => lastWord(entry.path) === name && releaseIndex(entry.since) <= at);
  if (named.length === 0 || existsIn(path, release) !== true) return null;
  const own = preferredPath(path, release) ?? path;
  return named.find((entry) => entry.path === own) ?? null;
}

/**
 * What there is to know of a path that a release has, although it is not always the thing to write there: it meant
 * something else in older releases, or a better one came. It says nothing against any one use: the code around decides.
 */
export function meaningOf(path: string, release: Release): ReviewedMeaning | null {
  const at = releaseIndex(release);
  const entries = reviewed().meanings.filter((entry) => entry.path === path && releaseIndex(entry.since) <= at);
  const newest = entries.at(-1);
  return newest && existsIn(path, release) === true ? newest : null;
}

/**
 * What a path that a release has was called there before it got its newer meaning: `tvm.relax.TensorStructInfo` of
 * `tvm.relax.TensorType` in 0.25. Null where the path means in the release what it means today.
 */
export function beforeMeaning(path: string, release: Release): Change | null {
  const at = releaseIndex(release);
  const since = existsIn(path, release) === true ? newestMeaning(path, at) : null;
  const change = since === null ? null : goBack(path, releaseIndex(since), at);
  return change && change.to !== path ? change : null;
}

function findChange(path: string, release: Release): Change | null {
  const at = releaseIndex(release);
  const before = lastWith(path, at - 1);
  if (before !== null) return goForward(path, releaseIndex(before), at);
  const after = newestMeaning(path, at) ?? firstWith(path, at + 1);
  if (after !== null) return goBack(path, releaseIndex(after), at);
  const first = stepIntoFirst(path);
  if (first !== null) return goForward(path, 0, at, first);
  const other = formerPath(path, release) ?? laterPath(path, release);
  return other ? changeOf(other, release) : changeOfPrefix(path, release);
}

/** The release in which a path got the meaning that it has today, where that is newer than `at`. */
function newestMeaning(path: string, at: number): Release | null {
  const since = reviewed().meanings.findLast((entry) => entry.path === path && entry.kind === "other-meaning")?.since;
  return since !== undefined && releaseIndex(since) > at ? since : null;
}

function firstWith(path: string, from: number): Release | null {
  return releases().find((release, at) => at >= from && has(path, release)) ?? null;
}

/** @param first the step that leads into the release `from`, of a path from before it */
function goForward(path: string, from: number, to: number, first?: Step): Change {
  let here = first?.to ?? path;
  let since: Release | undefined = first && releaseAt(from);
  const steps: Step[] = first ? [first] : [];
  for (let at = from; at < to; at++) {
    const next = releaseAt(at + 1);
    const step = stepForward(here, releaseAt(at), next);
    if (!step) {
      const reason = reasonOfRemoval(here, releaseAt(at), next) ?? removalOf(path, next);
      return { kind: "removed", to: null, since: since ?? next, safe: false, ...evidence(reason ? [reason] : steps) };
    }
    steps.push(step);
    if (step.to === here) continue;
    since ??= next;
    here = step.to;
  }
  return { kind: kindOf(path, here), to: here, since: since ?? releaseAt(to), ...judged(steps) };
}

function goBack(path: string, from: number, to: number): Change {
  let here = path;
  let since: Release | undefined;
  const steps: Step[] = [];
  for (let at = from; at > to; at--) {
    const release = releaseAt(at);
    const step = stepBack(here, release, releaseAt(at - 1));
    if (!step) return { kind: "not-yet", to: null, since: since ?? release, safe: false, ...evidence(steps) };
    steps.push(step);
    if (step.to === here) continue;
    since ??= release;
    here = step.to;
  }
  return { kind: "not-yet", to: here, since: since ?? releaseAt(from), ...judged(steps) };
}

function judged(steps: readonly Step[]) {
  return { safe: steps.every((step) => step.safe), ...evidence(steps) };
}

/** A path that no snapshot lists, below one that has changed. */
function changeOfPrefix(path: string, release: Release): Change | null {
  let nearest: Change | null = null;
  for (let dot = path.lastIndexOf("."); dot > 0; dot = path.lastIndexOf(".", dot - 1)) {
    const change = changeOf(path.slice(0, dot), release);
    if (!change) continue;
    const to = change.to === null ? null : change.to + path.slice(dot);
    // The old name of what came between two releases: `tvm.tir.layout.TileLayout` of `tvm.tirx.layout.TileLayout`.
    if (to !== null && existsIn(to, release) === true) return { ...change, to };
    nearest ??= changeInside(change, to, release);
  }
  if (nearest !== null) return nearest;
  const removal = removalOf(path, release);
  return removal ? { kind: "removed", to: null, since: removal.since, safe: false, ...evidence([removal]) } : null;
}

/** What became of something in a thing that has changed, where the data does not list what is inside: it may well have moved along. */
function changeInside(change: Change, to: string | null, release: Release): Change {
  // Of packages other than TVM the data has no modules.
  const isForeign = change.to !== null && !/^(?:tvm|builtins)\b/.test(change.to);
  const kind = change.to === null ? null : resolvePath(change.to, release).kind;
  // A value, `tvm.tir.ForKind.SERIAL.value`: nothing but running it would tell.
  const isValue = kind === "member" || kind === "definition";
  const isKnown =
    to !== null && (isForeign || isValue || kind === "module") && resolvePath(to, release).kind === "unknown";
  if (!isKnown) return { ...change, kind: "removed", to: null, safe: false };
  // A package other than TVM that moved as a whole: the review says so.
  return { ...change, to, safe: (isForeign || isValue) && change.safe };
}

/** What the review says about a path that `release` still has and `next` does not. */
function reasonOfRemoval(path: string, release: Release, next: Release): ReviewedRemoval | ReviewedMember | null {
  const found = resolvePath(path, release);
  const member = found.kind === "member" ? memberEntry(found.definition, found.member, release, next, "old") : null;
  const preferred = preferredPath(path, release);
  return member ?? removalOf(path, next) ?? (preferred ? removalOf(preferred, next) : null);
}

/** The reviewed removal of a path, or of one above it, in a release or before. */
function removalOf(path: string, release: Release): ReviewedRemoval | null {
  const at = releaseIndex(release);
  for (let end = path.length; end > 0; end = path.lastIndexOf(".", end - 1)) {
    const entries = removals().get(path.slice(0, end)) ?? [];
    const entry = entries.find(({ since }) => releaseIndex(since) <= at);
    if (entry) return entry;
  }
  return null;
}

const removals = lazy(() => {
  const byPath = new Map<string, ReviewedRemoval[]>();
  for (const entry of reviewed().removals) byPath.set(entry.old, [...(byPath.get(entry.old) ?? []), entry]);
  return byPath;
});

function kindOf(path: string, to: string): "renamed" | "moved" {
  return path.slice(path.lastIndexOf(".") + 1) === to.slice(to.lastIndexOf(".") + 1) ? "moved" : "renamed";
}

/** Of several changes one after another, the newest commit and the first advice. */
function evidence(sources: readonly Pick<Step, "commit" | "advice">[]) {
  const commit = sources.findLast((source) => source.commit !== undefined)?.commit;
  const advice = sources.find((source) => source.advice !== undefined)?.advice;
  return { ...(commit === undefined ? {} : { commit }), ...(advice === undefined ? {} : { advice }) };
}
