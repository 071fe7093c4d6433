import { readJsonData } from "./folder";
import { lazy } from "./lazy";
import { type Release, releaseIndex } from "./releases";

/** What is so in TVMScript since a release, and shows in no name or signature. */
export type ScriptFact =
  | "deprecated-forms"
  | "numbers-are-bound"
  | "one-axis-is-no-tuple"
  | "inits-say-no-regions"
  | "inits-are-no-block"
  | "variables-by-identity"
  | "relax-binds-expressions"
  | "relax-variables-have-no-fields"
  | "data-types-are-types"
  | "annotations-make-scalars"
  | "s-tir-views-are-declared"
  | "views-are-declared"
  | "blocks-have-no-targets"
  | "pointers-are-typed"
  | "variables-are-defined"
  | "loop-variables-end-at-blocks"
  | "modules-hold-functions"
  | "slices-are-no-values"
  | "llvm-calls-count-no-arguments"
  | "reduce-scopes-have-no-pointer"
  | "pointers-have-no-elements";

interface ReviewedFact {
  readonly fact: ScriptFact;
  readonly since: Release;
  readonly commit?: string;
}

/** Another spelling of a name of TIR's script dialect, of which more than the name has changed. */
interface ReviewedSpelling {
  readonly name: string;
  readonly since: Release;
  readonly to: string;
  readonly commit?: string;
}

interface ReviewedDataType {
  readonly old: string;
  readonly new: string;
  readonly since: Release;
  readonly commit?: string;
}

/** A value of a keyword that was the default, and is another since a release. */
export interface ChangedDefault {
  readonly keyword: string;
  readonly old: string;
  readonly new: string;
  readonly since: Release;
  /** What shows that defaults are written out: another one beside it. */
  readonly beside: { readonly keyword: string; readonly value: string };
}

interface ReviewedFile {
  readonly defaults: readonly ChangedDefault[];
  readonly dataTypes: readonly ReviewedDataType[];
  readonly facts: readonly ReviewedFact[];
  readonly spellings: readonly ReviewedSpelling[];
}

/** server/data/reviewed/script-facts.json */
const file = lazy(() => readJsonData<ReviewedFile>("reviewed/script-facts.json"));

/** Whether it is so in that release. */
export function scriptFact(fact: ScriptFact, release: Release): boolean {
  const at = releaseIndex(release);
  return file().facts.some((entry) => entry.fact === fact && releaseIndex(entry.since) <= at);
}

/** Since when it is so. */
export function scriptFactSince(fact: ScriptFact): Release | null {
  return file().facts.find((entry) => entry.fact === fact)?.since ?? null;
}

/** How a release writes what was that name of the dialect; null where it is that name. */
export function spellingOf(name: string, release: Release): string | null {
  const at = releaseIndex(release);
  return file().spellings.findLast((entry) => entry.name === name && releaseIndex(entry.since) <= at)?.to ?? null;
}

/** The name of a data type in quotes, and its lanes, that some release has another name for. */
export const oldDataTypePattern: () => RegExp = lazy(
  () =>
    new RegExp(
      `["'](${file()
        .dataTypes.map(({ old }) => old)
        .join("|")})(x\\d+)?["']`,
    ),
);

/** What a data type is called in a release, that had another name before; null where it has that name. */
export function dataTypeNow(name: string, release: Release): string | null {
  const at = releaseIndex(release);
  return file().dataTypes.find((entry) => entry.old === name && releaseIndex(entry.since) <= at)?.new ?? null;
}

/** The defaults of a buffer's declaration that changed before that release or with it. */
export function changedDefaults(release: Release): readonly ChangedDefault[] {
  const at = releaseIndex(release);
  return file().defaults.filter((entry) => releaseIndex(entry.since) <= at);
}
