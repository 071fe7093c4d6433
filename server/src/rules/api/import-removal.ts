import type { ImportUse } from "../../semantic/uses";
import type { SyntaxNode } from "../../syntax/node";
import type { PartEdit, UnitContext } from "../rule";
import { nameNodes } from "./rename";

/** Takes one name out of an import statement; with the last name, the statement goes, and with it its line. */
export function withoutImport(use: ImportUse, context: UnitContext): PartEdit[] {
  const all = nameNodes(use.statement);
  const own = all.find((each) => each.start <= use.node.start && use.node.end <= each.end);
  if (!own) return [];
  if (all.length === 1) return [withoutStatement(use.statement, context)];
  const at = all.indexOf(own);
  const next = all[at + 1];
  const before = all[at - 1];
  if (next) return [context.edit({ start: own.start, end: next.start }, "")];
  return before ? [context.edit({ start: before.end, end: own.end }, "")] : [];
}

/** A statement's line where nothing else is on it, else the statement with the semicolon that is no longer needed. */
export function withoutStatement(statement: SyntaxNode, context: UnitContext): PartEdit {
  const part = context.model.partOf(context.unit);
  const { text, lines } = part.syntax;
  const start = context.unit.start + statement.start;
  const end = context.unit.start + statement.end;
  const lineStart = lines.startOf(lines.lineAt(start));
  const lineEnd = lines.startOf(lines.lineAt(end) + 1);
  const isAlone = text.slice(lineStart, start).trim() === "" && text.slice(end, lineEnd).trim() === "";
  // A block must not be left empty.
  const isOnly = statement.parent?.kind === "block" && statement.parent.children.length === 1;
  if (isOnly) return { part, start, end, newText: "pass" };
  if (isAlone) return { part, start: lineStart, end: lineEnd, newText: "" };
  const behind = /^[ \t]*;[ \t]*/.exec(text.slice(end, lineEnd))?.[0].length ?? 0;
  const before = behind === 0 ? (/[ \t]*;[ \t]*$/.exec(text.slice(lineStart, start))?.[0].length ?? 0) : 0;
  return { part, start: start - before, end: end + behind, newText: "" };
}
