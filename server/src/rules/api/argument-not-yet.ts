import { argumentChangeOf } from "../../api/arguments";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/bindings";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import { withoutArgument } from "../argument-list";
import { defineRule, type PartEdit, type UnitContext } from "../rule";
import { mayHaveKnownArgument } from "./argument-scan";

/**
 * A keyword argument that only a later release takes: `@T.prim_func(s_tir=True)` for 0.22. Where the older release does without
 * it what it asks for, the fix leaves it out. Only what was looked up in TVM's history is reported
 * (server/data/reviewed/arguments.json).
 */
export const argumentNotYet = defineRule({
  code: "TVM140",
  name: "argument-not-yet",
  severity: "error",
  scan: mayHaveKnownArgument,
  check(context, report) {
    for (const use of context.uses.names) {
      const call = use.node.parent;
      if (call?.kind !== "call" || use.node.field !== "function") continue;
      for (const argument of argumentsOf(call).keywords) {
        const name = child(argument, "name");
        const value = child(argument, "value");
        if (!name || !value) continue;
        const keyword = context.text(name);
        const change = argumentChangeOf(use.path, keyword, context.text(value), context.release);
        if (change?.kind !== "not-yet" || isGuarded(argument, context.unit.unit.text)) continue;
        report({
          span: argument,
          message: t("`{0}=` only came with TVM {1}.", keyword, change.since),
          ...(change.idle && {
            fix: (at) => ({
              title: t("Leave `{0}=` out", keyword),
              applicability: "safe",
              edits: leftOut(call, argument, at),
            }),
          }),
        });
      }
    }
  },
});

/** A decorator whose only argument goes loses its brackets, too. */
function leftOut(call: SyntaxNode, argument: SyntaxNode, context: UnitContext): PartEdit[] {
  const list = child(call, "arguments");
  if (call.parent?.kind === "decorator" && list?.children.length === 1) return [context.edit(list, "")];
  return withoutArgument(argument, context);
}
