import type { Release } from "../api/releases";
import type { Model } from "../semantic/model";
import type { PlacedUnit } from "../syntax/unit";
import { signatureIn } from "./definitions";
import { saidToHaveNone } from "./script/compared";
import { isSureOfAge } from "./script/document-origin";

/**
 * Whether what was found in a unit of one version of a document holds for the same unit in the other: told from the units
 * that are not in both. False where that takes more.
 */
export function meansTheSame(before: Model, now: Model, release: Release): boolean {
  if (before.units.length !== now.units.length || before.impliedMeaning !== now.impliedMeaning) return false;
  const changed: PlacedUnit[] = [];
  for (const [at, unit] of now.units.entries()) {
    const own = before.units[at] as PlacedUnit;
    if (own.unit === unit.unit) continue;
    if (isValue(own) || isValue(unit) || before.contributionOf(own) !== now.contributionOf(unit)) return false;
    if (unit.shells.length > 0 && signatureOf(own) !== signatureOf(unit)) return false;
    changed.push(unit);
  }
  const [said, says] = [before, now].map((model) => [...saidToHaveNone(model)].join());
  return said === says && isSureOfAge(before, now, changed, release);
}

/** No function: what other units see of it may be more than what names stand for. */
function isValue({ unit }: PlacedUnit): boolean {
  return unit.shell || !/^(?:@|def\b|async\b)/.test(unit.text);
}

function signatureOf({ unit }: PlacedUnit): string {
  return signatureIn(unit.text).join("\n");
}
