/**
 * A text's UTF-16 units as numbers, and a zero behind them. Read from here each costs a fraction of asking the text for it, for
 * whoever looks at all of them.
 */
export function codesOf(text: string): Uint16Array {
  return new Room().read(text);
}

/** Memory for the units of one text at a time. */
export class Room {
  private bytes = Buffer.alloc(0);
  private codes = new Uint16Array(0);

  read(text: string): Uint16Array {
    const { length } = text;
    if (this.codes.length <= length) {
      this.codes = new Uint16Array(Math.max(2 * this.codes.length, length + 1));
      this.bytes = Buffer.from(this.codes.buffer);
    }
    this.bytes.write(text, "utf16le");
    this.codes[length] = 0;
    return this.codes;
  }
}
