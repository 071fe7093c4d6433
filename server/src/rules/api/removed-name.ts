import { adviceText, goneNote } from "../../api/advice";
import { type Change, changeOf, equivalentIn } from "../../api/changes";
import { existsIn, lastWith, namesOf } from "../../api/names";
import type { Release } from "../../api/releases";
import { t } from "../../l10n";
import { dottedName } from "../../semantic/bindings";
import { isGuarded } from "../../semantic/guards";
import type { ImportUse, Use } from "../../semantic/uses";
import { sentences } from "../../sentences";
import { child, childOfKind, closest, type SyntaxNode, walk } from "../../syntax/node";
import { reorderedCall } from "../rewrites/call-constructor";
import { rewriteFix } from "../rewrites/index";
import { defineRule, type Finding, type Fix, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { goneNames } from "../shell/python-code";
import { importFix } from "./import-fix";
import { withoutImport } from "./import-removal";
import { misspeltBelow } from "./misspelt";
import {
  BUILTIN,
  changeBeyond,
  importEdit,
  importRenaming,
  isGone,
  type Renaming,
  renamingOf,
  rewriteOf,
  useEdit,
} from "./rename";

/** What is gone, but for bare names that are right once the import that they come from is: those are reported there. */
const isReported = pathTest((path, release, isBare) => {
  if (!isGone(path, release)) return false;
  return !isBare || (changeOf(path, release)?.to?.startsWith(BUILTIN) ?? equivalentIn(path, release) !== null);
});

/**
 * A name that the targeted TVM release does not have.
 *
 * Where the name of a module moved as a whole, the import is reported and not each use: after the import's fix they are right.
 * Code that asks first (`try` … `except ImportError`, `hasattr`, a version check) is written for several releases: silence.
 */
export const removedName = defineRule({
  code: "TVM101",
  name: "removed-name",
  severity: "error",
  needs: { names: isReported },
  check(context, report) {
    const { text } = context.unit.unit;
    for (const use of context.uses.imports) {
      const change = importRenaming(use, context.release);
      if (change && !isGuarded(use.statement, text)) report(importFinding(use, change, context.release));
    }
    reportStarImports(context, report);
    for (const use of context.uses.names) {
      const finding = useFinding(use, context);
      if (finding) report(finding);
    }
  },
  shell(command, release, report) {
    for (const { path, change, edit, safe, start, end } of goneNames(command, release)) {
      const title = edit && t("Change to `{0}`", edit.newText);
      const applicability = safe ? "safe" : "unsafe";
      report({
        span: { start, end },
        message: messageOf(path, change, release),
        fix: edit && title ? { title, applicability, edits: [edit] } : null,
      });
    }
  },
});

function importFinding(use: ImportUse, change: Change, release: Release): Finding {
  return {
    span: use.node,
    message: messageOf(use.path ?? "", change, release),
    deprecated: true,
    page: change.advice && goneNote(change.advice),
    fix: (context) => {
      const same = context.uses.imports.find((each) => each.node === use.node);
      if (!same) return null;
      if (change.to === null && isNamedOnce(same, context)) return removal(same, context);
      if (change.to === null && isSubmoduleNamedOnce(same, context)) return parentAlone(same, context);
      const fix = importFix(same, change, context);
      return fix && made(change, fix.edits, fix.safe);
    },
  };
}

/** What is gone and not read either need not be imported; others may import it from a package's own file. */
function removal(use: ImportUse, context: UnitContext): Fix {
  return {
    title: t("Leave `{0}` out", context.text(use.bound)),
    applicability: isOfPackage(context) ? "unsafe" : "safe",
    edits: withoutImport(use, context),
  };
}

/** `import tvm.contrib.mps` of which that is not read: what it is in is imported alone, as far as it is there. */
function parentAlone(use: ImportUse, context: UnitContext): Fix {
  let parent = context.text(use.node);
  do parent = parent.slice(0, parent.lastIndexOf("."));
  while (parent.includes(".") && existsIn(parent, context.release) !== true);
  return {
    title: t("Change to `{0}`", parent),
    applicability: isOfPackage(context) ? "unsafe" : "safe",
    edits: [context.edit(use.node, parent)],
  };
}

function isSubmoduleNamedOnce(use: ImportUse, context: UnitContext): boolean {
  const [, ...names] = context.text(use.node).split(".");
  const [last] = names.slice(-1);
  return last !== undefined && !use.module && !use.alias && isWrittenOnce(last, context);
}

function isOfPackage(context: UnitContext): boolean {
  return context.model.partOf(context.unit).uri.endsWith("/__init__.py");
}

/** Nothing else in the document has the word, be it in a comment or a text. `import tvm.relay` binds more than what is gone. */
function isNamedOnce(use: ImportUse, context: UnitContext): boolean {
  return (use.module !== null || use.alias !== null) && isWrittenOnce(context.text(use.alias ?? use.bound), context);
}

function isWrittenOnce(name: string, context: UnitContext): boolean {
  const word = new RegExp(`\\b${name}\\b`, "g");
  const count = context.model.parts.reduce((sum, { syntax }) => sum + (syntax.text.match(word)?.length ?? 0), 0);
  return count === 1;
}

function reportStarImports(context: UnitContext, report: (finding: Finding) => void): void {
  if (!context.unit.unit.text.includes("*")) return;
  walk(context.unit.unit.root, (node) => {
    if (node.kind !== "import_from_statement" || !childOfKind(node, "wildcard_import")) return;
    const module = child(node, "module_name");
    const path = module?.kind === "dotted_name" ? dottedName(module, context.unit.unit.text) : null;
    const change = module && path ? importRenaming(starImport(node, module, path), context.release) : null;
    if (module && path && change && !isGuarded(node, context.unit.unit.text)) {
      const { to } = change;
      const fix = to === null ? undefined : (at: UnitContext) => made(change, [at.edit(module, to)], false);
      report({
        span: module,
        message: messageOf(path, change, context.release),
        deprecated: true,
        ...(fix && { fix }),
      });
    }
  });
}

function starImport(statement: SyntaxNode, module: SyntaxNode, path: string): ImportUse {
  return { statement, module: null, node: module, bound: module, path, boundPath: null, alias: null };
}

function useFinding(use: Use, context: UnitContext): Finding | null {
  const found = renamingOf(use, (node) => context.text(node), context.release);
  if (!found || isGuarded(use.node, context.unit.unit.text)) return null;
  const follows = rewriteOf(use, found, context).kind === "follows";
  const renaming = follows ? changeBeyond(found, use, context) : found;
  if (!renaming) return null;
  const rewrite = rewriteOf(use, renaming, context);
  // Nothing takes the place of what was imported: said once, at the import.
  if (rewrite.kind === "none" && isRootGone(use, context)) return null;
  const first = use.names[0] ?? use.node;
  const last = use.names[renaming.length - 1] ?? use.node;
  return {
    span: { start: first.start, end: last.end },
    message: messageOf(renaming.path, renaming.change, context.release),
    deprecated: true,
    page: renaming.change.advice && goneNote(renaming.change.advice),
    fix: (at) => rewriteFix(use, at) ?? useFix(use, renaming, at),
  };
}

function isRootGone(use: Use, { release }: UnitContext): boolean {
  return equivalentIn(use.rootPath, release) === null && existsIn(use.rootPath, release) === false;
}

function useFix(use: Use, renaming: Renaming, context: UnitContext): Fix | null {
  const rewrite = rewriteOf(use, renaming, context);
  if (rewrite.kind !== "replace") return null;
  const edits = [useEdit(use, renaming, rewrite, context)];
  const call = use.node.parent;
  const isConstructor = renaming.change.advice === "call-constructor" && renaming.length === use.names.length;
  const isCalled = isConstructor && call?.kind === "call" && use.node.field === "function";
  const reordered = isCalled ? reorderedCall(call, context) : null;
  if (reordered) edits.push(...reordered);
  if (rewrite.needs) {
    const added = importEdit(rewrite.needs, use, context);
    if (!added) return null;
    edits.push(added);
  }
  return made(renaming.change, edits, renaming.change.safe || reordered !== null || isHint(use.node));
}

/** Whether a name stands in the annotation of a plain function, which nothing reads: there another class asks for nothing. */
function isHint(node: SyntaxNode): boolean {
  const annotation = closest(node, (each) => each.kind === "type" || each.kind === "function_definition");
  const around = annotation?.kind === "type" ? closest(annotation, (each) => OWNS_TYPES.test(each.kind)) : null;
  return around?.kind === "function_definition" && around.parent?.kind !== "decorated_definition";
}

const OWNS_TYPES = /^(?:function_definition|class_definition|module)$/;

function made(change: Change, edits: Fix["edits"], safe: boolean): Fix {
  return { title: t("Change to `{0}`", plain(change.to ?? "")), applicability: safe ? "safe" : "unsafe", edits };
}

function plain(path: string): string {
  return path.startsWith("builtins.") ? path.slice("builtins.".length) : path;
}

function messageOf(path: string, change: Change, release: Release): string {
  const slip = change.to === null ? misspeltBelow(path, release) : null;
  if (slip) return sentences(sentence(slip.module, slip.change), slip.said);
  const said = (change.kind === "removed" ? unheardOf(path, release) : null) ?? sentence(path, change);
  const advice = change.advice ? adviceText(change.advice) : null;
  return sentences(said, advice);
}

/** Of a name that no release is known to have had, in a module that has another name now. */
function unheardOf(path: string, release: Release): string | null {
  if (lastWith(path) !== null) return null;
  for (let dot = path.lastIndexOf("."); dot > 0; dot = path.lastIndexOf(".", dot - 1)) {
    const above = path.slice(0, dot);
    const last = lastWith(above);
    if (last === null || namesOf(above, last) === null) continue;
    const change = changeOf(above, release);
    return change && change.to !== null
      ? sentences(t("TVM {0} has no `{1}`.", release, path), sentence(above, change))
      : null;
  }
  return null;
}

function sentence(path: string, { kind, to, since }: Change): string {
  const now = to === null ? "" : plain(to);
  if (kind === "not-yet") {
    return to === null
      ? t("`{0}` only came with TVM {1}.", path, since)
      : t("`{0}` only came with TVM {1}; before, it was `{2}`.", path, since, now);
  }
  return to === null
    ? t("`{0}` is gone since TVM {1}.", path, since)
    : t("`{0}` is `{2}` since TVM {1}.", path, since, now);
}
