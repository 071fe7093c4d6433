import { walk } from "../syntax/node";
import type { Fix, PartEdit } from "./rule";

/** Whether all comments that a fix takes out are in what it writes: none is its to drop. */
export function keepsComments({ edits }: Fix): boolean {
  const lost = edits.flatMap((edit) => (removed(edit).includes("#") ? commentsIn(edit) : []));
  let written = lost.length === 0 ? "" : edits.map(({ newText }) => newText).join("\n");
  return lost.every((comment) => {
    const at = written.indexOf(comment);
    written = written.slice(0, Math.max(at, 0)) + written.slice(at + comment.length);
    return at >= 0;
  });
}

function removed({ part, start, end }: PartEdit): string {
  return part.syntax.text.slice(start, end);
}

function commentsIn({ part, start, end }: PartEdit): string[] {
  const found: string[] = [];
  for (const placed of part.syntax.units) {
    if (placed.start >= end || placed.end <= start) continue;
    const { text } = placed.unit;
    walk(placed.unit.root, (node) => {
      const isInside = node.start + placed.start < end && node.end + placed.start > start;
      if (isInside && node.kind === "comment") found.push(text.slice(node.start, node.end).trimEnd());
      return isInside;
    });
  }
  return found;
}
