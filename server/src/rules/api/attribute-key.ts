import { attributeGoneSince, attributeKeyOf, attributeKeyPattern, attributeWords } from "../../api/attribute-keys";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { type SyntaxNode, walk } from "../../syntax/node";
import { withoutArgument } from "../argument-list";
import { defineRule, type Finding } from "../rule";
import { attributeKeyAt } from "./attributes";

/**
 * A key of a function's attributes that the targeted release calls something else, or has no use for any more.
 *
 * TVM takes any key, so nothing fails: the attribute is just not the one that passes look for (`"tir.noalias"`, for which
 * they ask as `"tirx.noalias"`). Only keys in `T.func_attr`, `T.attr`, `with_attr`, `without_attr` and the like are looked at.
 */
export const attributeKey = defineRule({
  code: "TVM107",
  name: "outdated-attribute-key",
  severity: "warning",
  needs: { words: attributeWords },
  scan: (unit) => attributeKeyPattern(unit.release).test(unit.text),
  check(context, report) {
    const { text } = context.unit.unit;
    if (!attributeKeyPattern(context.release).test(text)) return;
    walk(context.unit.unit.root, (node) => {
      const key = node.kind === "string" ? attributeKeyAt(node, context) : null;
      const change = key ? attributeKeyOf(key, context.release) : null;
      const gone = key && !change ? attributeGoneSince(key, context.release) : null;
      if (key && gone && !isGuarded(node, text)) report(goneFinding(node, key, gone));
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

function goneFinding(node: SyntaxNode, key: string, since: string): Finding {
  const pair = node.parent?.kind === "pair" && node.field === "key" ? node.parent : null;
  return {
    span: node,
    message: t('No pass looks for the attribute "{0}" since TVM {1}.', key, since),
    ...(pair && {
      fix: (at) => ({ title: t("Leave `{0}` out", key), applicability: "safe", edits: withoutArgument(pair, at) }),
    }),
  };
}
