import { changeOf, equivalentIn } from "./changes";
import { membersIn, type Shape } from "./definitions";
import { existsIn } from "./names";
import { type Release, releaseIndex, releases } from "./releases";
import { resolvePath } from "./resolve";
import { type ReviewedMember, reviewed } from "./reviewed";
import { isOneOf } from "./reviewed-members";

/** What became of a member that a class does not have in a release. */
export interface MemberChange {
  readonly kind: "renamed" | "removed" | "not-yet";
  /** The member to write in its place. */
  readonly member: string | null;
  readonly since: Release;
  readonly safe: boolean;
  readonly commit?: string;
  readonly advice?: string;
  /** Libraries that have a member of that name, too. */
  readonly unlessImports?: readonly string[];
}

/** A field that C++ registers is in no signature: that it is gone is only believed where somebody looked. */
export function isWorthSaying(change: MemberChange, member: string): boolean {
  return change.member === null ? change.advice !== undefined : change.member !== member;
}

/** The known members of a class with the inherited ones, by name; null where the path is no class of the release. */
export function membersOf(classPath: string, release: Release): ReadonlyMap<string, Shape> | null {
  const found = resolvePath(classPath, release);
  return found.kind === "definition" ? membersIn(found.definition, release) : null;
}

/**
 * Whether a class of a release has a member. False only for a name that the class had, or will have, as a method, or
 * that a review says is gone; null where a field that C++ registers could answer, and for names never heard of.
 */
export function memberExists(classPath: string, member: string, release: Release): boolean | null {
  const path = `${classPath}.${member}`;
  if (existsIn(classPath, release) !== true) return existsIn(path, release);
  const answer = existsIn(path, release);
  if (answer !== null) return answer;
  return traceReview(classPath, member, release) || changeElsewhere(classPath, member, release) ? false : null;
}

/** Null where the class has the member, and where nobody knows. `classPath` is a path of the release. */
export function memberChangeOf(classPath: string, member: string, release: Release): MemberChange | null {
  if (memberExists(classPath, member, release) !== false) return null;
  return (
    followReview(classPath, member, release) ??
    traceReview(classPath, member, release) ??
    changeElsewhere(classPath, member, release)
  );
}

/** Whether some class's member gets this name only after the release. */
export function isNewMember(member: string, release: Release): boolean {
  const at = releaseIndex(release);
  return reviewed().members.some((entry) => entry.new === member && releaseIndex(entry.since) > at);
}

/**
 * The change of a member whose class is not known, for names that no other library has: `.asnumpy`, `.get_sblock`.
 * Null for all other names.
 */
export function distinctiveMemberChange(member: string, release: Release): MemberChange | null {
  const at = releaseIndex(release);
  const chain: ReviewedMember[] = [];
  for (let name: string | null = member; name !== null; ) {
    const entry = reviewed().members.find(
      (candidate) =>
        candidate.old === name &&
        releaseIndex(candidate.since) <= at &&
        (chain.length > 0 || candidate.distinctive === true),
    );
    if (!entry || chain.includes(entry)) break;
    chain.push(entry);
    name = entry.new;
  }
  return chainToChange(chain) ?? trace(member, release, (entry, i) => i > 0 || entry.distinctiveNew === true);
}

/** Reviewed entries one after another: `checked_type` → `struct_info` → `ty`. */
function followReview(classPath: string, member: string, release: Release): MemberChange | null {
  const found = resolvePath(classPath, release);
  if (found.kind !== "definition") return null;
  const at = releaseIndex(release);
  const chain: ReviewedMember[] = [];
  for (let name: string | null = member; name !== null; ) {
    const entry = reviewed().members.find(
      (candidate) =>
        candidate.old === name && releaseIndex(candidate.since) <= at && isOneOf(candidate, found.definition, release),
    );
    if (!entry || chain.includes(entry)) break;
    chain.push(entry);
    name = entry.new;
  }
  return chainToChange(chain);
}

/** Reviewed entries of later releases, read backwards: `ty` → `struct_info`. */
function traceReview(classPath: string, member: string, release: Release): MemberChange | null {
  const found = resolvePath(classPath, release);
  if (found.kind !== "definition") return null;
  return trace(member, release, (entry) => isOneOf(entry, found.definition, release));
}

/** Whether a class that the entry is of has the name in a release. */
export function isThere({ of }: ReviewedMember, name: string, release: Release): boolean {
  return of.some((path) => existsIn(`${path}.${name}`, release) === true);
}

function trace(
  member: string,
  release: Release,
  fits: (entry: ReviewedMember, i: number) => boolean,
): MemberChange | null {
  const at = releaseIndex(release);
  const chain: ReviewedMember[] = [];
  for (let name = member; ; ) {
    const entry = reviewed().members.findLast(
      (candidate) => candidate.new === name && releaseIndex(candidate.since) > at && fits(candidate, chain.length),
    );
    // The class may have had the new name before the old one went.
    if (!entry || chain.includes(entry) || isThere(entry, name, release)) break;
    chain.push(entry);
    name = entry.old;
  }
  const [first] = chain;
  const last = chain.at(-1);
  if (!first || !last) return null;
  const { since, commit, unlessImports } = first;
  return {
    kind: "not-yet",
    member: last.old,
    since,
    safe: chain.every((entry) => entry.safe),
    ...(commit === undefined ? {} : { commit }),
    ...(unlessImports === undefined ? {} : { unlessImports }),
  };
}

function chainToChange(chain: readonly ReviewedMember[]): MemberChange | null {
  const first = chain[0];
  const last = chain.at(-1);
  if (!first || !last) return null;
  const advice = chain.find((entry) => entry.advice !== undefined)?.advice;
  return {
    kind: last.new === null ? "removed" : "renamed",
    member: last.new,
    since: first.since,
    safe: last.new !== null && chain.every((entry) => entry.safe),
    ...(first.commit === undefined ? {} : { commit: first.commit }),
    ...(advice === undefined ? {} : { advice }),
    ...(first.unlessImports === undefined ? {} : { unlessImports: first.unlessImports }),
  };
}

/** What the same class had in another release, and has no longer, or not yet. */
function changeElsewhere(classPath: string, member: string, release: Release): MemberChange | null {
  const at = releaseIndex(release);
  const older = releases().slice(0, at).reverse();
  for (const other of [...older, ...releases().slice(at + 1)]) {
    const owner = equivalentIn(classPath, other);
    const path = owner === null ? null : `${owner}.${member}`;
    if (path === null || resolvePath(path, other).kind !== "member") continue;
    const change = changeOf(path, release);
    if (!change) return null;
    const name = change.to === null ? null : change.to.slice(change.to.lastIndexOf(".") + 1);
    const { kind, to: _, ...rest } = change;
    return { ...rest, kind: kind === "moved" ? "renamed" : kind, member: name };
  }
  return null;
}
