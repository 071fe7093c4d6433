import { existsIn } from "../../api/names";
import { scriptFact } from "../../api/script-facts";
import { signatureOf } from "../../api/signatures";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import type { Use } from "../../semantic/uses";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import { withoutArgument } from "../argument-list";
import { givesDataTypeFirst, reorderedCall } from "../rewrites/call-constructor";
import { defineRule, type Finding, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { tirName, tirNameOf } from "../script/dialect";

const LLVM = /^tvm\.(?:script\.)?(?:parser\.)?tir\.(?:op\.)?call_llvm_(?:pure_)?intrin$/;
const namesCall = pathTest((path) => tirNameOf(path) === "Call" || LLVM.test(path));

/**
 * A positional argument that a call no longer has: the number of arguments in a signature of LLVM
 * (`T.call_llvm_pure_intrin("int8", "llvm.ctpop.i8", T.uint32(1), x)`). It would be an operand of the intrinsic now.
 *
 * And the data type of `T.Call("int32", op, args)`: TIR's calls are of a class of Relax's now (0.26), whose constructor takes the
 * operator first, and the type as `ret_ty`.
 *
 * A number before other arguments can be meant as an operand where the code is new: only code of an older release is looked at,
 * which calls by a name that the targeted one does not have.
 */
export const outdatedPositional = defineRule({
  code: "TVM133",
  name: "outdated-positional",
  severity: "error",
  needs: { names: namesCall },
  check(context, report) {
    for (const use of context.uses.names) {
      const call = use.node.parent;
      if (call?.kind !== "call" || use.node.field !== "function") continue;
      if (tirName(use) === "Call") reportConstructor(call, context, report);
      if (existsIn(use.path, context.release) !== false) continue;
      const argument = signatureSize(use, call, context);
      if (!argument || isGuarded(call, context.unit.unit.text)) continue;
      report({
        span: argument,
        message: t("TVM {0} no longer takes this argument.", context.release),
        deprecated: true,
        fix: (at) => ({
          title: t("Leave `{0}` out", at.text(argument)),
          applicability: "safe",
          edits: withoutArgument(argument, at),
        }),
      });
    }
  },
});

/** `T.Call("int32", op, args)`: the name is there to this day. */
function reportConstructor(call: SyntaxNode, context: UnitContext, report: (finding: Finding) => void): void {
  const { release } = context;
  const parameters = signatureOf("tvm.ir.Call", release)?.parameters ?? [];
  const has = (name: string) => parameters.some((parameter) => parameter.name === name);
  if (!has("ret_ty") || has("dtype") || !givesDataTypeFirst(call, context)) return;
  const first = argumentsOf(call).positional[0] ?? call;
  if (isGuarded(call, context.unit.unit.text)) return;
  report({
    span: first,
    message: t("In TVM {0} a call takes its operator first, and its type as `ret_ty`.", release),
    fix: (at) => {
      const edits = reorderedCall(call, at);
      return edits && { title: t("Change to `{0}`", "ret_ty="), applicability: "safe", edits };
    },
  });
}

/** `T.uint32(2)` or `2`, between the name and no fewer arguments. */
function signatureSize(use: Use, call: SyntaxNode, context: UnitContext): SyntaxNode | null {
  if (!LLVM.test(use.path) || !scriptFact("llvm-calls-count-no-arguments", context.release)) return null;
  const { positional, keywords, spread } = argumentsOf(call);
  // The data type comes first, or last by its name.
  const place = keywords.some((each) => context.text(child(each, "name") ?? each) === "dtype") ? 1 : 2;
  const size = positional[place];
  if (spread || !size) return null;
  const [, written, plain] =
    /^(?:[\w.]+\.(?:uint32|const)\(\s*(\d+)\s*(?:,\s*["']uint32["']\s*)?\)|(\d+))$/.exec(context.text(size)) ?? [];
  const count = written ?? plain;
  return count !== undefined && Number(count) <= positional.length - place - 1 ? size : null;
}
