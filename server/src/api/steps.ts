import { definitionIn } from "./definitions";
import { existsIn, pathOfDefinition, preferredPath } from "./names";
import { type Release, releaseAt } from "./releases";
import { resolvePath } from "./resolve";
import { type ReviewedMember, type ReviewedRename, reviewed } from "./reviewed";
import { isOneOf } from "./reviewed-members";

/** How a path goes on into the next release, or back into the one before; `to` can be the path itself. */
export interface Step {
  readonly to: string;
  readonly safe: boolean;
  readonly commit?: string | undefined;
  readonly advice?: string | undefined;
}

/** Into the next release. */
export function stepForward(path: string, release: Release, next: Release): Step | null {
  if (isThere(path, next)) return { to: path, safe: !isOtherThing(path, next) };
  return (
    renamed(path, next, next, forward) ??
    memberStep(path, release, next, forward) ??
    reexport(path, release, next, forward)
  );
}

/** Into the first release, of a path from before it. */
export function stepIntoFirst(path: string): Step | null {
  const first = releaseAt(0);
  return renamed(path, first, first, forward);
}

/** Into the release before. */
export function stepBack(path: string, release: Release, previous: Release): Step | null {
  const other = isOtherThing(path, release) ? renamed(path, previous, release, backward) : null;
  if (other) return other;
  if (isThere(path, previous)) return { to: path, safe: !isOtherThing(path, release) };
  return (
    renamed(path, previous, release, backward) ??
    memberStep(path, release, previous, backward) ??
    reexport(path, release, previous, backward)
  );
}

/** Whether the path means something else since this very release. */
function isOtherThing(path: string, since: Release): boolean {
  return reviewed().meanings.some(
    (entry) => entry.path === path && entry.since === since && entry.kind === "other-meaning",
  );
}

/** Python's own names, and packages that the data does not cover, are taken on the word of the reviewed entry. */
function isThere(path: string, release: Release): boolean {
  if (!path.startsWith("tvm.") && path !== "tvm") return existsIn(path, release) !== false;
  return existsIn(path, release) === true;
}

interface Direction {
  readonly from: "old" | "new";
  readonly to: "old" | "new";
}

const forward: Direction = { from: "old", to: "new" };
const backward: Direction = { from: "new", to: "old" };

/** A reviewed rename of the release `since`, the longest path first, that leads to a path which `release` has. */
function renamed(path: string, release: Release, since: Release, { from, to }: Direction): Step | null {
  for (let end = path.length; end > 0; end = path.lastIndexOf(".", end - 1)) {
    const head = path.slice(0, end);
    const fitting = (renamesAt(since, from).get(head) ?? [])
      .filter((entry) => from === "old" || !entry.oneWay)
      .map((entry) => ({ entry, target: entry[to] + path.slice(end) }))
      .filter(({ target }) => isThere(target, release) && (end === path.length || existsIn(target, release) === true));
    const [best] = fitting;
    if (!best) continue;
    // Two things that became one cannot be told apart on the way back.
    const isOne = from === "old" || new Set(fitting.map(({ target }) => thingAt(target, release))).size === 1;
    // What only goes along with a module can have got another meaning on the way; an entry of its own knows better.
    const isOther = end !== path.length && isOtherThing(from === "old" ? best.target : path, since);
    const safe = best.entry.safe && isOne && !isOther;
    return { to: best.target, safe, commit: best.entry.commit, advice: best.entry.advice };
  }
  return null;
}

function thingAt(path: string, release: Release): string {
  const found = resolvePath(path, release);
  return found.kind === "definition" ? found.definition : path;
}

const indices = new Map<string, ReadonlyMap<string, readonly ReviewedRename[]>>();

function renamesAt(since: Release, by: "old" | "new"): ReadonlyMap<string, readonly ReviewedRename[]> {
  const key = `${since} ${by}`;
  let index = indices.get(key);
  if (!index) {
    const made = new Map<string, ReviewedRename[]>();
    for (const entry of reviewed().renames) {
      if (entry.since !== since) continue;
      const entries = made.get(entry[by]);
      if (entries) entries.push(entry);
      else made.set(entry[by], [entry]);
    }
    index = made;
    indices.set(key, index);
  }
  return index;
}

/** A member of a class goes where its class goes, under its own new name. */
function memberStep(path: string, release: Release, other: Release, direction: Direction): Step | null {
  const found = resolvePath(path, release);
  if (found.kind !== "member") return null;
  const owner = path.slice(0, path.lastIndexOf("."));
  const ownerStep = direction === forward ? stepForward(owner, release, other) : stepBack(owner, release, other);
  if (!ownerStep) return null;
  const since = direction === forward ? other : release;
  const known = memberEntry(found.definition, found.member, release, since, direction.from);
  // Two classes that became one may have called it otherwise.
  const entry = known && (direction === forward || isOf(known, ownerStep.to, other)) ? known : null;
  const member = entry ? entry[direction.to] : found.member;
  if (member === null) return null;
  const to = `${ownerStep.to}.${member}`;
  const there = existsIn(to, other);
  // A field that C++ registers is no less there for not being in the data: the reviewed entry vouches for it.
  const isVouched = direction === forward && entry !== null && there === null && isClass(ownerStep.to, other);
  if (there !== true && !isVouched) return null;
  return {
    to,
    safe: ownerStep.safe && (entry?.safe ?? true),
    commit: entry?.commit ?? ownerStep.commit,
    advice: entry?.advice ?? ownerStep.advice,
  };
}

function isOf(entry: ReviewedMember, path: string, release: Release): boolean {
  const found = resolvePath(path, release);
  return found.kind === "definition" && isOneOf(entry, found.definition, release);
}

function isClass(path: string, release: Release): boolean {
  const found = resolvePath(path, release);
  return found.kind === "definition" && definitionIn(found.definition, release)?.kind === "class";
}

/** The reviewed change of a class's member at the border to `since`; `release` is one in which the class has it. */
export function memberEntry(
  definition: string,
  member: string,
  release: Release,
  since: Release,
  from: "old" | "new",
): ReviewedMember | null {
  const entries = reviewed().members.filter((entry) => entry.since === since && entry[from] === member);
  return entries.find((entry) => isOneOf(entry, definition, release)) ?? null;
}

/** The same thing under another public path: a re-export that went, or that the definition left behind. */
function reexport(path: string, release: Release, other: Release, direction: Direction): Step | null {
  const preferred = preferredPath(path, release);
  if (preferred && preferred !== path) {
    if (isThere(preferred, other)) return { to: preferred, safe: true };
    const since = direction === forward ? other : release;
    const step = renamed(preferred, other, since, direction);
    if (step) return step;
  }
  const found = resolvePath(path, release);
  const to = found.kind === "definition" ? pathOfDefinition(found.definition, other) : null;
  return to ? { to, safe: true } : null;
}
