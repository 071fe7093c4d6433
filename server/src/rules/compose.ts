import type { TextEdit } from "../position";

/** A stretch of a text that came out of edits: a piece of the text before, or new text. */
type Stretch =
  | { readonly kind: "kept"; readonly start: number; readonly end: number }
  | { readonly kind: "new"; readonly text: string };

/**
 * The edits of a text that do what two rounds of edits do, one after the other. Each round's are in order and do not overlap;
 * the second round's offsets count in the text that the first leaves. What no round touched stays untouched.
 * @param length of the text before
 */
export function compose(first: readonly TextEdit[], second: readonly TextEdit[], length: number): TextEdit[] {
  return editsOf(edited(stretches(first, length), second), length);
}

/** Where an offset of the text after the edits was before them; inside new text, the start of what it replaced. */
export function offsetBefore(edits: readonly TextEdit[], offset: number): number {
  let shift = 0;
  for (const { start, end, newText } of edits) {
    const at = start + shift;
    if (offset < at) break;
    if (offset < at + newText.length) return start;
    shift += newText.length - (end - start);
  }
  return offset - shift;
}

function stretches(edits: readonly TextEdit[], length: number): Stretch[] {
  const found: Stretch[] = [];
  let at = 0;
  for (const { start, end, newText } of edits) {
    if (start > at) found.push({ kind: "kept", start: at, end: start });
    if (newText !== "") found.push({ kind: "new", text: newText });
    at = end;
  }
  if (length > at) found.push({ kind: "kept", start: at, end: length });
  return found;
}

/** The stretches after one more round of edits, whose offsets count in the text that the stretches make. */
function edited(before: readonly Stretch[], edits: readonly TextEdit[]): Stretch[] {
  const after: Stretch[] = [];
  const rest = [...before];
  let at = 0;
  const take = (until: number, keep: boolean): void => {
    while (at < until) {
      const next = rest.shift();
      if (!next) return;
      const size = lengthOf(next);
      const [head, tail] = size <= until - at ? [next, null] : cut(next, until - at);
      if (tail) rest.unshift(tail);
      if (keep) after.push(head);
      at += lengthOf(head);
    }
  };
  for (const { start, end, newText } of edits) {
    take(start, true);
    take(end, false);
    if (newText !== "") after.push({ kind: "new", text: newText });
  }
  return [...after, ...rest];
}

function lengthOf(stretch: Stretch): number {
  return stretch.kind === "new" ? stretch.text.length : stretch.end - stretch.start;
}

function cut(stretch: Stretch, at: number): [Stretch, Stretch] {
  if (stretch.kind === "new") {
    return [
      { kind: "new", text: stretch.text.slice(0, at) },
      { kind: "new", text: stretch.text.slice(at) },
    ];
  }
  return [
    { ...stretch, end: stretch.start + at },
    { ...stretch, start: stretch.start + at },
  ];
}

function editsOf(after: readonly Stretch[], length: number): TextEdit[] {
  const edits: TextEdit[] = [];
  let at = 0;
  let pending = "";
  const close = (end: number): void => {
    if (pending !== "" || end > at) edits.push({ start: at, end, newText: pending });
    pending = "";
  };
  for (const stretch of after) {
    if (stretch.kind === "new") {
      pending += stretch.text;
      continue;
    }
    close(stretch.start);
    at = stretch.end;
  }
  close(length);
  return edits;
}
