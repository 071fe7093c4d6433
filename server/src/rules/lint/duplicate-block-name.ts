import { t } from "../../l10n";
import type { Span } from "../../position";
import type { Block } from "../../tir/ir";
import { defineRule } from "../rule";
import { hasPrimFuncs, primFuncs } from "./readings";

/**
 * Two blocks of one function with the same name. TVM takes it; a schedule that asks for the block by its name then fails,
 * since the name is not unique.
 */
export const duplicateBlockName = defineRule({
  code: "TVM406",
  name: "duplicate-block-name",
  severity: "info",
  needs: { script: true },
  about: hasPrimFuncs,
  check(context, report) {
    const text = (span: Span) => context.text(span);
    for (const { found } of primFuncs(context)) {
      const first = new Map<string, Block>();
      for (const { block } of found.blocks) {
        const { name_hint: name } = block;
        const before = first.get(name);
        if (!before) {
          first.set(name, block);
          continue;
        }
        const span = nameSpan(block, text);
        const other = nameSpan(before, text);
        if (name === "" || name === "root" || !span || !other) continue;
        report({
          span,
          message: t("There is another block “{0}” in this function: a schedule cannot find it by its name.", name),
          related: [{ span: other, message: t("The first one is here.") }],
        });
      }
    }
  },
});

/** Where the name stands in the block's header. */
function nameSpan({ span, name_hint: name }: Block, text: (span: Span) => string): Span | null {
  if (!span) return null;
  const at = text(span).search(new RegExp(`["']${name.replace(/\W/g, "\\$&")}["']`));
  return at < 0 ? null : { start: span.start + at, end: span.start + at + name.length + 2 };
}
