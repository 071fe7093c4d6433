import type { Span } from "../position";
import type { SyntaxNode } from "../syntax/node";
import type { PartEdit, UnitContext } from "./rule";

/** Takes an argument out of its list, with the comma that is no longer needed. Comments stay. */
export function withoutArgument(argument: SyntaxNode, context: UnitContext): PartEdit[] {
  const all = argument.parent?.children ?? [];
  const at = all.indexOf(argument);
  const before = all[at - 1];
  const after = all[at + 1];
  const comma = commaAfter(argument, context);
  if (after && after.kind !== "comment" && comma !== null) {
    return [context.edit({ start: argument.start, end: after.start }, "")];
  }
  // The last one: the comma before it goes, and one that stood after it serves the argument before.
  if (before && before.kind !== "comment") {
    return [context.edit({ start: before.end, end: argument.end }, "")];
  }
  const end = comma === null ? argument.end : comma + 1;
  return [context.edit(wholeLine({ start: argument.start, end }, context) ?? { start: argument.start, end }, "")];
}

/** The line that a span fills alone, with its line end; null where something else is on it. */
function wholeLine(span: Span, context: UnitContext): Span | null {
  const { text } = context.unit.unit;
  const start = text.lastIndexOf("\n", span.start - 1) + 1;
  const next = text.indexOf("\n", span.end);
  if (start === 0 || next < 0) return null;
  const isAlone = text.slice(start, span.start).trim() === "" && text.slice(span.end, next).trim() === "";
  return isAlone ? { start, end: next + 1 } : null;
}

/** The offset of the comma right after an argument. */
function commaAfter(argument: SyntaxNode, context: UnitContext): number | null {
  const rest = context.unit.unit.text.slice(argument.end);
  const space = /^(?:\s|\\\r?\n)*/.exec(rest)?.[0].length ?? 0;
  return rest[space] === "," ? argument.end + space : null;
}
