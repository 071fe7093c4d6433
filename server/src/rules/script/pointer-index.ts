import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { subscriptsOf } from "../../semantic/values";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import { defineRule, type UnitContext } from "../rule";
import { flatAccess } from "./flat-access";
import { primFuncsOf } from "./prim-funcs";

/**
 * `A.data[vi * 128 + vj]` in a PrimFunc: TVM 0.8 read memory behind a pointer so. A pointer has no elements any more, buffers are
 * read by their indices.
 */
export const pointerIndex = defineRule({
  code: "TVM135",
  name: "pointer-index",
  severity: "error",
  needs: { script: true, release: (release) => scriptFact("pointers-have-no-elements", release) },
  scan: ({ text }) => /\.data\s*\[/.test(text),
  check(context, report) {
    if (!scriptFact("pointers-have-no-elements", context.release)) return;
    for (const { definition } of primFuncsOf(context)) {
      walk(definition, (node) => {
        const access = node.kind === "subscript" ? accessOf(node, context) : null;
        if (access === null || isGuarded(node, context.unit.unit.text)) return;
        report({
          span: node,
          message: t("A pointer has no elements in TVM {0}: that is `{1}`.", context.release, access),
          fix: (at) => ({
            title: t("Change to `{0}`", access),
            applicability: "safe",
            edits: [at.edit(node, access)],
          }),
        });
      });
    }
  },
});

function accessOf(subscript: SyntaxNode, context: UnitContext): string | null {
  const pointer = child(subscript, "value");
  const name = pointer?.kind === "attribute" ? child(pointer, "attribute") : null;
  const buffer = pointer?.kind === "attribute" ? child(pointer, "object") : null;
  const [index, ...more] = subscriptsOf(subscript);
  if (!name || context.text(name) !== "data" || buffer?.kind !== "identifier" || !index || more.length > 0) return null;
  return index.kind === "slice" ? null : flatAccess(buffer, index, null, context);
}
