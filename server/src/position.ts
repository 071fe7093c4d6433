/** A place in a text: zero-based line, zero-based UTF-16 unit in that line, as in LSP. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** From `start` up to, not including, `end`. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** UTF-16 offsets into a text, end exclusive. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** A replacement in a text: UTF-16 offsets before the edit, end exclusive. */
export interface TextEdit extends Span {
  readonly newText: string;
}
