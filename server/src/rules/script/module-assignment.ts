import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { child, type SyntaxNode } from "../../syntax/node";
import { defineRule, type PartEdit, type UnitContext, type UnitScan } from "../rule";
import { namesModule, statementsOfModules } from "./modules";

/**
 * `__tvm_meta__ = None` in a module: a value where there are functions.
 *
 * Printers wrote it until 0.10. TVM passed over assignments in modules up to 0.15; now each is a function of the module
 * (`_visit_assign` in python/tvm/script/parser/ir/parser.py), and what is none is rejected.
 */
export const moduleAssignment = defineRule({
  code: "TVM143",
  name: "module-assignment",
  severity: "error",
  needs: { script: true, release: (release) => scriptFact("modules-hold-functions", release) },
  scan: mayGiveValue,
  check(context, report) {
    if (!scriptFact("modules-hold-functions", context.release)) return;
    for (const { statement, isAlone } of statementsOfModules(context)) {
      const [assignment] = statement.children;
      const target = assignment?.kind === "assignment" ? child(assignment, "left") : null;
      const value = assignment?.kind === "assignment" ? child(assignment, "right") : null;
      if (target?.kind !== "identifier" || !value || !VALUE.test(value.kind)) continue;
      report({
        span: statement,
        message: t("In TVM {0} a module holds functions: `{1}` is none.", context.release, context.text(target)),
        fix: (at) =>
          isAlone
            ? null
            : {
                title: t("Leave `{0}` out", at.text(statement)),
                applicability: "safe",
                edits: [withoutStatement(statement, at)],
              },
      });
    }
  },
});

const CLASS = /^([ \t]*)class\b.*:[ \t]*(?:#.*)?$/my;
/** From behind a head to the code of the first line below it. */
const BODY = /\r?\n(?:[ \t]*(?:#.*)?\r?\n)*([ \t]*)(?=[^\s#])/y;
const GIVES_VALUE = /\w+[ \t]*(?::[^=\n]*)?=[ \t]*(?:None\b|True\b|False\b|[-.\w]*["'\d]|[-[({\\])/y;

/** Whether the text is such a statement, or has one at the indentation of a class's body: some that are none, too. */
function mayGiveValue(unit: UnitScan): boolean {
  const { text } = unit;
  if (givesValue(text, 0)) return true;
  if (!text.includes("class") || !unit.mentions(namesModule)) return false;
  for (let at = text.indexOf("class"); at >= 0; at = text.indexOf("class", at + 1)) {
    CLASS.lastIndex = text.lastIndexOf("\n", at) + 1;
    const [head, indentation = ""] = CLASS.exec(text) ?? [];
    if (head === undefined) continue;
    const end = CLASS.lastIndex;
    BODY.lastIndex = end;
    const [, own = ""] = BODY.exec(text) ?? [];
    if (own.length <= indentation.length) continue;
    const line = `\n${own}`;
    for (let start = text.indexOf(line, end); start >= 0; start = text.indexOf(line, start + 1)) {
      if (givesValue(text, start + line.length) && !leaves(text.slice(end, start), indentation)) return true;
    }
  }
  return /\bclass\b[^\n]*:[ \t]*\w/.test(text);
}

function givesValue(text: string, at: number): boolean {
  GIVES_VALUE.lastIndex = at;
  return GIVES_VALUE.test(text);
}

/** Whether a line of code is indented no further than that. */
function leaves(text: string, { length }: string): boolean {
  return new RegExp(`^[ \\t]{0,${length}}[^\\s#]`, "m").test(text);
}

/** Expressions that certainly are no functions. */
const VALUE = /^(?:none|true|false|integer|float|string|concatenated_string|list|tuple|dictionary|set)$/;

/** Takes a statement out with its lines; a comment behind it stays. */
function withoutStatement(statement: SyntaxNode, context: UnitContext): PartEdit {
  const part = context.model.partOf(context.unit);
  const { text } = part.syntax;
  const start = context.unit.start + statement.start;
  const end = context.unit.start + statement.end;
  const line = text.lastIndexOf("\n", start - 1) + 1;
  const next = text.indexOf("\n", end);
  const isWhole = text.slice(line, start).trim() === "" && text.slice(end, next < 0 ? text.length : next).trim() === "";
  if (isWhole && next >= 0) return { part, start: line, end: next + 1, newText: "" };
  if (isWhole) return { part, start: Math.max(0, line - 1), end: text.length, newText: "" };
  const gap = /^[ \t]*(?:;[ \t]*)?/.exec(text.slice(end))?.[0].length ?? 0;
  return { part, start, end: end + gap, newText: "" };
}
