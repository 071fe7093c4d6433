import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import type { Use } from "../../semantic/uses";
import { child, childOfKind, type SyntaxNode } from "../../syntax/node";
import { unwrappedEdits } from "../loose-lines";
import { defineRule, type PartEdit, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { tirName, tirNameOf } from "./dialect";

const namesLet = pathTest((path) => tirNameOf(path) === "let");

/**
 * `x: T.let[T.int32] = value` for a release from before TIRx, in which every annotated assignment is such a binding:
 * `x: T.int32 = value`, and without a type `x = value`.
 */
export const letNotYet = defineRule({
  code: "TVM141",
  name: "let-not-yet",
  severity: "error",
  needs: { names: namesLet, release: (release) => !scriptFact("annotations-make-scalars", release) },
  check(context, report) {
    if (scriptFact("annotations-make-scalars", context.release)) return;
    for (const use of context.uses.names) {
      const annotation = tirName(use) === "let" ? annotationOf(use) : null;
      if (!annotation || isGuarded(annotation, context.unit.unit.text)) continue;
      const inner = innerOf(annotation);
      report({
        span: annotation,
        message: t("TVM {0} has no `T.let`: there every annotated assignment binds.", context.release),
        fix: (at) => ({
          title: inner ? t("Change to `{0}`", at.text(inner)) : t("Leave the annotation out"),
          applicability: "safe",
          edits: editsFor(annotation, inner, at),
        }),
      });
    }
  },
});

/** The annotation that a use of `let` is, or is the head of, in an assignment to a name. */
function annotationOf(use: Use): SyntaxNode | null {
  const { node } = use;
  const whole = node.parent?.kind === "subscript" && node.field === "value" ? node.parent : node;
  const annotation = whole.parent;
  if (annotation?.kind !== "type" || annotation.parent?.kind !== "assignment") return null;
  return child(annotation.parent, "left")?.kind === "identifier" ? annotation : null;
}

/** `X` of `let[X]`. */
function innerOf(annotation: SyntaxNode): SyntaxNode | null {
  const subscript = childOfKind(annotation, "subscript");
  return subscript && child(subscript, "subscript");
}

function editsFor(annotation: SyntaxNode, inner: SyntaxNode | null, context: UnitContext): PartEdit[] {
  if (inner) return unwrappedEdits(inner, annotation, "", context);
  const name = annotation.parent && child(annotation.parent, "left");
  return name ? [context.edit({ start: name.end, end: annotation.end }, "")] : [];
}
