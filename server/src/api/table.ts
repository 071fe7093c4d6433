import { brotliDecompressSync } from "node:zlib";

interface Header {
  readonly format: number;
  /** First key, offset after the header, and length in bytes of each block. */
  readonly blocks: readonly (readonly [string, number, number])[];
}

/**
 * A sorted table of text rows in compressed blocks (written by scripts/api/table.mjs). Opening it reads its header
 * alone; a look-up decompresses the one block that can hold the key, and keeps it.
 */
export class Table {
  readonly #header: Header;
  readonly #body: Buffer;
  readonly #opened = new Map<number, ReadonlyMap<string, string>>();

  constructor(bytes: Buffer) {
    const start = 4 + bytes.readUInt32BE(0);
    this.#header = JSON.parse(bytes.toString("utf8", 4, start)) as Header;
    if (this.#header.format !== 1) throw new Error(`unknown format of API data: ${this.#header.format}`);
    this.#body = bytes.subarray(start);
  }

  get(key: string): string | undefined {
    const at = this.#blockOf(key);
    return at < 0 ? undefined : this.#open(at).get(key);
  }

  /** Every key, in order. Opens all blocks: for checks and listings, not for a look-up. */
  keys(): string[] {
    return this.#header.blocks.flatMap((_, at) => [...this.#open(at).keys()]);
  }

  /** The last block whose first key is not after `key`; -1 where there is none. */
  #blockOf(key: string): number {
    const { blocks } = this.#header;
    let low = 0;
    let high = blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const first = blocks[middle]?.[0] ?? "";
      if (first <= key) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  #open(at: number): ReadonlyMap<string, string> {
    const known = this.#opened.get(at);
    if (known) return known;
    const [, offset, length] = this.#header.blocks[at] ?? ["", 0, 0];
    const text = brotliDecompressSync(this.#body.subarray(offset, offset + length)).toString("utf8");
    const rows = new Map<string, string>();
    for (const line of text.split("\n")) {
      const tab = line.indexOf("\t");
      rows.set(line.slice(0, tab), line.slice(tab + 1));
    }
    this.#opened.set(at, rows);
    return rows;
  }
}
