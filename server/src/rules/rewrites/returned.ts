import { t } from "../../l10n";
import { argumentsOf } from "../../semantic/values";
import type { SyntaxNode } from "../../syntax/node";
import { unwrappedEdits } from "../loose-lines";
import type { UnitContext } from "../rule";
import type { Rewrite } from "./rewrite";

/** `T.ret(value)` and `T.evaluate(T.ret(value))` as statements: `return value`, in every release that has no `T.ret`. */
export const returned: Rewrite = {
  names: ["ret"],
  fix(use, context) {
    const call = use.node.parent;
    if (call?.kind !== "call" || use.node.field !== "function") return null;
    const { positional, keywords, spread } = argumentsOf(call);
    const [value] = positional;
    const statement = statementOf(call, context);
    if (!value || positional.length !== 1 || spread || !statement) return null;
    // `dtype=` said what is written of the value itself.
    if (keywords.some((each) => !/^dtype\s*=/.test(context.text(each)))) return null;
    if (hasComment(statement)) return null;
    return {
      title: t("Change to `{0}`", "return"),
      applicability: "safe",
      edits: unwrappedEdits(value, statement, "return ", context),
    };
  },
};

/** The statement that is nothing but the call, or an `evaluate` of it. */
function statementOf(call: SyntaxNode, context: UnitContext): SyntaxNode | null {
  const outer = call.parent?.kind === "argument_list" ? call.parent.parent : null;
  const isEvaluated =
    outer?.kind === "call" &&
    /(?:^|\.)evaluate$/.test(context.text(outer.children[0] ?? outer)) &&
    argumentsOf(outer).positional[0] === call;
  const statement = isEvaluated ? outer.parent : call.parent;
  return statement?.kind === "expression_statement" ? statement : null;
}

function hasComment(node: SyntaxNode): boolean {
  return node.kind === "comment" || node.children.some(hasComment);
}
