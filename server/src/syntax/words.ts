import { Room } from "./codes";

/**
 * The words in a text, all that a name or a keyword may be, found without parsing it: those in strings and comments, too. The
 * engine's regular expressions look at each offset anew for each question; this looks at each character once for all of them.
 * There is one of it, for one text at a time, since several ask about a text before the next one has its turn.
 */
export class Words {
  private readonly room = new Room();
  private text: string | undefined;
  /** The text's characters, and a zero behind them. */
  codes: Uint16Array = this.room.read("");
  count = 0;
  /** Of each word, in order: where it starts and ends, and its hash, which is the same for equal words and may be for others. */
  starts = new Int32Array(256);
  ends = new Int32Array(256);
  hashes = new Int32Array(256);

  /** Good until somebody asks for those of another text. */
  static of(text: string): Words {
    if (last.text !== text) last.read(text);
    return last;
  }

  private read(text: string): void {
    this.text = text;
    this.codes = this.room.read(text);
    const { codes } = this;
    const { length } = text;
    const ofWord = OF_WORD;
    let { starts, ends, hashes } = this;
    let count = 0;
    for (let at = 0; at < length; ) {
      let code = codes[at] as number;
      if (ofWord[code] === 0) {
        at++;
        continue;
      }
      const start = at;
      const isNumber = isDigit(code);
      let hash = 0;
      do {
        hash = (Math.imul(hash, 31) + code) | 0;
        code = codes[++at] as number;
      } while (ofWord[code] === 1);
      if (isNumber) continue;
      if (count === starts.length) {
        this.grow();
        ({ starts, ends, hashes } = this);
      }
      starts[count] = start;
      ends[count] = at;
      hashes[count] = hash & SMALL;
      count++;
    }
    this.count = count;
  }

  private grow(): void {
    const larger = (old: Int32Array) => {
      const array = new Int32Array(2 * old.length);
      array.set(old);
      return array;
    };
    this.starts = larger(this.starts);
    this.ends = larger(this.ends);
    this.hashes = larger(this.hashes);
  }
}

const last = new Words();

/** Words by their hashes, and quickly told from most others. */
export class WordHashes {
  private readonly marks: Uint8Array;
  private readonly last: number;

  /** @param expected about how many there will be */
  constructor(expected: number) {
    const room = 2 ** Math.ceil(Math.log2(expected * 32 + 64));
    this.marks = new Uint8Array(room);
    this.last = room - 1;
  }

  add(hash: number): void {
    this.marks[hash & this.last] = 1;
  }

  /** False for most that were not added. */
  mayHave(hash: number): boolean {
    return this.marks[hash & this.last] !== 0;
  }
}

/** Words that are looked for in many texts. */
export class WantedWords {
  readonly hashes: WordHashes;
  private readonly words: ReadonlySet<string>;

  constructor(words: Iterable<string>) {
    this.words = new Set(words);
    this.hashes = new WordHashes(this.words.size);
    for (const word of this.words) this.hashes.add(hashOf(word));
  }

  get size(): number {
    return this.words.size;
  }

  has(word: string): boolean {
    return this.words.has(word);
  }
}

/** Numbers that the engine keeps without a box. */
const SMALL = 0x3fffffff;

/** The hash of a word: of all of a text, or of what stands between two places in it. */
export function hashOf(text: string, start = 0, end = text.length): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return hash & SMALL;
}

/** Whether a UTF-16 unit can be in a word. */
export function isOfWord(code: number): boolean {
  return OF_WORD[code] === 1;
}

/** By a UTF-16 unit. */
const OF_WORD = new Uint8Array(2 ** 16).fill(1, 128);
for (const unit of "ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz0123456789") OF_WORD[unit.charCodeAt(0)] = 1;

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

/** The first character from there on that is no white space. */
export function afterSpace(codes: Uint16Array, from: number): number {
  let at = from;
  while (isSpace(codes[at] as number)) at++;
  return at;
}

export function isSpace(code: number): boolean {
  return code === 32 || (code >= 9 && code <= 13) || (code >= 128 && /\s/.test(String.fromCharCode(code)));
}
