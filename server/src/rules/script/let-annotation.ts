import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { child, type SyntaxNode, unwrapped, walk } from "../../syntax/node";
import { defineRule, type UnitContext } from "../rule";
import { isFromBeforeTirx, mayBeFromBeforeTirx } from "./before-tirx";
import { blockBindingsIn } from "./block-bindings";
import { isBoundOnce, isOfScript, plainText } from "./expressions";
import { nameNow } from "./name-now";
import { namesPrimFunc, type PrimFunc, primFuncsOf } from "./prim-funcs";

/**
 * `x: T.int32 = value` in a PrimFunc from before TIRx.
 *
 * It bound `x` to the value, once. Now it makes a mutable scalar, a buffer of one element (`visit_ann_assign` in TVM's
 * python/tvm/tirx/script/parser/parser.py), and pointers cannot be written so at all. The binding is `x: T.let[T.int32]`.
 *
 * Of assignments without a type, those of conditions are reported: what is bound can be reasoned about where it is asked, what
 * is stored cannot. Numbers are left to their writer: TVM's own tests let nearly all of them become scalars.
 */
export const letAnnotation = defineRule({
  code: "TVM110",
  name: "let-annotation",
  severity: "warning",
  needs: { names: namesPrimFunc, release: (release) => scriptFact("annotations-make-scalars", release) },
  scan: (unit) => {
    const isOld = mayBeFromBeforeTirx(unit);
    if (!isOld && !/\bhandle\b|\bPtr\b/.test(unit.text)) return false;
    const isAnnotated = ANNOTATED.test(unit.text);
    if (isOld) return isAnnotated || MAY_BE_CONDITION.test(unit.text);
    return isAnnotated && MAY_BE_POINTER.test(unit.text);
  },
  check(context, report) {
    if (!scriptFact("annotations-make-scalars", context.release)) return;
    for (const fn of primFuncsOf(context)) {
      const isOld = isFromBeforeTirx(fn, context);
      for (const annotation of annotationsOf(fn)) {
        const isPointer = POINTER.test(plainText(annotation, context));
        if ((!isOld && !isPointer) || ALREADY.test(plainText(annotation, context))) continue;
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
      const root = isOld ? nameNow(fn.use, context) : null;
      if (root === null) continue;
      for (const name of conditionsOf(fn, context)) {
        if (isGuarded(name, context.unit.unit.text)) continue;
        const written = `${context.text(name)}: ${root}.let`;
        report({
          span: name,
          message: t(
            "In TVM {0} this makes a mutable scalar: a binding has the annotation `{1}`.",
            context.release,
            `${root}.let`,
          ),
          fix: (at) => ({
            title: t("Change to `{0}`", written),
            applicability: "safe",
            edits: [at.edit({ start: name.end, end: name.end }, `: ${root}.let`)],
          }),
        });
      }
    }
  },
});

/** `name: type = value`, at the start of a statement; the type may go on in brackets. */
const ANNOTATED =
  /(?:^|[;:])[ \t]*[A-Za-z_]\w*[ \t]*:(?!\s*[\w.]*\blet\b)(?:[^=\n([]|[([](?:[^()[\]]|[([](?:[^()[\]]|[([][^()[\]]*[)\]])*[)\]])*[)\]])*=/m;
/** `name = a < b`, or a value that goes on on the next line. */
const MAY_BE_CONDITION =
  /(?:^|[;:])[ \t]*[A-Za-z_]\w*[ \t]*=(?!=)(?:.*?(?:[<>]|[=!]=|\b(?:not|and|or|in|is)\b)|.*[(,\\][ \t]*(?:#.*)?$)/m;
/** A parameter's annotation has no value behind it, but one that goes on on the next line may. */
const MAY_BE_POINTER = /^\s*\w+\s*:.*\b(?:handle|Ptr)\b(?:.*=|.*[([{](?:[^)\]}#\n]|#.*)*$|.*\\[ \t]*$)/m;
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

/**
 * The names that are given a condition, once, by an assignment without a type: one of values of the function, and no number. Where
 * it is rejected, TVM127 says so.
 */
function conditionsOf(fn: PrimFunc, context: UnitContext): SyntaxNode[] {
  const { definition } = fn;
  const body = child(definition, "body");
  const found: SyntaxNode[] = [];
  if (!body) return found;
  walk(body, (node) => {
    if (node.kind === "function_definition" || node.kind === "class_definition") return false;
    const left = node.kind === "assignment" && !child(node, "type") ? child(node, "left") : null;
    const right = left?.kind === "identifier" ? child(node, "right") : null;
    if (
      left &&
      right &&
      CONDITION.test(unwrapped(right).kind) &&
      isBoundOnce(left, context) &&
      isOfScript(right, definition, context) &&
      !blockBindingsIn(fn, context).some(({ target }) => target === left)
    )
      found.push(left);
    return true;
  });
  return found;
}

const CONDITION = /^(?:comparison_operator|boolean_operator|not_operator)$/;
