/** "Did you mean": the name closest to what was written, in the number of keys that went wrong. */

/** The closest of the names; null where none is close enough to be what was meant. */
export function closestTo(name: string, names: readonly string[]): string | null {
  const limit = name.length <= 3 ? 1 : name.length <= 7 ? 2 : 3;
  let best: string | null = null;
  let least = limit + 1;
  for (const each of names) {
    if (each === name || Math.abs(each.length - name.length) >= least) continue;
    const away = distance(name, each, least);
    if (away < least) {
      least = away;
      best = each;
    }
  }
  // Of a name of two or three letters, one letter is much.
  return best !== null && least < Math.max(name.length, best.length) ? best : null;
}

/** Letters put in, left out, changed or swapped with the next; counting stops at the limit. */
function distance(a: string, b: string, limit: number): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    let least = i;
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let value = Math.min((last[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (last[j - 1] ?? 0) + (same ? 0 : 1));
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) value = Math.min(value, (before[j - 2] ?? 0) + 1);
      row.push(value);
      least = Math.min(least, value);
    }
    if (least >= limit) return limit;
    before = last;
    last = row;
  }
  return last[b.length] ?? limit;
}
