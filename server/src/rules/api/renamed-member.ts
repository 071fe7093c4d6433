import { adviceText } from "../../api/advice";
import { equivalentIn } from "../../api/changes";
import { memberChangeOf } from "../../api/members";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/bindings";
import { child } from "../../syntax/node";
import { defineRule } from "../rule";

/**
 * A method or field that the value's class no longer has under that name: `sch.get_block`.
 *
 * What class a value is of is followed through assignments, annotations, fields of `self` and what functions return; where
 * that ends in something unknown, nothing is said.
 */
export const renamedMember = defineRule({
  code: "TVM103",
  name: "renamed-member",
  severity: "error",
  check(context, report) {
    for (const { name, node } of context.uses.members) {
      if (name.startsWith("_")) continue;
      const own = child(node, "attribute");
      const of = own && context.model.evaluator.receiver({ node, unit: context.unit });
      if (!own || !of) continue;
      const today = equivalentIn(of, context.release);
      const change = today && memberChangeOf(today, name, context.release);
      if (!change || isGuarded(node, context.unit.unit.text)) continue;
      // A field that C++ registers is in no signature: that it is gone is only believed where somebody looked.
      const now = change.member;
      if (now === name || (now === null && change.advice === undefined)) continue;
      const advice = change.advice ? ` ${adviceText(change.advice)}` : "";
      const kind = of.split(".").at(-1) ?? of;
      report({
        span: own,
        message:
          (now === null
            ? t("`{0}.{1}` is gone since TVM {2}.", kind, name, change.since)
            : t("`{0}.{1}` is called `{3}` since TVM {2}.", kind, name, change.since, now)) + advice,
        deprecated: true,
        ...(now !== null && {
          fix: (at) => ({
            title: t("Change to `{0}`", now),
            applicability: change.safe ? "safe" : "unsafe",
            edits: [at.edit(own, now)],
          }),
        }),
      });
    }
  },
});
