import { t } from "../../l10n";
import { child } from "../../syntax/node";
import { addDecoratorArgument } from "../decorator";
import { defineRule } from "../rule";
import { decoratorArguments } from "./added-arguments";
import { HAS_NO_ATTRIBUTES, mustBePrivate } from "./compared";
import { namesOldPrimFunc, primFuncsOf } from "./prim-funcs";

/**
 * `before` and `expected` of a test class that compares them: PrimFuncs that have no name of their own.
 *
 * Until 0.13 a PrimFunc had no name unless it said so; later `CompareBeforeAfter` gave both the same one, and it is gone. Now
 * they are named after their definitions, and are not equal for that alone; `private=True` keeps a name from them.
 */
export const comparedFunction = defineRule({
  code: "TVM139",
  name: "compared-function",
  severity: "warning",
  needs: { names: namesOldPrimFunc },
  scan: (unit) => /\bdef\s+(?:before|expected)\b/.test(unit.text) || unit.documentHas(HAS_NO_ATTRIBUTES),
  check(context, report) {
    for (const fn of primFuncsOf(context)) {
      if (!mustBePrivate(fn, context)) continue;
      const name = child(fn.definition, "name");
      if (!name) continue;
      report({
        span: name,
        message: t(
          "`{0}` has a name in TVM {1}, by which it differs from what it is compared with.",
          context.text(name),
          context.release,
        ),
        fix: (at) => ({
          title: t("Add `{0}`", "private=True"),
          applicability: "safe",
          edits: [addDecoratorArgument(fn, decoratorArguments(fn, at), at)],
        }),
      });
    }
  },
});
