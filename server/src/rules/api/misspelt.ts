/** A slip in a name below a module that has another name now: what the module became is not all that is wrong. */
import { type Change, changeOf, equivalentIn } from "../../api/changes";
import { unknownName } from "../../api/dialect-names";
import { lastWith, namesOf } from "../../api/names";
import type { Release } from "../../api/releases";
import { t } from "../../l10n";
import { closestTo } from "../closest";

export interface Misspelt {
  /** The module, and what became of it. */
  readonly module: string;
  readonly change: Change;
  /** What to say of the name. */
  readonly said: string;
}

/** Null where some release has the path, or its module is what it was. */
export function misspeltBelow(path: string, release: Release): Misspelt | null {
  const dot = path.lastIndexOf(".");
  const module = path.slice(0, Math.max(dot, 0));
  const name = path.slice(dot + 1);
  if (dot < 0 || lastWith(path) !== null) return null;
  const change = changeOf(module, release);
  const last = change?.to ? lastWith(module) : null;
  if (!change?.to || last === null) return null;
  const now = unknownName(change.to, name, release);
  const old = unknownName(module, name, last);
  const known = now !== null && old !== null;
  const meant = closestTo(name, old ?? namesOf(module, last) ?? []);
  const today = meant === null ? closestTo(name, now ?? []) : (equivalentIn(`${module}.${meant}`, release) ?? meant);
  if (today === null)
    return known ? { module, change, said: t("TVM {0} has no `{1}` in `{2}`.", release, name, change.to) } : null;
  const shown = today.startsWith(`${change.to}.`) ? today.slice(change.to.length + 1) : today;
  return {
    module,
    change,
    said: known
      ? t("TVM {0} has no `{1}` in `{2}`. Did you mean `{3}`?", release, name, change.to, shown)
      : t("Did you mean `{0}`?", shown),
  };
}
