import type { Position, Range, Span } from "../position";

/** Where each line of a text starts; turns UTF-16 offsets into LSP positions and back. Lines end at \n, \r\n or \r, as in LSP. */
export class LineIndex {
  private known: Uint32Array | undefined;
  private readonly length: number;

  constructor(private readonly text: string) {
    this.length = text.length;
  }

  /** Found out when a place is first asked for: in most files of a folder nobody does. */
  private get starts(): Uint32Array {
    this.known ??= this.text.includes("\r") ? startsOfMixed(this.text) : startsOfUnix(this.text);
    return this.known;
  }

  get count(): number {
    return this.starts.length;
  }

  /** The offset at which a line starts; a line past the last counts as the end of the text. */
  startOf(line: number): number {
    return line < 0 ? 0 : (this.starts[line] ?? this.length);
  }

  /** The zero-based line that holds the offset. */
  lineAt(offset: number): number {
    const { starts } = this;
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] as number) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  positionAt(offset: number): Position {
    const bounded = Math.max(0, Math.min(offset, this.length));
    const line = this.lineAt(bounded);
    return { line, character: bounded - (this.starts[line] as number) };
  }

  /** Positions outside of the text are moved to its nearest place, as LSP asks. */
  offsetAt(position: Position): number {
    const start = this.startOf(position.line);
    const end = this.startOf(position.line + 1);
    return Math.max(start, Math.min(start + position.character, end));
  }

  range(span: Span): Range {
    return { start: this.positionAt(span.start), end: this.positionAt(span.end) };
  }

  span(range: Range): Span {
    return { start: this.offsetAt(range.start), end: this.offsetAt(range.end) };
  }
}

/** The usual case: the engine's own search is several times faster than looking at each unit. */
function startsOfUnix(text: string): Uint32Array {
  const starts = new Growing();
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  return starts.done();
}

function startsOfMixed(text: string): Uint32Array {
  const starts = new Growing();
  for (const end of text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
  return starts.done();
}

/** Line starts while they are collected; the first line starts at 0. */
class Growing {
  private items = new Uint32Array(1024);
  private count = 1;

  push(start: number): void {
    if (this.count === this.items.length) {
      const larger = new Uint32Array(this.count * 2);
      larger.set(this.items);
      this.items = larger;
    }
    this.items[this.count++] = start;
  }

  done(): Uint32Array {
    return this.items.subarray(0, this.count);
  }
}

/** The text with its lines joined as Python joins them: blanks for a backslash and the line's end behind it. Offsets stay as they are. */
export function withJoinedLines(text: string): string {
  return text.includes("\\") ? text.replace(/\\(?:\r\n?|\n)/g, ({ length }) => " ".repeat(length)) : text;
}
