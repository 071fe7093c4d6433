import type { RunSuccess, TensorValue } from "../../server/src/protocol";

/** The numbers that a preview shows: of a large tensor, those at its edges. */
export function shownIn(text: string): number[] {
  return (text.match(/-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?/gi) ?? []).map(Number);
}

export function tensorOf(result: RunSuccess, name: string): TensorValue {
  const found = [...result.arguments, ...(result.result ? [result.result] : [])].find((value) => value.name === name);
  if (!found) throw new Error(`there is no ${name}`);
  return found;
}

/** @throws where the numbers are not those that are wanted, but for what rounding does */
export function same(found: readonly number[], wanted: readonly number[], slack = 2e-3): void {
  if (found.length === 0 || found.length !== wanted.length)
    throw new Error(`${found.length} numbers in place of ${wanted.length}`);
  const at = found.findIndex((number, index) => {
    const other = wanted[index] ?? Number.NaN;
    return !(Math.abs(number - other) <= slack * Math.max(1, Math.abs(other)));
  });
  if (at >= 0) throw new Error(`${found[at]} in place of ${wanted[at]}`);
}

/** Whether every number that is shown of `to` follows from the one that is shown at the same place of `from`. */
export function follows(result: RunSuccess, from: string, to: string, rule: (value: number) => number): void {
  same(shownIn(tensorOf(result, to).preview), shownIn(tensorOf(result, from).preview).map(rule), 4e-3);
}
