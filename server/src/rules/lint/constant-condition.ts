import { t } from "../../l10n";
import { isUnclear } from "../../tir/accesses";
import { Intervals } from "../../tir/intervals";
import type { Expr } from "../../tir/ir";
import { defineRule } from "../rule";
import { hasPrimFuncs, primFuncs } from "./readings";

/**
 * A comparison that comes out the same for all values of the loops around it. Silent for constants alone, which are
 * written on purpose.
 */
export const constantCondition = defineRule({
  code: "TVM411",
  name: "constant-condition",
  severity: "hint",
  needs: { script: true },
  about: hasPrimFuncs,
  check(context, report) {
    for (const { found } of primFuncs(context)) {
      if (!found.conditions.some(({ expr }) => expr.type !== "IntImm")) continue;
      const intervals = new Intervals(found);
      for (const { expr } of found.conditions) {
        for (const part of partsOf(expr)) {
          const outcome = outcomeOf(part, intervals);
          if (outcome === null || !part.span) continue;
          report({
            span: part.span,
            message: outcome
              ? t("This is always true for the values that the loops have.")
              : t("This is never true for the values that the loops have."),
          });
        }
      }
    }
  },
});

function partsOf(expr: Expr): Expr[] {
  if (expr.type === "And" || expr.type === "Or") return [...partsOf(expr.a), ...partsOf(expr.b)];
  if (expr.type === "Call" && expr.op.type === "Op" && expr.op.name.endsWith(".likely"))
    return expr.args.flatMap((each) => ("dtype" in each ? partsOf(each as Expr) : []));
  return [expr];
}

function outcomeOf(expr: Expr, intervals: Intervals): boolean | null {
  if (!("b" in expr) || isUnclear(expr)) return null;
  const a = intervals.of(expr.a);
  const b = intervals.of(expr.b);
  if (!a || !b || (a.moves.size === 0 && b.moves.size === 0)) return null;
  switch (expr.type) {
    case "LT":
      return a.max < b.min ? true : a.min >= b.max ? false : null;
    case "LE":
      return a.max <= b.min ? true : a.min > b.max ? false : null;
    case "GT":
      return a.min > b.max ? true : a.max <= b.min ? false : null;
    case "GE":
      return a.min >= b.max ? true : a.max < b.min ? false : null;
    case "EQ":
      return a.max < b.min || a.min > b.max ? false : null;
    case "NE":
      return a.max < b.min || a.min > b.max ? true : null;
    default:
      return null;
  }
}
