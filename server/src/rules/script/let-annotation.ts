import { existsIn } from "../../api/names";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/bindings";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import { defineRule } from "../rule";
import { isFromBeforeTirx, mayBeFromBeforeTirx } from "./before-tirx";
import { nameNow } from "./name-now";
import { namesPrimFunc, type PrimFunc, primFuncsOf } from "./prim-funcs";

/** There since TIRx took over: what makes an annotated assignment a binding. */
const LET = "tvm.script.tirx.let";

/**
 * `x: T.int32 = value` in a PrimFunc from before TIRx.
 *
 * It bound `x` to the value, once. Now it makes a mutable scalar, a buffer of one element (`visit_ann_assign` in TVM's
 * python/tvm/tirx/script/parser/parser.py), and pointers cannot be written so at all. The binding is `x: T.let[T.int32]`.
 */
export const letAnnotation = defineRule({
  code: "TVM110",
  name: "let-annotation",
  severity: "warning",
  scan: (unit) =>
    existsIn(LET, unit.release) === true &&
    unit.mentions(namesPrimFunc) &&
    (MAY_BE_POINTER.test(unit.text) || mayBeFromBeforeTirx(unit)),
  check(context, report) {
    if (existsIn(LET, context.release) !== true) return;
    for (const fn of primFuncsOf(context)) {
      const isOld = isFromBeforeTirx(fn, context);
      for (const annotation of annotationsOf(fn)) {
        const isPointer = POINTER.test(context.text(annotation));
        if ((!isOld && !isPointer) || ALREADY.test(context.text(annotation))) continue;
        if (isGuarded(annotation, context.unit.unit.text)) continue;
        const root = nameNow(fn.use, context);
        if (root === null) continue;
        const written = `${root}.let[${context.text(annotation)}]`;
        report({
          span: annotation,
          severity: isPointer ? "error" : "warning",
          message: isPointer
            ? t("In TVM {0} a pointer is bound by the annotation `{1}`.", context.release, written)
            : t(
                "In TVM {0} this makes a mutable scalar: a binding has the annotation `{1}`.",
                context.release,
                written,
              ),
          fix: (at) => ({
            title: t("Change to `{0}`", written),
            applicability: "safe",
            edits: [
              at.edit({ start: annotation.start, end: annotation.start }, `${root}.let[`),
              at.edit({ start: annotation.end, end: annotation.end }, "]"),
            ],
          }),
        });
      }
    }
  },
});

/** A parameter's annotation has a comma or nothing behind it. */
const MAY_BE_POINTER = /^\s*\w+\s*:.*\b(?:handle|Ptr)\b(?!\s*,?[ \t]*$)/m;
const ALREADY = /^[\w.]*\blet\b/;
const POINTER = /^[\w.]*\b(?:handle|Ptr)\b/;

/** The annotations of assignments in the function itself. */
function annotationsOf({ definition }: PrimFunc): SyntaxNode[] {
  const body = child(definition, "body");
  const found: SyntaxNode[] = [];
  if (!body) return found;
  walk(body, (node) => {
    if (node.kind === "function_definition" || node.kind === "class_definition") return false;
    const type = node.kind === "assignment" && child(node, "right") ? child(node, "type") : null;
    const left = child(node, "left");
    if (type && left?.kind === "identifier") found.push(type);
    return true;
  });
  return found;
}
