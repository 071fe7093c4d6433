import { t } from "../../l10n";
import { blockAround, variablesIn } from "../../tir/accesses";
import { defineRule } from "../rule";
import { hasPrimFuncs, primFuncs } from "./readings";

/**
 * A store whose place depends on an axis over which the block reduces. Each step then stores somewhere else: nothing is
 * reduced, and no schedule takes the block for a reduction.
 */
export const reduceAxisInStore = defineRule({
  code: "TVM410",
  name: "reduce-axis-in-store",
  severity: "warning",
  needs: { script: true },
  about: hasPrimFuncs,
  check(context, report) {
    for (const { found } of primFuncs(context)) {
      for (const { value, indices, scope, isInit } of found.accesses) {
        if (!value || isInit) continue;
        const block = blockAround(scope);
        const reduced = block?.iter_vars.filter((axis) => axis.iter_type === 2) ?? [];
        for (const index of indices) {
          const used = variablesIn(index);
          const axis = reduced.find((each) => used.has(each.var.def));
          if (!axis || !index.span) continue;
          report({
            span: index.span,
            message: t(
              "`{0}` is an axis that is reduced over: a store's index must not depend on it.",
              axis.var.def.name,
            ),
            ...(axis.var.span && { related: [{ span: axis.var.span, message: t("Defined here.") }] }),
          });
        }
      }
    }
  },
});
