import { type Change, diffLines, diffWordsWithSpace } from "diff";
import type { MigratedText } from "../protocol";

type Edit = MigratedText["edits"][number];

/** A line that is longer than anybody reads at once: a notebook that was written without line breaks is one. */
const LONG = 1000;
/** Beyond so many differing words the whole line is as good. */
const MOST_WORDS = 2000;

/**
 * What leads from one text to another, small enough to be looked at: a line that takes the place of another is changed from its first
 * difference to its last, a very long one word by word.
 */
export function lineEdits(before: string, after: string): Edit[] {
  const edits: Edit[] = [];
  const changes = diffLines(before, after);
  let line = 0;
  for (let i = 0; i < changes.length; i++) {
    const [change, next] = [changes[i] as Change, changes[i + 1]];
    if (change.removed && next?.added && next.count === change.count) {
      const [old, now] = [linesOf(change.value), linesOf(next.value)];
      edits.push(...old.flatMap((text, at) => withinLine(line + at, text, now[at] ?? "")));
      i++;
    } else if (change.removed) edits.push(edit(line, 0, line + change.count, 0, ""));
    else if (change.added) insert(edits, line, change.value);
    if (!change.added) line += change.count;
  }
  return edits;
}

/** What stands in the place of what was just taken away, or between two lines. */
function insert(edits: Edit[], line: number, text: string): void {
  const last = edits.at(-1);
  if (last?.range.end.line === line && last.range.end.character === 0 && last.newText === "")
    edits[edits.length - 1] = { ...last, newText: text };
  else edits.push(edit(line, 0, line, 0, text));
}

function withinLine(line: number, before: string, after: string): Edit[] {
  if (before === after) return [];
  if (before.length > LONG) {
    const words = diffWordsWithSpace(before, after, { maxEditLength: MOST_WORDS });
    if (words) return wordEdits(line, words);
  }
  let start = 0;
  while (start < before.length && before[start] === after[start]) start++;
  let same = 0;
  while (same < Math.min(before.length, after.length) - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  return [edit(line, start, line, before.length - same, after.slice(start, after.length - same))];
}

function wordEdits(line: number, words: readonly Change[]): Edit[] {
  const edits: Edit[] = [];
  let at = 0;
  for (const { value, added, removed } of words) {
    const last = edits.at(-1);
    if (removed) edits.push(edit(line, at, line, at + value.length, ""));
    else if (added && last?.range.end.character === at && last.newText === "")
      edits[edits.length - 1] = { ...last, newText: value };
    else if (added) edits.push(edit(line, at, line, at, value));
    if (!added) at += value.length;
  }
  return edits;
}

function edit(line: number, character: number, endLine: number, endCharacter: number, newText: string): Edit {
  return {
    range: { start: { line, character }, end: { line: endLine, character: endCharacter } },
    newText,
  };
}

function linesOf(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}
