// Figures as people compare them: median, 95th percentile, largest.

/**
 * @param {string} title
 * @param {number[]} values
 */
export function row(title, values) {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { "": title, runs: sorted.length, median: round(at(0.5)), p95: round(at(0.95)), max: round(at(1)) };
}

/** @param {number} value */
export function round(value) {
  return Math.round(value * 100) / 100;
}

/**
 * @param {string} title
 * @param {object[]} rows
 */
export function table(title, rows) {
  console.log(`\n${title}`);
  console.table(rows);
}

/** @param {number[]} values */
export function median(values) {
  return row("", values).median;
}
