import { readJsonData } from "./folder";
import { lazy } from "./lazy";
import { type Release, releaseIndex } from "./releases";

interface ReviewedExpression {
  readonly old: string;
  readonly since: Release;
  readonly new: string;
}

/** server/data/reviewed/expressions.json */
const file = lazy(
  () => readJsonData<{ readonly expressions: readonly ReviewedExpression[] }>("reviewed/expressions.json").expressions,
);

/** The expression that says in a release what an attribute said; null where there is none. It starts with `tvm.`. */
export function expressionFor(path: string, release: Release): string | null {
  const at = releaseIndex(release);
  return file().findLast((entry) => entry.old === path && releaseIndex(entry.since) <= at)?.new ?? null;
}
