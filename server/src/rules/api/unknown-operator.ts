import { goneOperator, goneOperators } from "../../api/operators";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { walk } from "../../syntax/node";
import { defineRule } from "../rule";
import { someMatch } from "../scan-call";

const OPERATOR = /["'](relax\.[\w.]+)["']/g;

/**
 * The name of an operator that TVM no longer registers, as a text: `tvm.ir.Op.get("relax.nn.dense")`, or a key of a
 * dictionary whose keys go there.
 */
export const unknownOperator = defineRule({
  code: "TVM122",
  name: "unknown-operator",
  severity: "error",
  needs: { words: goneOperators },
  scan: ({ text, release }) => someMatch(OPERATOR, text, ([, name = ""]) => goneOperator(name, release) !== null),
  check(context, report) {
    if (!context.model.module.imports("tvm")) return;
    walk(context.unit.unit.root, (node) => {
      if (node.kind !== "string") return;
      const name = /^["']([\w.]+)["']$/.exec(context.text(node))?.[1];
      const gone = name ? goneOperator(name, context.release) : null;
      if (!gone || isGuarded(node, context.unit.unit.text)) return;
      report({
        span: node,
        deprecated: true,
        message: t("TVM {0} has no operator `{1}`: `{2}` takes its place.", context.release, name ?? "", gone.takes),
      });
    });
  },
});
