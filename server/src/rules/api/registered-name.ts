import { registeredNow, registeredOtherwise } from "../../api/registered";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import { defineRule, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { someMatch } from "../scan-call";

/** Functions whose first argument names a registered function, and keywords that do. */
const TAKES_NAME =
  /(?:^|\.)(?:get_global_func|ExternFunc|call_(?:packed|pure_packed|dps_packed|inplace_packed|builtin_with_ctx|cpacked)|tvm_call_c?packed(?:_lowered)?)$/;
const takesName = pathTest((path) => TAKES_NAME.test(path));
const NAME = /["']((?:runtime|vm\.builtin|tvm\.relax|tirx?|s_tir)\.[\w.]+)["']/g;

/**
 * The name of a function that TVM registers, as text, which the targeted release has under another one:
 * `R.call_packed("vm.builtin.ndarray_cache.load", …)`, `R.Callable(derive_func="tvm.relax.struct_info.infer_view_sinfo")`.
 *
 * The function parses; it is when it is called that TVM finds none of the name.
 */
export const registeredName = defineRule({
  code: "TVM151",
  name: "registered-name",
  severity: "warning",
  needs: { words: registeredOtherwise },
  scan: (unit) =>
    someMatch(NAME, unit.text, ([, name = ""]) => registeredNow(name, unit.release) !== null) &&
    (/\bderive_func\b/.test(unit.text) || unit.mentions(takesName)),
  check(context, report) {
    for (const node of namesIn(context)) {
      const [, quote = "", name = ""] = /^(["'])([\w.]+)\1$/.exec(context.text(node)) ?? [];
      const now = name ? registeredNow(name, context.release) : null;
      if (now === null || isGuarded(node, context.unit.unit.text)) continue;
      report({
        span: node,
        message: t('The function "{0}" is registered as "{1}" in TVM {2}.', name, now, context.release),
        fix: (at) => ({
          title: t('Change to "{0}"', now),
          applicability: "safe",
          edits: [at.edit(node, quote + now + quote)],
        }),
      });
    }
  },
});

function namesIn(context: UnitContext): SyntaxNode[] {
  return context.uses.names.flatMap((use) => {
    const call = use.node.parent;
    if (call?.kind !== "call" || use.node.field !== "function") return [];
    const { positional, keywords } = argumentsOf(call);
    const found = keywords.flatMap((each) => {
      const value = context.text(child(each, "name") ?? each) === "derive_func" ? child(each, "value") : null;
      return value ? [value] : [];
    });
    const [first] = positional;
    if (first && TAKES_NAME.test(use.path)) found.push(first);
    return found.filter((each) => each.kind === "string");
  });
}
