import type { Position, Range } from "../position";
import { LineIndex } from "./lines";

/** The texts of a notebook's cells as one program, for those who read files only: TVM. */
export interface JoinedText {
  readonly text: string;
  /** The text and the place in it that a place in the whole stands for. */
  split(position: Position): { readonly index: number; readonly position: Position };
}

/** Joins texts, each starting on a line of its own. */
export function joinTexts(texts: readonly string[]): JoinedText {
  const firstLines: number[] = [];
  let line = 0;
  for (const text of texts) {
    firstLines.push(line);
    line += new LineIndex(text).count;
  }
  return {
    text: texts.join("\n"),
    split: (position) => {
      let index = firstLines.length - 1;
      while (index > 0 && (firstLines[index] ?? 0) > position.line) index--;
      return { index, position: { line: position.line - (firstLines[index] ?? 0), character: position.character } };
    },
  };
}

/** A range of the whole in the text where it starts; an end in a later text is the end of that one line. */
export function splitRange(joined: JoinedText, range: Range): { readonly index: number; readonly range: Range } {
  const start = joined.split(range.start);
  const end = joined.split(range.end);
  const same = end.index === start.index;
  return { index: start.index, range: { start: start.position, end: same ? end.position : start.position } };
}
