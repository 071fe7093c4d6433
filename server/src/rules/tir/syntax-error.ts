import { t } from "../../l10n";
import type { Span } from "../../position";
import { firstError } from "../../syntax/broken";
import { type Mistake, mistakeIn } from "../../syntax/mistakes";
import { defineFaultRule } from "../faults";
import { defineRule, type UnitContext } from "../rule";

const faults = defineFaultRule({
  code: "TVM202",
  name: "syntax-error",
  kinds: ["syntax-error"],
  message({ what, text }) {
    switch (what) {
      case "outside-loop":
        return t("`{0}` stands outside of a loop.", text);
      case "repeated":
        return t("`{0}` is there twice.", text);
      case "gone":
        return t("Python 3 has no `{0}` of this form.", text);
      case "default":
        return t("A parameter without a default stands behind one with a default: `{0}`.", text);
      case "order":
        return t("An argument without a name stands behind one with a name: `{0}`.", text);
    }
  },
});

/**
 * A function in TVM's script that is no Python: TVM reads what Python has read. Of such a function nothing else is said, so
 * that a line which somebody is typing does not make the others wrong.
 */
export const syntaxError = defineRule({
  ...faults,
  needs: {},
  about: undefined,
  scan: (unit) => unit.mayHoldScript || DECORATOR.test(unit.text),
  check(context, report) {
    const broken = brokenAt(context);
    if (broken) report({ span: broken.span, message: broken.message });
    else faults.check(context, report);
  },
});

const DECORATOR = /^[ \t]*@[ \t]*([A-Za-z_]\w*)[ \t]*\.[ \t]*(?:\w+\.)*(?:prim_func|function|ir_module)\b/m;

function brokenAt(context: UnitContext): { span: Span; message: string } | null {
  const { text, shell, isSound } = context.unit.unit;
  if (shell || isSound) return null;
  const root = DECORATOR.exec(text)?.[1];
  if (root === undefined || !isOfTvm(root, context)) return null;
  const mistake = mistakeIn(text);
  if (mistake) return { span: mistake, message: messageOf(mistake, text) };
  const node = context.unit.unit.hasError ? firstError(context.unit.unit.root) : null;
  return node && { span: lineOf(text, node.start), message: t("This is no Python.") };
}

function isOfTvm(name: string, { model }: UnitContext): boolean {
  return model.module
    .lookup(name)
    .some(({ binding }) => binding.kind === "import" && /^tvm(?:\.|$)/.test(binding.path ?? ""));
}

/** From an offset to the end of its line. */
function lineOf(text: string, start: number): Span {
  const rest = /^[^\r\n]*/.exec(text.slice(start))?.[0] ?? "";
  return { start, end: start + rest.trimEnd().length };
}

function messageOf({ what, start, end }: Mistake, text: string): string {
  switch (what) {
    case "bracket":
      return t("`{0}` has no counterpart.", text.slice(start, end));
    case "string":
      return t("The string does not end.");
    case "colon":
      return t("A colon is missing at the end of the line.");
    case "indentation":
      return t("The indentation fits nothing above.");
    case "block":
      return t("A block of indented statements is missing.");
    case "incomplete":
      return t("The statement is not complete.");
  }
}
