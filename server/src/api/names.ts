import { remembered } from "../remembered";
import { lazy } from "./lazy";
import { moduleNames } from "./modules";
import { type Release, type ReleaseSet, releaseAt, releaseIndex, releases, releasesIn } from "./releases";
import { presenceOf, resolvePath, targetAt } from "./resolve";
import { type ReviewedRename, reviewed } from "./reviewed";
import { isReviewedGone } from "./reviewed-members";
import { isUnrecorded, unrecordedLife } from "./unrecorded";

/**
 * Whether a release has a public dotted path ("tvm.script.tir.block", "tvm.te.Tensor.shape"), through whatever
 * re-exports. Null where no release is known to have it, and where only a running TVM could say (names made at run
 * time, fields that C++ registers, private names).
 */
export function existsIn(path: string, release: Release): boolean | null {
  let own = answers.get(release);
  if (!own || own.size >= MAX_ANSWERS) {
    own = new Map();
    answers.set(release, own);
  }
  let answer = own.get(path);
  if (answer === undefined) {
    answer = find(path, release);
    own.set(path, answer);
  }
  return answer;
}

/** What was asked, by release and path. */
const answers = new Map<Release, Map<string, boolean | null>>();
/** More than a folder of code asks for; what is typed while a server runs is not kept for good. */
const MAX_ANSWERS = 20_000;

function find(path: string, release: Release): boolean | null {
  const reviewed = unrecordedLife(path, release);
  if (reviewed !== null) return reviewed;
  const found = resolvePath(path, release);
  switch (found.kind) {
    case "absent":
      return found.heard || livesElsewhere(path, release) || formerPath(path, release) || laterPath(path, release)
        ? false
        : null;
    case "unknown":
      return isReviewedGoneMember(path, release) ? false : null;
    default:
      return true;
  }
}

/** Whether a release is known to have a path: as `existsIn`, without the work of telling "gone" from "never heard of". */
export function has(path: string, release: Release): boolean {
  return unrecordedLife(path, release) ?? isPresent(path, release);
}

/** The releases that have a path, where one look-up tells. */
function knownPresence(path: string): ReleaseSet | null {
  return isUnrecorded(path) ? null : presenceOf(path);
}

/** The newest release that has a path; null where none is known to. */
export function lastWith(path: string, from: number = releases().length - 1): Release | null {
  const present = knownPresence(path);
  if (present !== null) return releasesIn(present & (2 ** (from + 1) - 1)).at(-1) ?? null;
  for (let at = from; at >= 0; at--) {
    const release = releaseAt(at);
    if (has(path, release)) return release;
  }
  return null;
}

/** The data leaves a member open, and the review does not. */
function isReviewedGoneMember(path: string, release: Release): boolean {
  const dot = path.lastIndexOf(".");
  const owner = resolvePath(path.slice(0, dot), release);
  return owner.kind === "definition" && isReviewedGone(owner.definition, path.slice(dot + 1), release);
}

/** A path whose way is different in other releases: an alias of a module there, a class that was split here. */
function livesElsewhere(path: string, release: Release): boolean {
  const present = presenceOf(path);
  if (present !== null) return (present & ~(1 << releaseIndex(release))) !== 0;
  return releases().some((other) => other !== release && isPresent(path, other));
}

/**
 * What a path that no release has would have been before the module that it is in got its name: `tvm.tir.Allocate` of
 * `tvm.tirx.Allocate`, which did not come along. Null where there was no such thing.
 */
export function formerPath(path: string, release: Release): string | null {
  const at = releaseIndex(release);
  for (let end = path.lastIndexOf("."); end > 0; end = path.lastIndexOf(".", end - 1)) {
    if (!isPresent(path.slice(0, end), release)) continue;
    for (const { old, since } of movedTo().get(path.slice(0, end)) ?? []) {
      const former = old + path.slice(end);
      if (releaseIndex(since) <= at && lastWith(former, releaseIndex(since) - 1) !== null) return former;
    }
  }
  return null;
}

/**
 * What a path that no release has is once the module that it is in got its newer name: `tvm.tirx.Bind` of `tvm.tir.Bind`, which
 * never was. Null where there is no such thing.
 */
export function laterPath(path: string, release: Release): string | null {
  const at = releaseIndex(release);
  for (let end = path.lastIndexOf("."); end > 0; end = path.lastIndexOf(".", end - 1)) {
    const head = path.slice(0, end);
    if (!isPresent(head, release)) continue;
    for (const { new: later, since } of movedFrom().get(head) ?? []) {
      const wanted = later + path.slice(end);
      if (releaseIndex(since) <= at || later.startsWith("builtins.")) continue;
      if (releases().some((other, i) => i >= releaseIndex(since) && isPresent(wanted, other))) return wanted;
    }
  }
  return null;
}

const movedFrom = lazy(() => {
  const byOld = new Map<string, ReviewedRename[]>();
  for (const entry of reviewed().renames) byOld.set(entry.old, [...(byOld.get(entry.old) ?? []), entry]);
  return byOld;
});

const movedTo = lazy(() => {
  const byNew = new Map<string, ReviewedRename[]>();
  for (const entry of reviewed().renames) byNew.set(entry.new, [...(byNew.get(entry.new) ?? []), entry]);
  return byNew;
});

function isPresent(path: string, release: Release): boolean {
  const { kind } = resolvePath(path, release);
  return kind !== "absent" && kind !== "unknown";
}

/** In which releases a path exists. */
export interface Life {
  readonly since: Release;
  /** The last release that has it; the newest known one where it still exists. */
  readonly lastIn: Release;
  /** All releases that have it, oldest first: some names went and came back. */
  readonly releases: readonly Release[];
}

/** The releases that have a path; none where it is not known. */
export const releasesWith = remembered((path: string): ReleaseSet => {
  const known = knownPresence(path);
  return known ?? releases().reduce((set, release, at) => (has(path, release) ? set | (1 << at) : set), 0);
});

/** Null where no release is known to have the path. */
export const lifeOf = remembered((path: string): Life | null => {
  const having = releasesIn(releasesWith(path));
  const [since] = having;
  const lastIn = having.at(-1);
  return since === undefined || lastIn === undefined ? null : { since, lastIn, releases: having };
});

/**
 * Whether the data has every name of a module in a release, so that a name which `existsIn` has never heard of is
 * a mistake and no gap in the data. True only for modules that were compared with real TVMs.
 */
export function knowsAllNames(path: string, release: Release): boolean {
  const found = resolvePath(path, release);
  if (found.kind !== "module" || !reviewed().complete.some((known) => known === path || known === found.module))
    return false;
  const module = moduleNames(found.module);
  return module !== null && ((module.anyOperator >>> releaseIndex(release)) & 1) === 0;
}

/** Names that a module (or an alias of one) has in a release, sorted; null where the path is no module there. */
export function namesOf(path: string, release: Release): readonly string[] | null {
  return listNames(path, release, false);
}

/** The names that `from path import *` brings. */
export function starNamesOf(path: string, release: Release): readonly string[] | null {
  return listNames(path, release, true);
}

function listNames(path: string, release: Release, star: boolean): readonly string[] | null {
  const found = resolvePath(path, release);
  const module = found.kind === "module" ? moduleNames(found.module) : null;
  if (!module) return null;
  const at = releaseIndex(release);
  const names: string[] = [];
  for (const [name, entries] of module.names) {
    const entry = entries.find(({ present }) => (present >>> at) & 1);
    if (entry && targetAt(entries, at) && !(star && entry.hidden)) names.push(name);
  }
  return names.sort();
}

/**
 * The path that a person would write for what a path means: the shortest re-export on the way to its definition
 * ("tvm.tir.expr.Call" → "tvm.tir.Call"). Null where the path does not exist in the release.
 */
export function preferredPath(path: string, release: Release): string | null {
  const found = resolvePath(path, release);
  if (found.kind === "module") return found.module;
  if (found.kind === "definition") return pathOfDefinition(found.definition, release) ?? path;
  if (found.kind === "member") {
    const owner = pathOfDefinition(found.definition, release);
    return owner ? `${owner}.${found.member}` : path;
  }
  return null;
}

/** The shortest public path of a definition (`module:qualname`); null where no package on its way exports it. */
export function pathOfDefinition(definition: string, release: Release): string | null {
  const [module = "", name = ""] = definition.split(":");
  const packages = module.split(".");
  for (let length = 1; length <= packages.length; length++) {
    const path = `${packages.slice(0, length).join(".")}.${name}`;
    const found = resolvePath(path, release);
    if (found.kind === "definition" && found.definition === definition) return path;
  }
  return null;
}
