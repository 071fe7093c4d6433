import { t } from "../../l10n";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import type { UnitContext } from "../rule";
import { tirName } from "../script/dialect";
import { flatAccess } from "../script/flat-access";
import type { Rewrite } from "./rewrite";

/** `T.load("float32", A.data, i)` and `T.store(A.data, i, value)`: buffers are read and written by their indices. */
export const memoryAccess: Rewrite = {
  names: ["load", "store"],
  fix(use, context) {
    const call = use.node.parent;
    if (call?.kind !== "call" || use.node.field !== "function") return null;
    const { positional, keywords, spread } = argumentsOf(call);
    if (spread || keywords.length > 0 || hasComment(call)) return null;
    const [first, second, third, predicate, ...more] = positional;
    if (!first || !second || !third || more.length > 0) return null;
    if (predicate && !/^(?:1|True)$/.test(context.text(predicate))) return null;
    if (tirName(use) === "load") {
      const [, dtype] = /^["'](\w+)["']$/.exec(context.text(first)) ?? [];
      const buffer = bufferNameOf(second, context);
      const access = buffer && dtype ? flatAccess(buffer, third, dtype, context) : null;
      if (access === null) return null;
      return { title: t("Change to `{0}`", access), applicability: "safe", edits: [context.edit(call, access)] };
    }
    const buffer = bufferNameOf(first, context);
    const access = buffer ? flatAccess(buffer, second, null, context) : null;
    if (access === null || call.parent?.kind !== "expression_statement") return null;
    return {
      title: t("Change to `{0}`", `${access} = …`),
      applicability: "safe",
      edits: [
        context.edit({ start: call.start, end: third.start }, `${access} = `),
        context.edit({ start: third.end, end: call.end }, ""),
      ],
    };
  },
};

/** `A` of `A.data`, or of `A` itself, the pointer to what was allocated. */
function bufferNameOf(pointer: SyntaxNode, context: UnitContext): SyntaxNode | null {
  if (pointer.kind === "identifier") return pointer;
  const attribute = pointer.kind === "attribute" ? child(pointer, "attribute") : null;
  const object = pointer.kind === "attribute" ? child(pointer, "object") : null;
  return attribute && context.text(attribute) === "data" && object?.kind === "identifier" ? object : null;
}

function hasComment(node: SyntaxNode): boolean {
  return node.kind === "comment" || node.children.some(hasComment);
}
