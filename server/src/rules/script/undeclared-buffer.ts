import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { argumentsOf } from "../../semantic/values";
import { assignmentOf, child, type SyntaxNode } from "../../syntax/node";
import { defineRule, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { isFromBeforeTirx } from "./before-tirx";
import { tirName, tirNameOf } from "./dialect";
import {
  hasOldDecorator,
  isUnchecked,
  namesPrimFunc,
  ownUses,
  type PrimFunc,
  primFuncsOf,
  saysSTir,
} from "./prim-funcs";

const BUFFER = /^(?:Buffer|buffer_decl)$/;
const namesBuffer = pathTest((path) => BUFFER.test(tirNameOf(path) ?? ""));
/** Where the name is not written so, it has been given another. */
const MAY_BE_VIEW = /=[\w.\s(]*\b(?:Buffer|buffer_decl)\s*\(|^(?![\s\S]*\b(?:Buffer|buffer_decl)\b)/;

/**
 * `B = T.Buffer(shape, data=A.data)` in a PrimFunc: a view that no statement declares. TVM's check that functions are
 * well-formed (src/tirx/analysis/verify_well_formed.cc) asks for `T.decl_buffer`, which takes the same arguments.
 */
export const undeclaredBuffer = defineRule({
  code: "TVM114",
  name: "undeclared-buffer",
  severity: "error",
  needs: { names: namesBuffer },
  scan: (unit) => unit.mentions(namesPrimFunc) && MAY_BE_VIEW.test(unit.text),
  check(context, report) {
    for (const fn of primFuncsOf(context)) {
      if (!mustDeclare(fn, context)) continue;
      for (const use of ownUses(fn, context)) {
        const last = use.names.at(-1);
        if (!BUFFER.test(tirName(use) ?? "") || !last || !isView(use.node, context)) continue;
        if (isGuarded(use.node, context.unit.unit.text)) continue;
        report({
          span: use.node,
          message: t("In TVM {0} a view of a buffer is declared by `decl_buffer`.", context.release),
          fix: (at) => ({
            title: t("Change to `{0}`", "decl_buffer"),
            applicability: "safe",
            edits: [at.edit(last, "decl_buffer")],
          }),
        });
      }
    }
  },
});

function mustDeclare(fn: PrimFunc, context: UnitContext): boolean {
  if (isUnchecked(fn, context) && !hasOldDecorator(fn, context)) return false;
  const isSTir = isFromBeforeTirx(fn, context) || saysSTir(fn, context);
  return scriptFact(isSTir ? "s-tir-views-are-declared" : "views-are-declared", context.release);
}

/** The value of an assignment, over the memory of something else. */
function isView(name: SyntaxNode, context: UnitContext): boolean {
  const call = name.parent;
  if (call?.kind !== "call" || name.field !== "function") return false;
  if (!assignmentOf(call)) return false;
  const { positional, keywords } = argumentsOf(call);
  const data = keywords.find((each) => context.text(child(each, "name") ?? each) === "data");
  const value = data ? child(data, "value") : positional[2];
  return value !== undefined && value !== null && context.text(value) !== "None";
}
