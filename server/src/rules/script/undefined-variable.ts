import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { addDecoratorArgument } from "../decorator";
import { defineRule, type UnitContext } from "../rule";
import { decoratorArguments } from "./added-arguments";
import { MAY_BE_FREE } from "./free-names";
import { checkingModule, type IllFormed, illFormedIn } from "./ill-formed";
import { addModuleArgument } from "./modules";
import { namesOldPrimFunc, primFuncsOf } from "./prim-funcs";

/**
 * A variable or buffer that a PrimFunc of an older release takes out of nowhere: `n = T.int32()` that no shape and no binding
 * defines, `B = T.Buffer(…)` over no memory; or a loop's variable in a block with axes. TVM checks that there is none, of loops
 * since 0.12, of the others since 0.27 (src/tirx/analysis/verify_well_formed.cc); what was a function before is one without
 * that check.
 */
export const undefinedVariable = defineRule({
  code: "TVM136",
  name: "undefined-variable",
  severity: "error",
  needs: { names: namesOldPrimFunc },
  scan: ({ text }) => MAY_BE_FREE.test(text) || isLoopWithBlock(text),
  check(context, report) {
    for (const fn of primFuncsOf(context)) {
      for (const each of illFormedIn(fn, context)) {
        if (isGuarded(each.name, context.unit.unit.text)) continue;
        report({
          span: each.name,
          message: messageOf(each, context),
          fix: (at) => {
            const module = checkingModule(fn, at);
            const edit = module
              ? addModuleArgument(module, "check_well_formed=False", at)
              : addDecoratorArgument(fn, decoratorArguments(fn, at), at);
            return { title: t("Add `check_well_formed=False`"), applicability: "safe", edits: [edit] };
          },
        });
      }
    }
  },
});

const isLoopWithBlock = (text: string) => /\bfor\b/.test(text) && /\bblock\b/.test(text);

function messageOf({ name, kind }: IllFormed, context: UnitContext): string {
  const text = context.text(name);
  switch (kind) {
    case "buffer":
      return t("Nothing allocates `{0}`: TVM {1} rejects the function unless its check is off.", text, context.release);
    case "variable":
      return t("Nothing defines `{0}`: TVM {1} rejects the function unless its check is off.", text, context.release);
    case "loop":
      return t(
        "`{0}` counts a loop around the block: TVM {1} rejects the function unless its check is off.",
        text,
        context.release,
      );
  }
}
