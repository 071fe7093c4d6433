import { isAscii } from "node:buffer";
import type { Encoding } from "./encodings";

export interface TableText {
  readonly text: string;
  /** The bytes of a text; null where a character has none. What was read is written with the bytes that it was read from. */
  encode(text: string): Buffer | null;
}

/** Null where the bytes are none of the encoding, or where what is read could not be written back as it was. */
export function readTableText(bytes: Buffer, encoding: Encoding): TableText | null {
  // Most programs are ASCII but for some comments: without any, no table is loaded until something else is written.
  const own = new Characters(encoding);
  const text = isAscii(bytes) ? bytes.toString("latin1") : own.read(bytes);
  return text === null ? null : { text, encode: (changed) => own.write(changed) };
}

/** The characters of one text by their bytes, and their bytes by them. */
class Characters {
  private readonly byBytes = new Map<number, string>();
  private readonly bytesOf = new Map<string, number>();

  constructor(private readonly encoding: Encoding) {}

  read(bytes: Buffer): string | null {
    let text = "";
    let at = 0;
    while (at < bytes.length) {
      const start = at;
      while ((bytes[at] ?? 0x80) < 0x80) at++;
      text += bytes.toString("latin1", start, at);
      const first = bytes[at];
      if (first === undefined) break;
      const length = this.encoding.length(first, bytes[at + 1] ?? 0);
      if (at + length > bytes.length) return null;
      const character = this.characterOf(bytes.readUIntBE(at, length));
      if (character === null) return null;
      text += character;
      at += length;
    }
    return text;
  }

  write(text: string): Buffer | null {
    const pieces: Buffer[] = [];
    for (const [piece] of text.matchAll(/[\0-\x7f]+|[^\0-\x7f]/gu)) {
      if (piece.charCodeAt(0) < 0x80) {
        pieces.push(Buffer.from(piece, "latin1"));
        continue;
      }
      const bytes = this.bytesFor(piece);
      if (bytes === null) return null;
      pieces.push(bytes);
    }
    return Buffer.concat(pieces);
  }

  /** Null for two kinds of bytes that stand for one character, too: which of them was there would be lost. */
  private characterOf(code: number): string | null {
    const known = this.byBytes.get(code);
    if (known !== undefined) return known;
    const character = this.isLacking(code) ? "" : library().decode(bytesWith(code), this.encoding.table);
    if (!/^[^\0-\x7f\ufffd]$/u.test(character) || this.bytesOf.has(character)) return null;
    this.byBytes.set(code, character);
    this.bytesOf.set(character, code);
    return character;
  }

  private bytesFor(character: string): Buffer | null {
    const known = this.bytesOf.get(character);
    if (known !== undefined) return bytesWith(known);
    const { table } = this.encoding;
    const bytes = library().encode(character, table);
    const isSame = library().decode(bytes, table) === character && !this.isLacking(bytes.readUIntBE(0, bytes.length));
    return isSame ? bytes : null;
  }

  private isLacking(code: number): boolean {
    return this.encoding.lacks?.(code) ?? false;
  }
}

function bytesWith(code: number): Buffer {
  const digits = code.toString(16);
  return Buffer.from(digits.padStart(digits.length + (digits.length % 2), "0"), "hex");
}

/** Half a megabyte that hardly any run needs: a file of its own beside the bundle. */
function library(): typeof import("iconv-lite") {
  return require("iconv-lite") as typeof import("iconv-lite");
}
