import type { Change } from "../../api/changes";
import { isGuarded } from "../../semantic/guards";
import { writtenText } from "../../semantic/model";
import { isNameTaken, lookup } from "../../semantic/scopes";
import type { ImportUse, Use } from "../../semantic/uses";
import type { SyntaxNode } from "../../syntax/node";
import type { PlacedUnit } from "../../syntax/unit";
import { Contexts } from "../context";
import type { PartEdit, UnitContext } from "../rule";
import { withoutStatement } from "./import-removal";
import { importEdit, importRenaming, nameNodes, renamingOf, rewriteOf, useEdit } from "./rename";

/** One name of a from-import, as it is to be. */
interface Item {
  readonly use: ImportUse;
  /** The list's item: the name, with its alias. */
  readonly node: SyntaxNode;
  /** The module that it is to come from; null: it stays. */
  readonly module: string | null;
  readonly name: string;
  /** `as` this, where the source has no alias and the name that is bound has to stay. */
  readonly keeps: string | null;
  /** It is not to be imported any more: nothing would read it, or it is imported already. */
  readonly drop: boolean;
}

export interface ImportFix {
  readonly edits: readonly PartEdit[];
  readonly safe: boolean;
}

/**
 * Rewrites the statement that an imported name stands in, with all other names in it that moved: new names in their place
 * where the module stays, else a statement of their own for the new module. A name that was bound without an alias is
 * renamed where it is read, too. A name that nothing reads any more once its reads are rewritten goes, and one that would be
 * imported twice.
 */
export function importFix(use: ImportUse, change: Change, context: UnitContext): ImportFix | null {
  const { to } = change;
  if (to === null || to.startsWith("builtins.")) return null;
  // `import tvm.tir as t`: without an alias only the package is bound, which stays.
  if (!use.module) return { edits: [context.edit(use.node, to)], safe: change.safe };
  const together = context.uses.imports
    .filter((each) => each.statement === use.statement)
    .map((each) => ({ use: each, change: importRenaming(each, context.release) }));
  const { safe } = change;
  // What a person has to look at stays where it is, and does not keep the others there.
  const changes = safe
    ? together.map((each) => (each.change?.safe === false ? { use: each.use, change: null } : each))
    : together;
  const edits: PartEdit[] = [];
  const items = changes.flatMap(({ use: each, change: own }): Item[] => {
    const target = own?.to ?? null;
    const item = itemOf(each, target ?? each.path ?? "", context, edits);
    if (!item || target === null) return item ? [item] : [];
    const rewritten = emptyingEdits(each, context);
    if (rewritten) edits.push(...rewritten);
    return [{ ...item, drop: rewritten !== null || isImportedBefore(item, target, context) }];
  });
  const isEmptied = items.every((item) => item.drop) && items.length === nameNodes(use.statement).length;
  const own = isEmptied
    ? [withoutStatement(use.statement, context)]
    : statementEdits(use.statement, use.module, items, context);
  return { edits: unique([...edits, ...own]), safe };
}

/** How one name is to be written; the edits of its reads are added to `edits`. */
function itemOf(use: ImportUse, target: string, context: UnitContext, edits: PartEdit[]): Item | null {
  const node = nameNodes(use.statement).find((each) => each.start <= use.node.start && use.node.end <= each.end);
  if (!node) return null;
  const dot = target.lastIndexOf(".");
  const name = target.slice(dot + 1);
  const path = use.path ?? "";
  const module = target.slice(0, dot) === path.slice(0, path.lastIndexOf(".")) ? null : target.slice(0, dot);
  const item: Item = { use, node, module, name, keeps: null, drop: false };
  const old = context.text(use.node);
  if (name === old || use.alias) return item;
  const reads = readsOf(use, context);
  const taken = [
    { context, node: use.node },
    ...reads.map((each) => ({ context: each.context, node: each.use.node })),
  ].some((each) => isNameTaken(name, { node: each.node, unit: each.context.unit }, context.model.module));
  if (taken && !onlyImportedAs(name, target, context)) return { ...item, keeps: old };
  for (const read of reads) edits.push(read.context.edit(read.use.names[0] ?? read.use.node, name));
  return item;
}

/**
 * The edits that write all reads of an imported name in another way, where that leaves nothing to read it: `tir.Schedule` as
 * `tvm.s_tir.Schedule`. Null where it has no reads, or one stays.
 */
function emptyingEdits(use: ImportUse, context: UnitContext): PartEdit[] | null {
  const edits: PartEdit[] = [];
  const reads = allReadsOf(use, context);
  for (const { context: at, use: read } of reads) {
    const renaming = renamingOf(read, (node) => at.text(node), at.release);
    const rewrite = renaming ? rewriteOf(read, renaming, at) : null;
    if (!renaming?.change.safe || rewrite?.kind !== "replace" || rewrite.from !== 0) return null;
    if (isGuarded(read.node, at.unit.unit.text)) return null;
    edits.push(useEdit(read, renaming, rewrite, at));
    const added = rewrite.needs ? importEdit(rewrite.needs, read, at) : null;
    if (rewrite.needs && !added) return null;
    if (added) edits.push(added);
  }
  return reads.length > 0 ? edits : null;
}

/** Whether a statement above brings in the same thing under the same name. */
function isImportedBefore(item: Item, target: string, context: UnitContext): boolean {
  const bound = item.use.alias ? context.text(item.use.alias) : (item.keeps ?? item.name);
  const { units, module } = context.model;
  const place = units.indexOf(context.unit);
  return module
    .lookup(bound)
    .some(
      ({ binding, unit }) =>
        binding.kind === "import" &&
        binding.path === target &&
        !binding.guarded &&
        units.indexOf(unit) < place &&
        !isInOtherFence(unit, context),
    );
}

/** Whether a unit above stands in another fence of the same page: who copies one fence out of it needs its imports. */
function isInOtherFence(above: PlacedUnit, { model, unit }: UnitContext): boolean {
  const part = model.partOf(unit);
  if (part.cell !== null || model.partOf(above) !== part) return false;
  // What is no Python is blanked out.
  return writtenText(part).slice(above.end, unit.start) !== part.syntax.text.slice(above.end, unit.start);
}

function unique(edits: readonly PartEdit[]): PartEdit[] {
  const key = ({ part, start, end, newText }: PartEdit) => `${part.uri} ${start} ${end} ${newText}`;
  return [...new Map(edits.map((edit) => [key(edit), edit])).values()];
}

/** The name is bound already, by an import of just this thing. */
function onlyImportedAs(name: string, path: string, context: UnitContext): boolean {
  const bound = context.model.module.lookup(name);
  return bound.length > 0 && bound.every(({ binding }) => binding.kind === "import" && binding.path === path);
}

function statementEdits(
  statement: SyntaxNode,
  module: SyntaxNode,
  items: readonly Item[],
  context: UnitContext,
): PartEdit[] {
  const all = nameNodes(statement);
  const kept = items.filter((item) => !item.drop);
  const home = homeOf(kept, all.length - items.length, statement, context);
  const leaving = kept.filter((item) => item.module !== home);
  const twice = repeated(all, kept, home, context);
  const isGone = (node: SyntaxNode) =>
    twice.includes(node) || items.some((item) => item.node === node && (item.drop || leaving.includes(item)));
  const staying = all.filter((node) => !isGone(node));
  const renames = kept
    .filter((item) => item.name !== context.text(item.use.node) && !isGone(item.node))
    .map((item) => context.edit(item.use.node, item.keeps ? `${item.name} as ${item.keeps}` : item.name));
  const moved = home === null ? [] : [context.edit(module, home)];
  const lines = [...new Set(leaving.map((item) => item.module))].map((target) => {
    const names = leaving.filter((item) => item.module === target).map((item) => written(item, context));
    return `from ${target} import ${[...new Set(names)].join(", ")}`;
  });
  const between = lineBreak(statement, context);
  if (staying.length === 0) return [context.edit(statement, lines.join(between))];
  const { start } = statement;
  return [
    ...(lines.length > 0 ? [context.edit({ start, end: start }, lines.join(between) + between)] : []),
    ...moved,
    ...removals(all, staying, context).map((span) => context.edit(span, "")),
    ...renames,
  ];
}

/**
 * The module that the statement itself is to import from: its own (null) where a name stays there, else the one that all go
 * to. Where they part ways and a comment stands among them, it is the last one's, so that the comment stays.
 */
function homeOf(kept: readonly Item[], others: number, statement: SyntaxNode, context: UnitContext): string | null {
  const last = kept.at(-1);
  if (!last || others > 0 || kept.some((item) => item.module === null)) return null;
  const isOne = kept.every((item) => item.module === last.module);
  return isOne || context.text(statement).includes("#") ? last.module : null;
}

/** Names that come to say what one before them says: `tirx, s_tir` of which both were `tir`. */
function repeated(
  all: readonly SyntaxNode[],
  items: readonly Item[],
  home: string | null,
  context: UnitContext,
): SyntaxNode[] {
  const seen = new Set<string>();
  return all.filter((node) => {
    const item = items.find((each) => each.node === node);
    if (item && item.module !== home) return false;
    const text = item ? written(item, context) : context.text(node);
    if (seen.has(text)) return true;
    seen.add(text);
    return false;
  });
}

function written({ use, name, keeps }: Item, context: UnitContext): string {
  if (use.alias) return `${name} as ${context.text(use.alias)}`;
  return keeps ? `${name} as ${keeps}` : name;
}

/** The places of names that go, each with the comma that is no longer needed. Comments between them stay. */
function removals(
  all: readonly SyntaxNode[],
  staying: readonly SyntaxNode[],
  context: UnitContext,
): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  const hasComment = (start: number, end: number) => context.text({ start, end }).includes("#");
  /** A name and the comma right after it; its line, where it is alone there. */
  const alone = (node: SyntaxNode) => {
    const { text } = context.unit.unit;
    const comma = /^(?:\s|\\\r?\n)*,/.exec(text.slice(node.end))?.[0] ?? "";
    const end = node.end + comma.length;
    const before = /\n[ \t]*$/.exec(text.slice(0, node.start))?.[0] ?? "";
    const after = /^[ \t]*\r?(?=\n)/.exec(text.slice(end))?.[0];
    const toComment = before === "" ? "" : (/^[ \t]+(?=#)/.exec(text.slice(end))?.[0] ?? "");
    if (before === "" || after === undefined) return { start: node.start, end: end + toComment.length };
    return { start: node.start - before.length, end: end + after.length };
  };
  let before: SyntaxNode | null = null;
  let run: SyntaxNode[] = [];
  for (const node of all) {
    if (!staying.includes(node)) {
      run.push(node);
      continue;
    }
    if (run[0] && hasComment(run[0].start, node.start)) spans.push(...run.map(alone));
    else if (run[0]) spans.push({ start: run[0].start, end: node.start });
    run = [];
    before = node;
  }
  const last = run.at(-1);
  if (last && before && hasComment(before.end, last.end)) spans.push(...run.map(alone));
  else if (last && before) spans.push({ start: before.end, end: last.end });
  return spans;
}

/** What goes between a new statement and the one below it: a line end and the indentation. */
function lineBreak(statement: SyntaxNode, context: UnitContext): string {
  const { lines, text } = context.model.partOf(context.unit).syntax;
  const at = context.unit.start + statement.start;
  const indentation = /^[ \t]*/.exec(text.slice(lines.startOf(lines.lineAt(at)), at))?.[0] ?? "";
  return (text.includes("\r\n") ? "\r\n" : "\n") + indentation;
}

/** The reads of what an import binds, but for those whose own fix writes them anew from the first name on. */
function readsOf(use: ImportUse, context: UnitContext): { context: UnitContext; use: Use }[] {
  return allReadsOf(use, context).filter(({ context: each, use: read }) => {
    const renaming = renamingOf(read, (node) => each.text(node), each.release);
    const rewrite = renaming ? rewriteOf(read, renaming, each) : null;
    return rewrite?.kind !== "replace" || rewrite.from !== 0;
  });
}

function allReadsOf(use: ImportUse, context: UnitContext): { context: UnitContext; use: Use }[] {
  const name = context.text(use.bound);
  const contexts = new Contexts(context.model, context.release);
  const reading = context.model.units.filter(({ unit }) => unit.text.includes(name));
  return reading
    .map((unit) => contexts.of(unit))
    .flatMap((each) =>
      each.uses.names.flatMap((read) => {
        if (read.rootPath !== use.boundPath || each.text(read.names[0] ?? read.node) !== name) return [];
        const bound = lookup(name, { node: read.node, unit: each.unit }, each.model.module);
        const isOurs = bound.some(({ binding }) => binding.kind === "import" && binding.path === use.boundPath);
        return isOurs ? [{ context: each, use: read }] : [];
      }),
    );
}
