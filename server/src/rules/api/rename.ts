import { type Change, changeOf } from "../../api/changes";
import { existsIn } from "../../api/names";
import type { Release } from "../../api/releases";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { isNameTaken, lookup } from "../../semantic/scopes";
import type { ImportUse, Use } from "../../semantic/uses";
import { childrenOf, type SyntaxNode } from "../../syntax/node";
import type { Fix, PartEdit, UnitContext } from "../rule";
import { type PathTest, pathTest } from "../scan";

/** A path, or one on the way to it, that the release does not have. */
export const isGone: PathTest = pathTest((path, release) => {
  const dot = path.lastIndexOf(".");
  return (dot > 0 && isGone(path.slice(0, dot), release)) || existsIn(path, release) === false;
});

/** A name in the code that the targeted release does not have, and what it has instead. */
export interface Renaming {
  readonly change: Change;
  /** How many of the chain's names the change is about: what comes after them stays as it is. */
  readonly length: number;
  /** The path of those names. */
  readonly path: string;
}

/** What became of the thing that a chain of names stands for; null where the release has it or nothing is known. */
export function renamingOf(use: Use, text: (node: SyntaxNode) => string, release: Release): Renaming | null {
  if (existsIn(use.path, release) === true) return null;
  const paths: string[] = [];
  let path = use.rootPath;
  use.names.forEach((name, i) => {
    if (i > 0) path += `.${text(name)}`;
    paths.push(path);
  });
  const gone = paths.findIndex((each) => existsIn(each, release) === false);
  if (gone < 0) return null;
  let removed: Renaming | null = null;
  let unsure: Renaming | null = null;
  for (let i = paths.length - 1; i >= gone; i--) {
    const at = paths[i] as string;
    const change = changeOf(at, release);
    if (!change) continue;
    const renaming = { change, length: i + 1, path: at };
    // A thing that went is not helped by the new name of what it was in; a first name follows its import.
    if (change.to !== null && change.safe) return (i > 0 && removed) || renaming;
    if (change.to !== null) unsure ??= renaming;
    removed = renaming;
  }
  return unsure ?? removed;
}

/**
 * What became of a name below one that has only moved: `T.ret` of `T`. It is gone, or what took its place is not the same
 * under another name. `moved` is what `renamingOf` says of the chain.
 */
export function changeBeyond(moved: Renaming, use: Use, context: UnitContext): Renaming | null {
  let path = moved.path;
  for (const [i, name] of [...use.names.entries()].slice(moved.length)) {
    path += `.${context.text(name)}`;
    const change = changeOf(path, context.release);
    if (!change || (change.kind === "not-yet" && change.to !== null)) continue;
    const renaming = { change, length: i + 1, path };
    if (change.to === null || rewriteOf(use, renaming, context).kind !== "follows") return renaming;
  }
  return null;
}

/** What an import brings in, under the targeted release. */
export function importRenaming(use: ImportUse, release: Release): Change | null {
  return use.path === null || existsIn(use.path, release) !== false ? null : changeOf(use.path, release);
}

/** The import statements' names that a use's first name may come from, each with its own change. */
function rootRenaming(use: Use, context: UnitContext): { readonly change: Change | null } {
  const gone = existsIn(use.rootPath, context.release) === false;
  return { change: gone ? changeOf(use.rootPath, context.release) : null };
}

/** How a use is to be written. */
export type Rewrite =
  /** Nothing: the import that it comes from is rewritten, and with it this. */
  | { readonly kind: "follows" }
  | { readonly kind: "none" }
  | {
      readonly kind: "replace";
      /** Names from this one on (0: the whole chain) are replaced by `newText`. */
      readonly from: number;
      readonly newText: string;
      /** A module to import for it: `from module import name`. */
      readonly needs: { readonly module: string; readonly name: string } | null;
    };

/** Before names that Python itself has. */
export const BUILTIN = "builtins.";

/** Writes the new path by way of what is imported already, else with the import that it needs. */
export function rewriteOf(use: Use, renaming: Renaming, context: UnitContext): Rewrite {
  const { to } = renaming.change;
  if (to === null) return { kind: "none" };
  if (to.startsWith(BUILTIN)) return { kind: "replace", from: 0, newText: to.slice(BUILTIN.length), needs: null };
  const root = rootRenaming(use, context).change;
  const rootNow = root ? root.to : use.rootPath;
  const names = use.names.slice(0, renaming.length).map((name) => context.text(name));
  if (rootNow !== null && to.startsWith(`${rootNow}.`)) {
    const rest = to.slice(rootNow.length + 1).split(".");
    const old = names.slice(1);
    let same = 0;
    while (same < old.length && same < rest.length - 1 && old[same] === rest[same]) same++;
    if (same === old.length && same === rest.length) return { kind: "follows" };
    if (old.length === rest.length && old.every((name, i) => name === rest[i])) return { kind: "follows" };
    return { kind: "replace", from: same + 1, newText: rest.slice(same).join("."), needs: null };
  }
  if (rootNow === to && renaming.length === 1) return { kind: "follows" };
  return elsewhere(to, use, context);
}

function elsewhere(to: string, use: Use, context: UnitContext): Rewrite {
  const site = { node: use.node, unit: context.unit };
  const [first, ...rest] = to.split(".");
  const { module } = context.model;
  if (!first || rest.length === 0) return { kind: "none" };
  const bound = lookup(first, site, module);
  if (bound.length > 0 && bound.every(({ binding }) => binding.kind === "import" && binding.path === first)) {
    return { kind: "replace", from: 0, newText: to, needs: null };
  }
  const [second] = rest;
  if (second && (rest.length > 1 || isModule(`${first}.${second}`, context.release))) {
    const taken = isNameTaken(second, site, module);
    const ours = lookup(second, site, module).every(
      ({ binding }) => binding.kind === "import" && binding.path === `${first}.${second}`,
    );
    if (!taken || ours) {
      return {
        kind: "replace",
        from: 0,
        newText: rest.join("."),
        needs: taken ? null : { module: first, name: second },
      };
    }
  }
  return { kind: "replace", from: 0, newText: to, needs: { module: "", name: first } };
}

function isModule(path: string, release: Release): boolean {
  return existsIn(path, release) === true;
}

/** The edit that a rewritten use needs at its own place. */
export function useEdit(
  use: Use,
  renaming: Renaming,
  rewrite: Extract<Rewrite, { kind: "replace" }>,
  context: UnitContext,
) {
  const first = use.names[rewrite.from] ?? use.node;
  const last = use.names[renaming.length - 1] ?? use.node;
  if (rewrite.from >= renaming.length) {
    // The new path has more names than the old: they come after it.
    return context.edit({ start: last.end, end: last.end }, `.${rewrite.newText}`);
  }
  return context.edit({ start: first.start, end: last.end }, rewrite.newText);
}

/** All edits that write a use as the renaming says, with the import that it needs; null where it cannot be written so. */
function renamedUse(use: Use, renaming: Renaming, context: UnitContext): PartEdit[] | null {
  const rewrite = rewriteOf(use, renaming, context);
  if (rewrite.kind !== "replace") return null;
  const added = rewrite.needs && importEdit(rewrite.needs, use, context);
  if (rewrite.needs && !added) return null;
  return [useEdit(use, renaming, rewrite, context), ...(added ? [added] : [])];
}

/** The fix that writes another name in the place of a use, which means what the use meant before a release. */
export function replacement(use: Use, to: string, since: Release): (context: UnitContext) => Fix | null {
  const renaming: Renaming = {
    change: { kind: "renamed", to, since, safe: true },
    length: use.names.length,
    path: use.path,
  };
  return (context) => {
    const edits = renamedUse(use, renaming, context);
    return edits && { title: t("Change to `{0}`", to), applicability: "safe", edits };
  };
}

/**
 * A new import, below the import statement that the use's first name comes from, or above the first statement.
 * @returns null where no good place is known
 */
export function importEdit(needs: { module: string; name: string }, use: Use, context: UnitContext): PartEdit | null {
  const line = needs.module === "" ? `import ${needs.name}` : `from ${needs.module} import ${needs.name}`;
  const name = context.text(use.names[0] ?? use.node);
  const bound = lookup(name, { node: use.node, unit: context.unit }, context.model.module);
  const origin = bound.find(({ binding }) => binding.kind === "import");
  if (!origin) return null;
  const part = context.model.partOf(origin.unit);
  let statement: SyntaxNode | null = origin.binding.node;
  while (statement && !/^import(?:_from)?_statement$/.test(statement.kind)) statement = statement.parent;
  if (!statement || isGuarded(statement, origin.unit.unit.text)) return null;
  const { lines, text } = part.syntax;
  const at = origin.unit.start + statement.end;
  const lineStart = lines.startOf(lines.lineAt(origin.unit.start + statement.start));
  const indentation = /^[ \t]*/.exec(text.slice(lineStart, at))?.[0] ?? "";
  // A comment at the end of the line stays with the statement that it was written for.
  const end = lines.startOf(lines.lineAt(at) + 1);
  const newline = text.slice(0, end).endsWith("\r\n") ? "\r\n" : "\n";
  const place =
    end === text.length && !/[\r\n]$/.test(text)
      ? { start: end, text: `${newline}${indentation}${line}` }
      : { start: end, text: `${indentation}${line}${newline}` };
  return { part, start: place.start, end: place.start, newText: place.text };
}

/** The names of an import statement, each a name or an aliased import. */
export function nameNodes(statement: SyntaxNode): SyntaxNode[] {
  return childrenOf(statement, "name");
}
