import { t } from "../../l10n";
import { argumentsOf } from "../../semantic/values";
import { assignmentOf, child, type SyntaxNode } from "../../syntax/node";
import { dedented } from "../dedent";
import { plainText } from "../script/expressions";
import type { Rewrite } from "./rewrite";

/**
 * `T.LetStmt(value, var=x)` is `T.bind(value, var=x)`, for what follows in the same block: there is no body any more. So
 * `with T.LetStmt(value, var=x):` becomes that statement and its body moves out; `as x` is what the statement is assigned to.
 */
export const bound: Rewrite = {
  names: ["LetStmt"],
  fix(use, context) {
    const call = use.node.parent;
    const last = use.names.at(-1);
    if (call?.kind !== "call" || use.node.field !== "function" || !last) return null;
    const root = plainText({ start: use.node.start, end: last.start }, context);
    const title = t("Change to `{0}`", `${root}bind`);
    const rename = context.edit(last, "bind");
    if (isStatement(call)) return { title, applicability: "safe", edits: [rename] };
    const found = withOf(call);
    if (!found || argumentsOf(call).spread) return null;
    const body = dedented(found.statement, context);
    if (!body) return null;
    const target = found.name ? `${context.text(found.name)} = ` : "";
    return {
      title,
      applicability: "safe",
      edits: [
        context.edit({ start: found.statement.start, end: call.start }, target),
        rename,
        context.edit({ start: call.end, end: body.headerEnd }, ""),
        ...body.edits,
      ],
    };
  },
};

function isStatement(call: SyntaxNode): boolean {
  return call.parent?.kind === "expression_statement" || assignmentOf(call) !== null;
}

export interface With {
  readonly statement: SyntaxNode;
  readonly name: SyntaxNode | null;
}

/** The `with` statement whose one item the call is. */
export function withOf(call: SyntaxNode): With | null {
  const as = call.parent?.kind === "as_pattern" ? call.parent : null;
  const item = (as ?? call).parent;
  const clause = item?.kind === "with_item" ? item.parent : null;
  const statement = clause?.kind === "with_clause" ? clause.parent : null;
  if (statement?.kind !== "with_statement" || clause?.children.length !== 1) return null;
  if (!as) return { statement, name: null };
  const target = child(as, "alias");
  const name = target?.children[0] ?? null;
  return name?.kind === "identifier" ? { statement, name } : null;
}
