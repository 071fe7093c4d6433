import { t } from "../../l10n";
import type { Span } from "../../position";
import { argumentsOf } from "../../semantic/values";
import { child } from "../../syntax/node";
import { newArgument } from "../decorator";
import { defineFaultRule } from "../faults";
import type { Fix, UnitContext } from "../rule";
import { relaxFunctionAt } from "../script/relax-functions";

const IMPURE = "pure=False";

/**
 * A call with side effects in a dataflow block, or in a function that is not declared with `pure=False`: TVM checks it when the
 * function is done. Whether the call has them, or is one for `R.call_pure_packed`, only its writer knows; the code of early 2023,
 * when no function was pure, means all its functions so.
 */
export const impureCall = defineFaultRule({
  code: "TVM314",
  name: "impure-call",
  kinds: ["relax-impure"],
  message({ callee, inDataflow }) {
    return inDataflow
      ? t("`{0}` has side effects: it cannot stand in a dataflow block.", callee)
      : t("`{0}` has side effects: the function needs `@R.function(pure=False)`.", callee);
  },
  fix({ span, inDataflow }) {
    return inDataflow ? null : (at) => impureFunction(span, at);
  },
});

function impureFunction(span: Span, context: UnitContext): Fix | null {
  const fn = relaxFunctionAt(span, context);
  if (!fn) return null;
  const { node } = fn.use;
  const call = node.parent?.kind === "call" && node.field === "function" ? node.parent : null;
  if (call) {
    const { keywords, spread } = argumentsOf(call);
    if (spread || keywords.some((each) => context.text(child(each, "name") ?? each) === "pure")) return null;
  }
  const { at, text } = newArgument(node, call, IMPURE);
  return {
    title: t("Add `{0}`", IMPURE),
    applicability: "unsafe",
    edits: [context.edit({ start: at, end: at }, text)],
  };
}
