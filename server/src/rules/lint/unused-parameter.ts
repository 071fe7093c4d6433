import { t } from "../../l10n";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import type { Reading } from "../../tir/lower";
import { defineRule, type UnitContext } from "../rule";
import { hasFunctions, occurrencesOf, occursOnce, soundReadings } from "./readings";

/**
 * A parameter that the function never uses, neither in its body nor in another annotation. Silent for names that begin with
 * an underscore, in functions that use none of their parameters, and where a size that the annotation names is used: it gets its
 * value from the parameter.
 */
export const unusedParameter = defineRule({
  code: "TVM412",
  name: "unused-parameter",
  severity: "hint",
  needs: { script: true },
  about: hasFunctions,
  check(context, report) {
    for (const reading of soundReadings(context)) {
      const list = child(reading.definition, "parameters");
      const names = list ? parameterNames(list) : [];
      const unused = names.filter((node) => occursOnce(context.text(node), reading, context));
      // A function that uses none of several is a stand-in.
      if (names.length > 1 && unused.length === names.length) continue;
      for (const node of unused) {
        const name = context.text(node);
        if (name.startsWith("_") || givesSize(node, list, reading, context)) continue;
        report({ span: node, message: t("The parameter `{0}` is never used.", name), unnecessary: true });
      }
    }
  },
});

/** Whether the annotation names a size that is used elsewhere, and that no other parameter gives. */
function givesSize({ parent }: SyntaxNode, list: SyntaxNode | null, reading: Reading, context: UnitContext): boolean {
  const annotation = parent && child(parent, "type");
  if (!parent || !annotation) return false;
  const names = new Set<string>();
  walk(annotation, (node) => {
    if (node.kind === "identifier" && !/^(?:name|attribute)$/.test(node.field ?? "") && context.path(node) === null)
      names.add(context.text(node));
    if (node.kind === "string") for (const [name] of context.text(node).matchAll(/[A-Za-z_]\w*/g)) names.add(name);
  });
  const isIn = (node: SyntaxNode, of: SyntaxNode): boolean => node.start >= of.start && node.end <= of.end;
  return [...names].some((name) => {
    const others = occurrencesOf(name, reading, context).filter((node) => !isIn(node, parent));
    return (
      others.some((node) => node.kind === "identifier" && !/^(?:left|attribute)$/.test(node.field ?? "")) &&
      !others.some((node) => list && isIn(node, list))
    );
  });
}

/** The names of parameters with an annotation. */
function parameterNames(list: SyntaxNode): SyntaxNode[] {
  const names: SyntaxNode[] = [];
  for (const each of list.children) {
    const name = each.kind.startsWith("typed_") ? each.children[0] : undefined;
    if (name?.kind === "identifier") names.push(name);
  }
  return names;
}
