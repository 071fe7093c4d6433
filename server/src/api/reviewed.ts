import { readJsonData } from "./folder";
import { lazy } from "./lazy";
import type { Release } from "./releases";

/** Where a fact about a change was read. */
interface Evidence {
  /** The commit in apache/tvm that made the change. */
  readonly commit?: string;
  /** For the reader of the file. */
  readonly note?: string;
}

/**
 * A path has another name since a release. It holds for everything below the path too, wherever the new path then
 * exists; of several entries the one with the longest `old` comes first.
 */
export interface ReviewedRename extends Evidence {
  readonly old: string;
  readonly new: string;
  readonly since: Release;
  /** Writing the new name keeps the meaning, with nothing else to change. */
  readonly safe: boolean;
  /** Not to be read backwards (from new to old). */
  readonly oneWay?: boolean;
  readonly advice?: string;
}

export interface ReviewedRemoval extends Evidence {
  readonly old: string;
  readonly since: Release;
  readonly advice?: string;
}

/** A member that has another name since a release, or (`new` null) is gone. `of` names the class in any release. */
export interface ReviewedMember extends Evidence {
  readonly of: readonly string[];
  readonly old: string;
  readonly new: string | null;
  readonly since: Release;
  readonly safe: boolean;
  /** So unlike any other library's that the name alone says which class is meant. */
  readonly distinctive?: boolean;
  /** The same of the new name. */
  readonly distinctiveNew?: boolean;
  /** But for these libraries: where a file imports one of them, the name alone says nothing. */
  readonly unlessImports?: readonly string[];
  readonly advice?: string;
}

/** A path that still exists, and is no longer the thing to write: it means something else, or a better one came. */
export interface ReviewedMeaning extends Evidence {
  readonly path: string;
  readonly to: string | null;
  readonly since: Release;
  readonly safe: boolean;
  readonly kind: "other-meaning" | "superseded";
  readonly advice: string;
}

/** A function whose value another one gives since a release. */
export interface ReviewedValue extends Evidence {
  readonly path: string;
  readonly to: string;
  readonly since: Release;
}

/** What was a class and is a function since a release, and the class of what it makes. */
export interface ReviewedFunction extends Evidence {
  readonly path: string;
  readonly class: string;
  readonly since: Release;
}

/** A path that the snapshots do not list, and when it was there. */
export interface Unrecorded extends Evidence {
  readonly path: string;
  readonly since?: Release;
  readonly lastIn?: Release;
  /** A class, of whose objects it is worth following where they go. */
  readonly class?: boolean;
}

/** A keyword of calls that has another name since a release, where the signatures before and after agree. */
export interface ReviewedKeyword extends Evidence {
  readonly old: string;
  readonly new: string;
  readonly since: Release;
  /** Only for functions at or below these paths. */
  readonly under: readonly string[];
  readonly safe: boolean;
}

/** What a function or method without a return annotation gives back; both paths are of any release. */
export interface ReviewedReturn extends Evidence {
  readonly path: string;
  readonly returns: string;
  readonly lastIn?: Release;
}

interface ReviewedFile {
  readonly renames: readonly ReviewedRename[];
  readonly removals: readonly ReviewedRemoval[];
  readonly members: readonly ReviewedMember[];
  readonly meanings: readonly ReviewedMeaning[];
  readonly functions: readonly ReviewedFunction[];
  readonly values: readonly ReviewedValue[];
  readonly unrecorded: readonly Unrecorded[];
  /** Modules of whose names the data has all, checked against real TVMs. */
  readonly complete: readonly string[];
}

/** The changes of names that were read and judged by a person (server/data/reviewed/renames.json). */
export const reviewed = lazy(() => readJsonData<ReviewedFile>("reviewed/renames.json"));

/** server/data/reviewed/keywords.json */
export const reviewedKeywords = lazy(
  () => readJsonData<{ readonly keywords: readonly ReviewedKeyword[] }>("reviewed/keywords.json").keywords,
);

/** server/data/reviewed/returns.json */
export const reviewedReturns = lazy(
  () => readJsonData<{ readonly returns: readonly ReviewedReturn[] }>("reviewed/returns.json").returns,
);
