import { argumentChangeOf, knownKeywords } from "../../api/arguments";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { argumentsOf } from "../../semantic/values";
import { child } from "../../syntax/node";
import { withoutArgument } from "../argument-list";
import { primValueFix } from "../rewrites/prim-value";
import { tirVarsFix } from "../rewrites/tir-vars";
import { defineRule } from "../rule";
import { hasKnownArgument, mayHaveKnownArgument } from "./argument-scan";

/**
 * A keyword argument that went without a successor, or whose value has another form: `is_size_var=True`,
 * `out_dtype="void"`. Only what was looked up in TVM's history is reported (server/data/reviewed/arguments.json).
 */
export const outdatedArgument = defineRule({
  code: "TVM111",
  name: "outdated-argument",
  severity: "error",
  needs: { names: hasKnownArgument, words: knownKeywords },
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
        if (!change || change.kind === "not-yet" || isGuarded(argument, context.unit.unit.text)) continue;
        if (change.kind === "replaced") {
          const { to } = change;
          report({
            span: value,
            message: t("Since TVM {0} this is written `{1}={2}`.", change.since, keyword, to),
            fix: (at) => ({
              title: t("Change to `{0}`", `${keyword}=${to}`),
              applicability: "safe",
              edits: [at.edit(value, to)],
            }),
          });
          continue;
        }
        report({
          span: argument,
          message: t("`{0}=` is gone since TVM {1}.", keyword, change.since),
          deprecated: true,
          fix: (at) => {
            if (change.kind === "removed") {
              if (keyword === "value") return primValueFix(argument, at);
              return keyword === "tir_vars" ? tirVarsFix(call, argument, at) : null;
            }
            const title = t("Leave `{0}=` out", keyword);
            return { title, applicability: "safe", edits: withoutArgument(argument, at) };
          },
        });
      }
    }
  },
});
