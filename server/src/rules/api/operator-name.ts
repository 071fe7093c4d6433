import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import type { Use } from "../../semantic/uses";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import { operatorNow } from "../../tir/tables";
import { defineRule, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { tirName, tirNameOf } from "../script/dialect";

const INTRINSIC = /^call_(?:pure_)?intrin$/;
const GETS = /^tvm\.(?:ir\.)?(?:op\.)?Op\.get$/;
const CALLS = /^tvm\.(?:script\.)?(?:parser\.)?tirx?\.(?:op\.)?(?:call_intrin|call_pure_intrin|Call)$/;
const takesOperator = pathTest((path) => GETS.test(path) || CALLS.test(path) || INTRINSIC.test(tirNameOf(path) ?? ""));

/**
 * The name of one of TIR's operators, as text, that the targeted release has registered under another one:
 * `T.call_intrin("uint8", "tir.reinterpret", x)`, `tvm.ir.Op.get("tir.exp")`.
 */
export const operatorName = defineRule({
  code: "TVM132",
  name: "operator-name",
  severity: "error",
  needs: { names: takesOperator },
  scan: ({ text }) => /["'](?:tirx?|prim)\.\w+["']/.test(text),
  check(context, report) {
    for (const use of context.uses.names) {
      const node = nameIn(use, context);
      const [, quote = "", name = ""] = (node && /^(["'])((?:tirx?|prim)\.\w+)\1$/.exec(context.text(node))) ?? [];
      const now = name ? operatorNow(name, context.release) : null;
      if (!node || now === null || isGuarded(node, context.unit.unit.text)) continue;
      report({
        span: node,
        message: t('The operator "{0}" is "{1}" in TVM {2}.', name, now, context.release),
        fix: (at) => ({
          title: t('Change to "{0}"', now),
          applicability: "safe",
          edits: [at.edit(node, quote + now + quote)],
        }),
      });
    }
  },
});

/** The argument that names an operator. */
function nameIn(use: Use, context: UnitContext): SyntaxNode | null {
  const call = use.node.parent;
  if (call?.kind !== "call" || use.node.field !== "function") return null;
  const { positional, keywords, spread } = argumentsOf(call);
  if (spread) return null;
  const at = GETS.test(use.path) ? 0 : CALLS.test(use.path) || INTRINSIC.test(tirName(use) ?? "") ? 1 : -1;
  const keyword = keywords.find((each) => /^(?:op_name|func_name|op)$/.test(context.text(child(each, "name") ?? each)));
  const node = at < 0 ? null : (positional[at] ?? (keyword ? child(keyword, "value") : null));
  return node?.kind === "string" ? node : null;
}
