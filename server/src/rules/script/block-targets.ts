import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { child } from "../../syntax/node";
import { defineRule } from "../rule";
import { tirName } from "./dialect";

/**
 * `with T.block("x") as []:`, the way in which TVM 0.8 wrote a block without axes. Python takes `[]` for something to unpack
 * into; since TVM's parser does, too, the block itself cannot be.
 */
export const blockTargets = defineRule({
  code: "TVM130",
  name: "block-targets",
  severity: "error",
  needs: { script: true, release: (release) => scriptFact("blocks-have-no-targets", release) },
  scan: ({ text }) => /\bas\s*\[\s*\]/.test(text),
  check(context, report) {
    if (!scriptFact("blocks-have-no-targets", context.release)) return;
    for (const use of context.uses.names) {
      if (!/^s?block$/.test(tirName(use) ?? "") || use.node.field !== "function") continue;
      const call = use.node.parent;
      const pattern = call?.kind === "call" && call.parent?.kind === "as_pattern" ? call.parent : null;
      const target = pattern && child(pattern, "alias");
      if (!call || !pattern || !target || !/^\[\s*\]$/.test(context.text(target))) continue;
      if (pattern.parent?.kind !== "with_item" || isGuarded(pattern, context.unit.unit.text)) continue;
      report({
        span: target,
        message: t("A block without axes has no `as []` in TVM {0}.", context.release),
        fix: (at) => ({
          title: t("Leave `as []` out"),
          applicability: "safe",
          edits: [at.edit({ start: call.end, end: pattern.end }, "")],
        }),
      });
    }
  },
});
