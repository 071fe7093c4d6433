import { changeOf } from "../../api/changes";
import { existsIn } from "../../api/names";
import type { Release } from "../../api/releases";
import { signatureOf } from "../../api/signatures";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/bindings";
import type { Use } from "../../semantic/uses";
import { argumentsOf } from "../../semantic/values";
import { child, childOfKind, type SyntaxNode } from "../../syntax/node";
import { defineRule, type UnitContext } from "../rule";

/** What only a function with `s_tir=True` may hold, by its name in the releases that know that argument. */
const NEEDS_S_TIR = /^tvm\.script\.tirx\.(?:sblock|sblock_alloc_buffer|sblock_attr|init|reads|writes|where|axis\.\w+)$/;
const PRIM_FUNC = /^tvm\.script\.tirx\.prim_func$/;

/**
 * A PrimFunc with blocks, without the decorator's `s_tir=True`.
 *
 * Releases whose `T.prim_func` has that argument take blocks only in functions that say so ("TVM/python/tvm/tirx/script/
 * parser/entry.py: prim_func"). Functions without blocks need nothing, so nothing is said of them.
 */
export const missingSTir = defineRule({
  code: "TVM105",
  name: "missing-s-tir",
  severity: "error",
  check(context, report) {
    const decorators = context.uses.names.filter((use) => PRIM_FUNC.test(today(use.path, context.release)));
    for (const use of decorators) {
      const decorator = decoratorOf(use.node);
      if (!decorator || !takesSTir(today(use.path, context.release), context.release)) continue;
      const definition = decorator.parent && child(decorator.parent, "definition");
      const call = use.node.parent?.kind === "call" ? use.node.parent : null;
      if (!definition || (call && saysSTir(call, context)) || isGuarded(decorator, context.unit.unit.text)) continue;
      if (uncheckedWellFormed(definition, context)) continue;
      const needing = context.uses.names.find((each) => isOwn(each, definition, context));
      if (!needing) continue;
      report({
        span: use.node,
        message: t(
          "A function with `{0}` needs `@{1}(s_tir=True)` in TVM {2}.",
          context.text(needing.node),
          context.text(use.node),
          context.release,
        ),
        fix: (at) => {
          const title = t("Add `s_tir=True`");
          const list = call && childOfKind(call, "argument_list");
          if (!list) return { title, applicability: "safe", edits: [at.edit(after(use.node), "(s_tir=True)")] };
          const last = list.children.filter((each) => each.kind !== "comment").at(-1);
          const place = last ? after(last) : { start: list.start + 1, end: list.start + 1 };
          return { title, applicability: "safe", edits: [at.edit(place, last ? ", s_tir=True" : "s_tir=True")] };
        },
      });
    }
  },
});

/** What a path is called in a release. */
function today(path: string, release: Release): string {
  return existsIn(path, release) === false ? (changeOf(path, release)?.to ?? path) : path;
}

function takesSTir(path: string, release: Release): boolean {
  return signatureOf(path, release)?.parameters?.some((parameter) => parameter.name === "s_tir") ?? false;
}

function decoratorOf(node: SyntaxNode): SyntaxNode | null {
  const up = node.parent?.kind === "call" && node.field === "function" ? node.parent.parent : node.parent;
  return up?.kind === "decorator" ? up : null;
}

/** The argument is there, or may be: `**options`. */
function saysSTir(call: SyntaxNode, context: UnitContext): boolean {
  const { keywords, spread } = argumentsOf(call);
  return spread || keywords.some((each) => context.text(child(each, "name") ?? each) === "s_tir");
}

/** TVM finds a block in such a function when it checks that the function is well-formed, which a decorator can switch off. */
function uncheckedWellFormed(definition: SyntaxNode, context: UnitContext): boolean {
  const off = /\bcheck_well_formed\b/;
  if (context.unit.shells.some((shell) => off.test(shell.unit.text))) return true;
  for (let at = definition.parent; at; at = at.parent) {
    if (at.kind !== "decorated_definition") continue;
    if (at.children.some((each) => each.kind === "decorator" && off.test(context.text(each)))) return true;
  }
  return false;
}

/** A use in the function itself, not in one that is nested in it. */
function isOwn(use: Use, definition: SyntaxNode, context: UnitContext): boolean {
  if (use.node.start < definition.start || use.node.end > definition.end) return false;
  if (!NEEDS_S_TIR.test(today(use.path, context.release)) || use.node.parent?.kind !== "call") return false;
  let at = use.node.parent as SyntaxNode | null;
  while (at && at.kind !== "function_definition") at = at.parent;
  return at === definition;
}

function after(node: SyntaxNode): { start: number; end: number } {
  return { start: node.end, end: node.end };
}
