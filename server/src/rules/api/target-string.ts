import { isTargetText, takesTargetText, targetDictionary, targetTextEndsIn } from "../../api/targets";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import type { Use } from "../../semantic/uses";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import { isSpace } from "../../syntax/words";
import { defineRule, type UnitContext } from "../rule";

const MAY_BE_TARGET = /["'][a-z]\w*\s+--?[A-Za-z]/;

/**
 * A target as text with options: `tvm.target.Target("llvm -mcpu=skylake")`. The text of a kind or tag alone is still taken.
 */
export const targetString = defineRule({
  code: "TVM112",
  name: "target-string",
  severity: "error",
  needs: { release: (release) => !takesTargetText(release) },
  scan: ({ text }) => hasOption(text) && MAY_BE_TARGET.test(text),
  check(context, report) {
    if (takesTargetText(context.release)) return;
    for (const use of context.uses.names) {
      for (const node of targetsIn(use, context)) {
        const [, quote = "", text = ""] = /^(["'])([^"'\\\n]*)\1$/.exec(context.text(node)) ?? [];
        if (!isTargetText(text) || isGuarded(node, context.unit.unit.text)) continue;
        const written = targetDictionary(text, quote);
        report({
          span: node,
          message: t("Since TVM {0} a target with options is a dictionary.", targetTextEndsIn()),
          ...(written !== null && {
            fix: (at) => ({
              title: t("Change to `{0}`", written),
              applicability: "safe",
              edits: [at.edit(node, written)],
            }),
          }),
        });
      }
    }
  },
});

/** Whether a sign before a letter, or before another sign, stands behind white space: few texts have one. */
function hasOption(text: string): boolean {
  for (let at = text.indexOf("-"); at >= 0; at = text.indexOf("-", at + 1)) {
    if (isSpace(text.charCodeAt(at - 1)) && /[-A-Za-z]/.test(text.charAt(at + 1))) return true;
  }
  return false;
}

/** Functions whose first argument is a target. */
const TAKES_TARGET = /^tvm\.(?:target\.(?:target\.)?Target|(?:.*\.)?vdevice|(?:.*\.)?VDevice|script\..*\btarget)$/;

/** The strings that a call of something of TVM's takes as targets. */
function targetsIn(use: Use, context: UnitContext): SyntaxNode[] {
  const call = use.node.parent;
  if (call?.kind !== "call" || use.node.field !== "function" || !use.path.startsWith("tvm.")) return [];
  const { positional, keywords } = argumentsOf(call);
  const first = TAKES_TARGET.test(use.path) ? positional.slice(0, 1) : [];
  const named = keywords.flatMap((each) => {
    const name = child(each, "name");
    const value = child(each, "value");
    return name && value && /^(?:target|host|target_host)$/.test(context.text(name)) ? [value] : [];
  });
  return [...first, ...named].filter((node) => node.kind === "string");
}
