/** Memory for the UTF-16 units of one text at a time, as numbers: read from there each costs a fraction of asking the text for it. */
export class Room {
  private bytes = Buffer.alloc(0);
  private codes = new Uint16Array(0);

  /** The text's units, and a zero behind them. */
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
