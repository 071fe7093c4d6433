/** Files that don't tell what they were written for, among files that do. */
import type { Release } from "../api/releases";
import { isBeforeTirx } from "../rules/script/prim-funcs";
import type { Migrated } from "./migrate-source";
import { noEvidence, originOf, together } from "./origin";

/**
 * The release that all the files were written for, where some hold PrimFuncs that don't tell of which dialect they are (TIR
 * before TIRx took over `T.prim_func`, or TIRx), others tell that they are from before, and none is newer: then files that
 * don't tell are to be migrated as from that release. Null else.
 */
export function originOfUntold(results: readonly Migrated[]): Release | null {
  const has = (wanted: Migrated["age"]) => results.some(({ age }) => age === wanted);
  if (!has("open") || !has("before-tirx") || has("since-tirx")) return null;
  const origin = originOf(results.map(({ evidence }) => evidence).reduce(together, noEvidence()));
  return origin && isBeforeTirx(origin.until) ? origin.until : null;
}
