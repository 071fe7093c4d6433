import { t } from "../../l10n";
import { child, type SyntaxNode } from "../../syntax/node";
import { defineRule, type UnitContext } from "../rule";
import { hasPrimFuncs, occurrencesOf, primFuncs } from "./readings";

/**
 * A buffer that is allocated and never read: nothing that is stored in it matters. Silent where its name also stands for
 * something else in the function, and for names that begin with an underscore.
 */
export const unusedBuffer = defineRule({
  code: "TVM403",
  name: "unused-buffer",
  severity: "hint",
  needs: { script: true },
  about: hasPrimFuncs,
  check(context, report) {
    for (const { reading, found } of primFuncs(context)) {
      for (const { buffer } of found.allocations) {
        const { name, ownsData } = buffer.info;
        if (!ownsData || name === "" || name.startsWith("_")) continue;
        const places = occurrencesOf(name, reading, context);
        const definitions = places.filter(isTarget);
        const definition = definitions[0];
        if (!definition || definitions.length > 1) continue;
        const others = places.filter((each) => each !== definition);
        if (!others.every((each) => isStore(each) || isDeclared(each, context))) continue;
        report({
          span: definition,
          message:
            others.length === 0
              ? t("The buffer `{0}` is never used.", name)
              : t("The buffer `{0}` is never read: what is stored in it is lost.", name),
          unnecessary: true,
        });
      }
    }
  },
});

/** The name on the left of an assignment, or after `as`. */
function isTarget(node: SyntaxNode): boolean {
  const { parent } = node;
  if (parent?.kind === "as_pattern_target") return true;
  return parent?.kind === "assignment" && node.field === "left";
}

/** `A` in `A[i] = x`. */
function isStore(node: SyntaxNode): boolean {
  const { parent } = node;
  return (
    parent?.kind === "subscript" &&
    node.field === "value" &&
    parent.field === "left" &&
    parent.parent?.kind === "assignment"
  );
}

/** In what a block says that it reads or writes. */
function isDeclared(node: SyntaxNode, context: UnitContext): boolean {
  for (let at = node.parent; at && !at.kind.endsWith("statement"); at = at.parent) {
    const callee = at.kind === "call" ? child(at, "function") : null;
    if (callee && /\.(?:reads|writes)$/.test(context.text(callee))) return true;
  }
  return false;
}
