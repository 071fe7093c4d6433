import { t } from "../../l10n";
import { child, type SyntaxNode } from "../../syntax/node";
import { defineRule } from "../rule";
import { occurrencesOf, soundReadings } from "./readings";

/**
 * A parameter that the function never uses, neither in its body nor in another annotation. Silent for names that begin with
 * an underscore, and in functions that use none of their parameters.
 */
export const unusedParameter = defineRule({
  code: "TVM412",
  name: "unused-parameter",
  severity: "hint",
  needs: { script: true },
  check(context, report) {
    for (const reading of soundReadings(context)) {
      const list = child(reading.definition, "parameters");
      const names = list ? parameterNames(list) : [];
      const unused = names.filter((node) => occurrencesOf(context.text(node), reading, context).length === 1);
      // A function that uses none of several is a stand-in.
      if (names.length > 1 && unused.length === names.length) continue;
      for (const node of unused) {
        const name = context.text(node);
        if (name.startsWith("_")) continue;
        report({ span: node, message: t("The parameter `{0}` is never used.", name), unnecessary: true });
      }
    }
  },
});

/** The names of parameters with an annotation. */
function parameterNames(list: SyntaxNode): SyntaxNode[] {
  return list.children.flatMap((each) => {
    const [name] = each.kind.startsWith("typed_") ? each.children : [];
    return name?.kind === "identifier" ? [name] : [];
  });
}
