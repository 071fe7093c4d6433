import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/bindings";
import { classAround } from "../../semantic/scopes";
import { addDecoratorArgument } from "../decorator";
import { defineRule, type UnitContext } from "../rule";
import { mayBeFromBeforeTirx } from "./before-tirx";
import { tirName } from "./dialect";
import { freeNames, MAY_BE_FREE } from "./free-names";
import { hasOldDecorator, isUnchecked, type PrimFunc, primFuncsOf, saysSTir } from "./prim-funcs";

/**
 * A variable or buffer that a PrimFunc of an older release takes out of nowhere: `n = T.int32()` that no shape and no binding
 * defines, `B = T.Buffer(…)` over no memory. TVM checks since 0.27 that there is none (src/tirx/analysis/verify_well_formed.cc);
 * what was a function before is one without that check.
 */
export const undefinedVariable = defineRule({
  code: "TVM136",
  name: "undefined-variable",
  severity: "error",
  scan: (unit) => unit.mayHoldScript && MAY_BE_FREE.test(unit.text) && mayBeFromBeforeTirx(unit),
  check(context, report) {
    if (!scriptFact("variables-are-defined", context.release)) return;
    for (const fn of primFuncsOf(context)) {
      if (!mustBeUnchecked(fn, context)) continue;
      for (const { name, kind } of freeNames(fn, context)) {
        if (isGuarded(name, context.unit.unit.text)) continue;
        report({
          span: name,
          message:
            kind === "buffer"
              ? t(
                  "Nothing allocates `{0}`: TVM {1} rejects the function unless its check is off.",
                  context.text(name),
                  context.release,
                )
              : t(
                  "Nothing defines `{0}`: TVM {1} rejects the function unless its check is off.",
                  context.text(name),
                  context.release,
                ),
          fix: (at) => ({
            title: t("Add `check_well_formed=False`"),
            applicability: "safe",
            edits: [addDecoratorArgument(fn, decoratorArguments(fn, at), at)],
          }),
        });
      }
    }
  },
});

/** What is added to the decorator of an older function, by this rule and by TVM105: each would write the other's, too. */
export function decoratorArguments(fn: PrimFunc, context: UnitContext): string {
  const added: string[] = [];
  if (mustBeUnchecked(fn, context) && freeNames(fn, context).length > 0) added.push("check_well_formed=False");
  if (!saysSTir(fn, context)) added.push("s_tir=True");
  return added.join(", ");
}

/** Functions of a module are checked with it. */
function mustBeUnchecked(fn: PrimFunc, context: UnitContext): boolean {
  if (tirName(fn.use) !== "prim_func" || !scriptFact("variables-are-defined", context.release)) return false;
  if (!hasOldDecorator(fn, context) || isUnchecked(fn, context) || classAround(fn.definition)) return false;
  return context.unit.shells.length === 0;
}
