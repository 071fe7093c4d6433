import type { Change } from "../../api/changes";
import { isNameTaken, lookup } from "../../semantic/scopes";
import type { ImportUse, Use } from "../../semantic/uses";
import type { SyntaxNode } from "../../syntax/node";
import { Contexts } from "../context";
import type { PartEdit, UnitContext } from "../rule";
import { importRenaming, nameNodes, renamingOf, rewriteOf } from "./rename";

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
}

export interface ImportFix {
  readonly edits: readonly PartEdit[];
  readonly safe: boolean;
}

/**
 * Rewrites the statement that an imported name stands in, with all other names in it that moved: new names in their place
 * where the module stays, else a statement of their own for the new module. A name that was bound without an alias is
 * renamed where it is read, too.
 */
export function importFix(use: ImportUse, change: Change, context: UnitContext): ImportFix | null {
  const { to } = change;
  if (to === null || to.startsWith("builtins.")) return null;
  // `import tvm.tir as t`: without an alias only the package is bound, which stays.
  if (!use.module) return { edits: [context.edit(use.node, to)], safe: change.safe };
  const changes = context.uses.imports
    .filter((each) => each.statement === use.statement)
    .map((each) => ({ use: each, change: importRenaming(each, context.release) }));
  const safe = changes.every((each) => !each.change || each.change.to === null || each.change.safe);
  const edits: PartEdit[] = [];
  const items = changes.flatMap(({ use: each, change: own }) => {
    const item = itemOf(each, own?.to ?? each.path ?? "", context, edits);
    return item ? [item] : [];
  });
  return { edits: [...edits, ...statementEdits(use.statement, use.module, items, context)], safe };
}

/** How one name is to be written; the edits of its reads are added to `edits`. */
function itemOf(use: ImportUse, target: string, context: UnitContext, edits: PartEdit[]): Item | null {
  const node = nameNodes(use.statement).find((each) => each.start <= use.node.start && use.node.end <= each.end);
  if (!node) return null;
  const dot = target.lastIndexOf(".");
  const name = target.slice(dot + 1);
  const path = use.path ?? "";
  const module = target.slice(0, dot) === path.slice(0, path.lastIndexOf(".")) ? null : target.slice(0, dot);
  const item: Item = { use, node, module, name, keeps: null };
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
  const leaving = items.filter((item) => item.module !== null);
  const staying = all.filter((node) => !leaving.some((item) => item.node === node));
  const twice = repeated(all, items, context);
  const renames = items
    .filter((item) => item.name !== context.text(item.use.node) && !twice.includes(item.node))
    .map((item) => context.edit(item.use.node, item.keeps ? `${item.name} as ${item.keeps}` : item.name));
  if (leaving.length === 0) {
    const kept = all.filter((node) => !twice.includes(node));
    return [...renames, ...removals(all, kept).map((span) => context.edit(span, ""))];
  }
  const [first] = leaving;
  if (staying.length === 0 && leaving.every((item) => item.module === first?.module)) {
    return [context.edit(module, first?.module ?? ""), ...renames];
  }
  const lines = [...new Set(leaving.map((item) => item.module))].map((target) => {
    const names = leaving.filter((item) => item.module === target).map((item) => written(item, context));
    return `from ${target} import ${names.join(", ")}`;
  });
  const between = lineBreak(statement, context);
  if (staying.length === 0) return [context.edit(statement, lines.join(between))];
  const stayed = renames.filter(
    (_, i) => items.filter((item) => item.name !== context.text(item.use.node))[i]?.module === null,
  );
  return [
    context.edit({ start: statement.start, end: statement.start }, lines.join(between) + between),
    ...removals(all, staying).map((span) => context.edit(span, "")),
    ...stayed,
  ];
}

/** Names that come to say what one before them says: `tirx, s_tir` of which both were `tir`. */
function repeated(all: readonly SyntaxNode[], items: readonly Item[], context: UnitContext): SyntaxNode[] {
  const seen = new Set<string>();
  return all.filter((node) => {
    const item = items.find((each) => each.node === node);
    if (item?.module) return false;
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

/** The places of names that go, each with the comma that is no longer needed. */
function removals(all: readonly SyntaxNode[], staying: readonly SyntaxNode[]): { start: number; end: number }[] {
  const spans: { start: number; end: number }[] = [];
  let before: SyntaxNode | null = null;
  let run: SyntaxNode[] = [];
  for (const node of all) {
    if (!staying.includes(node)) {
      run.push(node);
      continue;
    }
    if (run[0]) spans.push({ start: run[0].start, end: node.start });
    run = [];
    before = node;
  }
  const last = run.at(-1);
  if (last && before) spans.push({ start: before.end, end: last.end });
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
  const name = context.text(use.bound);
  return new Contexts(context.model, context.release).all().flatMap((each) =>
    each.uses.names.flatMap((read) => {
      if (read.rootPath !== use.boundPath || each.text(read.names[0] ?? read.node) !== name) return [];
      const bound = lookup(name, { node: read.node, unit: each.unit }, each.model.module);
      if (!bound.some(({ binding }) => binding.kind === "import" && binding.path === use.boundPath)) return [];
      const renaming = renamingOf(read, (node) => each.text(node), each.release);
      const rewrite = renaming ? rewriteOf(read, renaming, each) : null;
      return rewrite?.kind === "replace" && rewrite.from === 0 ? [] : [{ context: each, use: read }];
    }),
  );
}
