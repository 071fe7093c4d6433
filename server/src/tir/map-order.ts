/**
 * The order in which TVM before 0.21 keeps the entries of a map that Python hands over: that of libstdc++'s
 * `unordered_map` with TVM's string hash, which it went through.
 */

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

/** Buckets of an `unordered_map` after its first insertion; enough for as many entries. */
const BUCKETS = 13n;

/** The keys in the order of iteration; as they are where there are too many to say. */
export function legacyMapOrder(keys: readonly string[]): readonly string[] {
  if (keys.length < 2 || keys.length > Number(BUCKETS) || new Set(keys).size !== keys.length) return keys;
  const order: { readonly key: string; readonly bucket: bigint }[] = [];
  for (const key of keys) {
    const bucket = stableHash(key) % BUCKETS;
    const at = order.findIndex((each) => each.bucket === bucket);
    order.splice(Math.max(at, 0), 0, { key, bucket });
  }
  return order.map((each) => each.key);
}
