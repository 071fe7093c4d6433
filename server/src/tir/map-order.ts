/** The order in which TVM before 0.21 keeps the entries of a map that Python hands over; since then it is Python's. */

const MULTIPLIER = 1099511628211n;
const MODULUS = 2147483647n;
const WORD = (1n << 64n) - 1n;

/** `String::StableHashBytes`. */
function stableHash(text: string): bigint {
  const bytes = new TextEncoder().encode(text);
  let result = 0n;
  for (let at = 0; at < bytes.length; at += 8) {
    let word = 0n;
    const chunk = bytes.subarray(at, at + 8);
    chunk.forEach((byte, place) => {
      word |= BigInt(byte) << BigInt(8 * place);
    });
    result = ((((result * MULTIPLIER) & WORD) + word) & WORD) % MODULUS;
  }
  return result;
}

const FIBONACCI = 11400714819323198485n;
/** A map with fewer entries is a list. */
const SMALLEST_TABLE = 4;

/**
 * The keys in the order of iteration. Fewer than four come in a list, filled from a container that counts by addresses: most
 * often the last one first. More come in a table, by their hashes.
 */
export function legacyMapOrder(keys: readonly string[]): readonly string[] {
  if (new Set(keys).size !== keys.length) return keys;
  const reversed = [...keys].reverse();
  if (keys.length < SMALLEST_TABLE) return reversed;
  const bits = BigInt(tableBits(keys.length));
  const table = new Map<bigint, string>();
  const last = (1n << bits) - 1n;
  for (const key of reversed) {
    let slot = ((stableHash(key) * FIBONACCI) & WORD) >> (64n - bits);
    while (table.has(slot)) slot = slot === last ? 0n : slot + 1n;
    table.set(slot, key);
  }
  return [...table].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, key]) => key);
}

/** `DenseMapNode::CalcTableSize`: at least twice as many slots as entries. */
function tableBits(entries: number): number {
  const bits = entries.toString(2).length;
  return 2 ** bits < entries * 2 ? bits + 1 : bits;
}
