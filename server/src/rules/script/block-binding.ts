import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { defineRule, type Fix, type UnitContext } from "../rule";
import { isFromBeforeTirx, mayBeFromBeforeTirx } from "./before-tirx";
import { type BlockBinding, blockBindingsIn } from "./block-bindings";
import { tirName } from "./dialect";
import { nameNow } from "./name-now";
import { namesPrimFunc, primFuncsOf } from "./prim-funcs";

/** `name = value`, of one name or several, and no call of what makes an axis or a buffer. */
const MAY_BIND = /(?:^|[;:])[ \t]*[(]?[A-Za-z_][\w \t,]*[)]?[ \t]*=(?!=)/m;
const MAY_BE_BLOCK = /\bs?block\b/;

/**
 * `x = vi // 2` in a block of a function from before TIRx.
 *
 * It bound `x` to the value. Now it makes a mutable scalar, a buffer of one element (`bind_assign_value` in TVM's
 * python/tvm/tirx/script/parser/parser.py). Where the block does not say what it reads and writes TVM finds the scalar among it,
 * and rejects the function, because the scalar is not there outside of the block; the same where `T.reads` and the like follow.
 */
export const blockBinding = defineRule({
  code: "TVM127",
  name: "block-binding",
  severity: "error",
  needs: { names: namesPrimFunc, release: (release) => scriptFact("annotations-make-scalars", release) },
  scan: (unit) => mayBeFromBeforeTirx(unit) && MAY_BE_BLOCK.test(unit.text) && MAY_BIND.test(unit.text),
  check(context, report) {
    if (!scriptFact("annotations-make-scalars", context.release)) return;
    for (const fn of primFuncsOf(context)) {
      if (tirName(fn.use) !== "prim_func" || !isFromBeforeTirx(fn, context)) continue;
      const root = nameNow(fn.use, context);
      if (root === null) continue;
      for (const binding of blockBindingsIn(fn, context)) {
        if (isGuarded(binding.target, context.unit.unit.text)) continue;
        const written = binding.as === "meta" ? `${root}.meta_var` : `${root}.let`;
        report({
          span: binding.target,
          message: t(
            "In TVM {0} this makes a mutable scalar, which the block cannot have: `{1}` gives the value a name.",
            context.release,
            written,
          ),
          fix: (at) => fixOf(binding, written, at),
        });
      }
    }
  },
});

function fixOf({ target, value, as }: BlockBinding, written: string, context: UnitContext): Fix | null {
  if (as === null) return null;
  if (as === "let") {
    const annotated = `${context.text(target)}: ${written}`;
    return {
      title: t("Change to `{0}`", annotated),
      applicability: "safe",
      edits: [context.edit({ start: target.end, end: target.end }, `: ${written}`)],
    };
  }
  const isBare = value.kind === "expression_list";
  return {
    title: t("Wrap in `{0}`", written),
    applicability: "safe",
    edits: [
      context.edit({ start: value.start, end: value.start }, `${written}(${isBare ? "(" : ""}`),
      context.edit({ start: value.end, end: value.end }, isBare ? "))" : ")"),
    ],
  };
}
