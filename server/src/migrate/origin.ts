/** For which release code was written, from what it uses. */
import { releasesWith } from "../api/names";
import { type Release, releases } from "../api/releases";
import type { Age } from "../rules/script/document-origin";
import { isBeforeTirx } from "../rules/script/prim-funcs";
import type { Model } from "../semantic/model";
import type { PlacedUnit } from "../syntax/unit";

/** How many of the library names in a file each release lacks, in the order of `releases()`. Evidence of files adds up. */
export type Evidence = readonly number[];

/** The releases that fit best, all of which fit equally well. */
export interface Origin {
  readonly since: Release;
  readonly until: Release;
}

export const noEvidence = (): Evidence => releases().map(() => 0);

/** What the names in some units of a file say; a name counts once a file. */
export function evidenceOf(model: Model, units: Iterable<PlacedUnit>): Evidence {
  const paths = new Set<string>();
  for (const unit of units) {
    for (const path of pathsIn(unit, model)) paths.add(path);
  }
  const lacking = [...noEvidence()];
  for (const path of paths) {
    // Other packages, tvm_ffi among them, have releases of their own.
    const having = path.startsWith("tvm_ffi") ? 0 : releasesWith(path);
    if (having === 0) continue;
    for (let at = 0; at < lacking.length; at++)
      if (((having >>> at) & 1) === 0) lacking[at] = (lacking[at] as number) + 1;
  }
  return lacking;
}

/** What a unit names of libraries; of a plain import its text tells. */
function pathsIn(unit: PlacedUnit, model: Model): string[] {
  const mentions = isImport(unit) ? model.mentions(unit) : null;
  if (mentions) return mentions.map(({ path }) => path);
  const { names, imports } = model.uses(unit);
  return [...names, ...imports].flatMap(({ path }) => (path === null ? [] : [path]));
}

export function isImport({ unit: { text } }: PlacedUnit): boolean {
  return (text.startsWith("import") || text.startsWith("from")) && /^(?:import|from)\b/.test(text);
}

/** What PrimFuncs say that are of one side of the border between TIR and TIRx. */
export function evidenceOfAge(age: Age | null): Evidence {
  return releases().map((release) => (age === (isBeforeTirx(release) ? "since-tirx" : "before-tirx") ? 1 : 0));
}

export function together(a: Evidence, b: Evidence): Evidence {
  return a.map((count, at) => count + (b[at] ?? 0));
}

/** Null where nothing in the code tells one release from another. */
export function originOf(evidence: Evidence): Origin | null {
  const least = Math.min(...evidence);
  if (evidence.every((count) => count === least)) return null;
  const best = releases().filter((_, at) => evidence[at] === least);
  const until = best.at(-1);
  if (until === undefined) return null;
  // The run of releases that ends with the newest: one that is alone far below says less.
  let since = until;
  for (let at = releases().indexOf(until) - 1; at >= 0 && evidence[at] === least; at--) since = releases()[at] ?? since;
  return { since, until };
}

/** "0.16 … 0.23", or one release. */
export function originText({ since, until }: Origin): string {
  return since === until ? until : `${since} … ${until}`;
}
