/** Python literals, read from their text. */

/** The value of an integer literal; null for what is none (`1j`). */
export function readInteger(text: string): bigint | null {
  const small = readSmall(text);
  if (small >= 0) return BigInt(small);
  const digits = text.replaceAll("_", "").toLowerCase();
  if (!/^(0x[0-9a-f]+|0b[01]+|0o[0-7]+|[0-9]+)$/.test(digits)) return null;
  return BigInt(digits);
}

/** The value of a few decimal digits; -1 for any other text. */
function readSmall(text: string): number {
  let value = 0;
  for (let at = 0; at < text.length; at++) {
    const digit = text.charCodeAt(at) - 48;
    if (digit < 0 || digit > 9 || at >= 15) return -1;
    value = value * 10 + digit;
  }
  return text === "" ? -1 : value;
}

/** The value of a float literal; null for imaginary numbers. */
export function readFloat(text: string): number | null {
  const digits = text.replaceAll("_", "");
  if (/j$/i.test(digits)) return null;
  const value = Number(digits);
  return Number.isNaN(value) ? null : value;
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "0": "\0",
  "\n": "",
};

/** The value of a string literal with its prefix and quotes; null for bytes, f-strings and escapes by name. */
export function readString(text: string): string | null {
  const quote = text[0];
  const isPlain = (quote === '"' || quote === "'") && text.length > 2 && !text.includes("\\");
  // No prefix, no escape, and no quote but the two around it.
  if (isPlain && text.indexOf(quote, 1) === text.length - 1) return text.slice(1, -1);
  const parsed = /^([a-zA-Z]*)("""|'''|"|')([\s\S]*)\2$/.exec(text);
  if (!parsed) return null;
  const prefix = (parsed[1] ?? "").toLowerCase();
  const body = parsed[3] ?? "";
  if (/[bft]/.test(prefix)) return null;
  if (prefix.includes("r") || !body.includes("\\")) return body;
  let known = true;
  const value = body.replace(
    /\\(x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|[\s\S])/g,
    (_, sequence: string) => {
      if (/^[xuU]./.test(sequence)) return String.fromCodePoint(Number.parseInt(sequence.slice(1), 16));
      if (/^[0-7]{2,3}$/.test(sequence)) return String.fromCharCode(Number.parseInt(sequence, 8));
      const plain = ESCAPES[sequence];
      if (plain === undefined && sequence === "N") known = false;
      return plain ?? `\\${sequence}`;
    },
  );
  return known ? value : null;
}
