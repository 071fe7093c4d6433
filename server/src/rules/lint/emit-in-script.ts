import { t } from "../../l10n";
import { argumentsOf } from "../../semantic/values";
import { child, walk } from "../../syntax/node";
import { defineRule } from "../rule";
import { hasFunctions, soundReadings } from "./readings";

/**
 * `x = R.emit(value)` in a function that is read as script. It binds the value twice: `R.emit` is for code that builds
 * functions with a builder, where nothing else binds it.
 */
export const emitInScript = defineRule({
  code: "TVM409",
  name: "emit-in-script",
  severity: "warning",
  scan: (unit) => unit.mayHoldScript && unit.text.includes("emit"),
  about: hasFunctions,
  check(context, report) {
    for (const { form, definition } of soundReadings(context)) {
      if (form !== "Function") continue;
      walk(definition, (node) => {
        const callee = node.kind === "call" ? child(node, "function") : null;
        if (!callee || !/\brelax\.emit$/.test(context.path(callee) ?? "")) return;
        const value = argumentsOf(node).positional[0];
        const isBound = node.parent?.kind === "assignment" && node.field === "right";
        report({
          span: callee,
          message: t("In script an assignment binds its value by itself; `R.emit` binds it once more."),
          ...(value &&
            isBound && {
              fix: (at) => ({
                title: t("Remove `{0}`", context.text(callee)),
                applicability: "unsafe",
                edits: [at.edit(node, at.text(value))],
              }),
            }),
        });
      });
    }
  },
});
