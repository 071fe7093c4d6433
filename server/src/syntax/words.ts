/**
 * Finds the words in a text, all that a name or a keyword may be, without parsing it: those in strings and comments, too. The
 * engine's regular expressions look at each offset anew for each question; this looks at each character once for all of them.
 */
export class Words {
  /** The text's UTF-16 units, and a zero behind them. Read from here each costs a fraction of asking the text for it. */
  readonly units: Uint16Array;
  readonly length: number;
  /** Where the word is that was found last. */
  start = 0;
  end = 0;
  /** Equal for equal words; two words may have the same. */
  hash = 0;

  /** @param room memory to read the text into: of no use to others as long as the words are */
  constructor(text: string, room = new Room()) {
    this.units = room.read(text);
    this.length = text.length;
  }

  /** Goes to the first word that starts at an offset or behind it; false: there is none. */
  next(from: number): boolean {
    const { units, length } = this;
    for (let at = from; at < length; ) {
      let unit = units[at] as number;
      if (!isOfWord(unit)) {
        at++;
        continue;
      }
      const start = at;
      const isNumber = isDigit(unit);
      let hash = 0;
      do {
        hash = (Math.imul(hash, 31) + unit) | 0;
        unit = units[++at] as number;
      } while (isOfWord(unit));
      if (isNumber) continue;
      this.start = start;
      this.end = at;
      this.hash = hash & SMALL;
      return true;
    }
    return false;
  }
}

export function hashOf(word: string): number {
  const words = new Words(word);
  words.next(0);
  return words.hash;
}

/** Memory for one text at a time. */
export class Room {
  private bytes = Buffer.alloc(0);
  private units = new Uint16Array(0);

  read(text: string): Uint16Array {
    const { length } = text;
    if (this.units.length <= length) {
      this.units = new Uint16Array(2 * length + 1);
      this.bytes = Buffer.from(this.units.buffer);
    }
    this.bytes.write(text, "utf16le");
    this.units[length] = 0;
    return this.units;
  }
}

/** Numbers that the engine keeps without a box. */
const SMALL = 0x3fffffff;

/** Whether a UTF-16 unit can be in a word. */
export function isOfWord(unit: number): boolean {
  return unit >= 97 ? unit <= 122 || unit >= 128 : unit >= 65 ? unit <= 90 || unit === 95 : isDigit(unit);
}

function isDigit(unit: number): boolean {
  return unit >= 48 && unit <= 57;
}

export function startsWord(unit: number): boolean {
  return isOfWord(unit) && !isDigit(unit);
}
