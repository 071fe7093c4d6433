import { dataTypeNow, oldDataTypePattern } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { walk } from "../../syntax/node";
import { defineRule } from "../rule";

/**
 * A data type by the name that TVM had for it alone: `"e4m3_float8"`, since 0.20 `"float8_e4m3fn"` as everywhere else. No other
 * library has had such names, so the text is enough, in code that imports TVM.
 */
export const dataTypeName = defineRule({
  code: "TVM137",
  name: "data-type-name",
  severity: "error",
  scan: ({ text }) => oldDataTypePattern().test(text),
  check(context, report) {
    const { text } = context.unit.unit;
    if (!context.model.module.imports("tvm")) return;
    walk(context.unit.unit.root, (node) => {
      if (node.kind !== "string") return;
      const given = context.text(node);
      const [all, name = "", lanes = ""] = oldDataTypePattern().exec(given) ?? [];
      const now = all === given ? dataTypeNow(name, context.release) : null;
      if (now === null || isGuarded(node, text)) return;
      const written = now + lanes;
      report({
        span: node,
        message: t('The data type "{0}" is called "{1}" in TVM {2}.', name + lanes, written, context.release),
        fix: (at) => ({
          title: t('Change to "{0}"', written),
          applicability: "safe",
          edits: [at.edit(node, given.charAt(0) + written + given.charAt(0))],
        }),
      });
    });
  },
});
