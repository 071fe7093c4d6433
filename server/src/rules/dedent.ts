import { child, type SyntaxNode, walk } from "../syntax/node";
import type { PartEdit, UnitContext } from "./rule";

export interface Dedented {
  /** Where the header ends: after its colon. */
  readonly headerEnd: number;
  readonly edits: readonly PartEdit[];
}

/**
 * Moves the body of a compound statement out to where the statement stands. Null where lines are not the body's alone: a body on
 * the header's line, a string over several lines, tabs in between.
 */
export function dedented(statement: SyntaxNode, context: UnitContext): Dedented | null {
  const body = child(statement, "body");
  const { text } = context.unit.unit;
  const [first] = body?.children ?? [];
  if (!body || !first) return null;
  const outer = indentationAt(statement.start, text);
  const inner = indentationAt(first.start, text);
  if (outer === null || inner === null || !inner.startsWith(outer) || inner.length === outer.length) return null;
  const colon = text.lastIndexOf(":", text.lastIndexOf("\n", first.start));
  if (colon < statement.start) return null;
  let hasLongString = false;
  walk(statement, (node) => {
    if (node.kind === "string" && text.slice(node.start, node.end).includes("\n")) hasLongString = true;
  });
  if (hasLongString) return null;
  const edits: PartEdit[] = [];
  // Comments between the header and the body belong to neither node.
  for (let line = text.indexOf("\n", colon) + 1; line > 0 && line < body.end; line = text.indexOf("\n", line) + 1) {
    if (text.startsWith(inner, line)) {
      edits.push(context.edit({ start: line + outer.length, end: line + inner.length }, ""));
    }
  }
  const tail = text.slice(colon + 1, text.indexOf("\n", colon));
  // A comment behind the colon stays, with its two spaces.
  const headerEnd = tail.trim() === "" ? colon + 1 + tail.replace(/\r$/, "").length : colon + 1;
  return { headerEnd, edits };
}

/** The blanks before a statement that is the first on its line. */
function indentationAt(start: number, text: string): string | null {
  const line = text.lastIndexOf("\n", start - 1) + 1;
  const before = text.slice(line, start);
  return /^[ \t]*$/.test(before) ? before : null;
}
