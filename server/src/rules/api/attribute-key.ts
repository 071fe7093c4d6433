import { attributeKeyOf } from "../../api/attribute-keys";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/bindings";
import type { SyntaxNode } from "../../syntax/node";
import { walk } from "../../syntax/node";
import { defineRule, type UnitContext } from "../rule";

/**
 * A key of a function's attributes that the targeted release calls something else.
 *
 * TVM takes any key, so nothing fails: the attribute is just not the one that passes look for (`"tir.noalias"`, for which
 * they ask as `"tirx.noalias"`). Only keys in `T.func_attr`, `T.attr`, `with_attr`, `without_attr` and the like are looked at.
 */
export const attributeKey = defineRule({
  code: "TVM107",
  name: "outdated-attribute-key",
  severity: "warning",
  check(context, report) {
    const { text } = context.unit.unit;
    if (!text.includes("tir")) return;
    walk(context.unit.unit.root, (node) => {
      if (node.kind !== "string" || !isKey(node, context)) return;
      const quoted = /^(["'])([\w.]+)\1$/.exec(context.text(node));
      const key = quoted?.[2];
      const change = key ? attributeKeyOf(key, context.release) : null;
      if (!key || !change || isGuarded(node, text)) return;
      const inner = { start: node.start + 1, end: node.end - 1 };
      report({
        span: node,
        message: t(
          'The attribute "{0}" is called "{1}" in TVM {2}: under the old name it has no effect.',
          key,
          change.to,
          context.release,
        ),
        fix: (at) => ({
          title: t('Change to "{0}"', change.to),
          applicability: change.safe ? "safe" : "unsafe",
          edits: [at.edit(inner, change.to)],
        }),
      });
    });
  },
});

/** Functions whose first argument is a key, or a dictionary of them. */
const TAKES_KEYS = /(?:^|\.)(?:func_attr|with_attr|without_attr|with_attrs|sblock_attr|block_attr|get_attr)$/;

function isKey(node: SyntaxNode, context: UnitContext): boolean {
  let at: SyntaxNode = node;
  if (at.parent?.kind === "pair" && at.field === "key") at = at.parent.parent ?? at;
  else if (at.parent?.kind === "subscript" && at.field === "subscript") {
    const value = at.parent.children[0];
    return value?.kind === "attribute" && /\.attrs$/.test(context.text(value));
  }
  const call = at.parent?.kind === "argument_list" ? at.parent.parent : null;
  const fn = call?.kind === "call" ? call.children[0] : null;
  return fn !== null && fn !== undefined && TAKES_KEYS.test(context.text(fn)) && call?.children[1]?.children[0] === at;
}
