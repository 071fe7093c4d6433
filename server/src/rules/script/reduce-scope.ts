import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { argumentsOf } from "../../semantic/values";
import type { SyntaxNode } from "../../syntax/node";
import { defineRule, type UnitContext } from "../rule";
import { isFromBeforeTirx, mayBeFromBeforeTirx } from "./before-tirx";
import { tirName } from "./dialect";
import { nameNow } from "./name-now";
import { namesPrimFunc, ownUses, primFuncsOf } from "./prim-funcs";

/**
 * `T.attr(reducer, "reduce_scope", T.reinterpret(T.uint64(0), dtype="handle"))`: the value of that attribute says nothing, and
 * LowerCrossThreadReduction writes `T.int32(0)` for it (src/s_tir/transform/lower_cross_thread_reduction.cc). Functions that are
 * compared with what passes write are brought into line where they have to be rewritten anyway.
 */
export const reduceScope = defineRule({
  code: "TVM134",
  name: "reduce-scope-value",
  severity: "warning",
  needs: { names: namesPrimFunc, words: () => ["reduce_scope"] },
  scan: (unit) => /\breinterpret\b/.test(unit.text) && (unit.from !== null || mayBeFromBeforeTirx(unit)),
  check(context, report) {
    const { from, release } = context;
    if (!scriptFact("reduce-scopes-have-no-pointer", release)) return;
    const isSaidOlder = from !== null && !scriptFact("reduce-scopes-have-no-pointer", from);
    for (const fn of primFuncsOf(context)) {
      if (!isSaidOlder && !isFromBeforeTirx(fn, context)) continue;
      for (const use of ownUses(fn, context)) {
        const call = use.node.parent;
        if (tirName(use) !== "attr" || call?.kind !== "call" || use.node.field !== "function") continue;
        const value = nullPointer(call, context);
        const root = value && nameNow(use, context);
        if (!value || root === null || isGuarded(call, context.unit.unit.text)) continue;
        const written = `${root}.int32(0)`;
        report({
          span: value,
          message: t('Passes of TVM {0} write `{1}` as the value of "reduce_scope".', release, written),
          fix: (at) => ({
            title: t("Change to `{0}`", written),
            applicability: "safe",
            edits: [at.edit(value, written)],
          }),
        });
      }
    }
  },
});

const NULL_POINTER =
  /^[\w.]+\.reinterpret\(\s*(?:[\w.]+\.uint64\(0\)\s*,\s*dtype\s*=\s*["']handle["']|["']handle["']\s*,\s*[\w.]+\.uint64\(0\))\s*,?\s*\)$/;

/** The attribute's value, where it is a null pointer. */
function nullPointer(call: SyntaxNode, context: UnitContext): SyntaxNode | null {
  const { positional } = argumentsOf(call);
  const [, key, value] = positional;
  if (!key || !value || !/^["']reduce_scope["']$/.test(context.text(key))) return null;
  return NULL_POINTER.test(context.text(value)) ? value : null;
}
