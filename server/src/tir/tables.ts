import { readJsonData } from "../api/folder";
import { lazy } from "../api/lazy";
import { existsIn } from "../api/names";
import { remembered, rememberedByRelease } from "../remembered";
import { atLeast, NEWEST_RELEASE, OLDEST_RELEASE, type Release } from "./release";

/** [first release, last release, parameters, defaults, dtype, operator, arguments]; see scripts/tir/intrinsics.py and namespaces.py. */
type IntrinsicRow = readonly [
  Release,
  Release,
  readonly string[],
  Readonly<Record<string, string | number | boolean | null>>,
  string,
  string,
  readonly string[],
];
/** [first release, last release, inputs, level, description, attributes, arguments]; see scripts/tir/operators.py. */
type OperatorRow = readonly [
  Release,
  Release,
  number,
  number,
  string,
  string,
  readonly (readonly [string, string, string])[],
];

const intrinsics = lazy(() => readJsonData<Readonly<Record<string, readonly IntrinsicRow[]>>>("tir/intrinsics.json"));
const namespaces = lazy(() => readJsonData<Readonly<Record<string, readonly IntrinsicRow[]>>>("tir/namespaces.json"));
const lookedAt = lazy(
  () => new Set(Object.values(namespaces()).flatMap((rows) => rows.flatMap((row) => [row[0], row[1]]))),
);
const measured = lazy(() => [
  ...new Set(Object.values(operators()).flatMap((rows) => rows.flatMap((row) => [row[0], row[1]]))),
]);
const operators = lazy(() => readJsonData<Readonly<Record<string, readonly OperatorRow[]>>>("tir/operators.json"));

/** The row for a release, or the newest one before it: releases between two measured ones are as the older. */
function rowFor<Row extends readonly [Release, Release, ...unknown[]]>(
  rows: readonly Row[] | undefined,
  release: Release,
): Row | null {
  let found: Row | null = null;
  for (const row of rows ?? []) if (atLeast(release, row[0])) found = row;
  return found;
}

export interface Intrinsic {
  readonly parameters: readonly string[];
  readonly defaults: Readonly<Record<string, string | number | boolean | null>>;
  readonly dtype: string;
  readonly operator: string;
  readonly arguments: readonly string[];
}

/** How an intrinsic function of TIR builds its call (`exp`, `nki.load`); null where it is none of the plain ones. */
export const intrinsic = rememberedByRelease((name, release): Intrinsic | null => {
  const table = intrinsics();
  let row = Object.hasOwn(table, name) ? rowFor(table[name], release) : null;
  // Every release was looked at: after a row's last one the function is another, or gone.
  if (row && !atLeast(row[1], release) && atLeast(NEWEST_RELEASE, release)) row = null;
  row ??= inNamespace(name, release);
  return row && { parameters: row[2], defaults: row[3], dtype: row[4], operator: row[5], arguments: row[6] };
});

/** The row of a function in a table that knows some releases only: one between two of them is as the older. */
function inNamespace(name: string, release: Release): IntrinsicRow | null {
  const table = namespaces();
  const row = Object.hasOwn(table, name) ? rowFor(table[name], release) : null;
  if (!row || atLeast(row[1], release)) return row;
  const isGone = [...lookedAt()].some((each) => atLeast(release, each) && !atLeast(row[1], each));
  return isGone ? null : row;
}

export interface Operator {
  /** The last release known to have it. */
  readonly until: Release | null;
  readonly inputs: number;
  readonly level: number;
  readonly description: string;
  readonly attributes: string;
  readonly arguments: readonly (readonly [string, string, string])[];
}

/** What the registry says of an operator by its full name (`tirx.exp`, `relax.add`). */
export const operator = rememberedByRelease((name, release): Operator | null => {
  const table = operators();
  const row = Object.hasOwn(table, name) ? rowFor(table[name], release) : null;
  return (
    row && { until: row[1], inputs: row[2], level: row[3], description: row[4], attributes: row[5], arguments: row[6] }
  );
});

/**
 * What an operator of TIR is registered as in a release, where that is another name; null where it is this one, and where
 * nothing takes its place.
 */
export function operatorNow(name: string, release: Release): string | null {
  const own = name.slice(name.indexOf(".") + 1);
  if (!operators()[name] || isRegistered(name, release)) return null;
  return ["tirx", "prim", "tir"].map((space) => `${space}.${own}`).find((each) => isRegistered(each, release)) ?? null;
}

function isRegistered(name: string, release: Release): boolean {
  const at = closestMeasured(release);
  const found = operator(name, at);
  return found !== null && (found.until === null || atLeast(found.until, at));
}

/** The newest release at or before this one whose registry was read; the one after it where in between `tir` became `tirx`. */
const closestMeasured = remembered((release: Release): Release => {
  const isTirx = (each: Release) => existsIn("tvm.tirx", each) === true;
  const known = measured()
    .filter((each) => isTirx(each) === isTirx(release))
    .sort((a, b) => (atLeast(a, b) ? 1 : -1));
  return known.findLast((each) => atLeast(release, each)) ?? known[0] ?? OLDEST_RELEASE;
});
