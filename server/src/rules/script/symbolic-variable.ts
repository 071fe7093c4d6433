import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { argumentsOf } from "../../semantic/values";
import { assignmentOf, child, type SyntaxNode } from "../../syntax/node";
import { defineRule, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { tirName, tirNameOf } from "./dialect";
import { nameNow } from "./name-now";
import { isInRelaxFunction } from "./relax-functions";

const VARIABLE = /^(?:Var|SizeVar|var)$/;
const DTYPE = /^["']((?:int|uint|float)\d+)["']$/;
const namesVariable = pathTest((path) => VARIABLE.test(tirNameOf(path) ?? ""));

/**
 * `n = T.Var("n", "int64")` in a Relax function, or `n = T.var("int64")`: a variable of its own, not the `n` of the function's shapes. Since variables
 * are told apart by identity (TVM 0.26) the function is not well-formed; `n = T.int64()` is the one that the shapes name.
 */
export const symbolicVariable = defineRule({
  code: "TVM113",
  name: "symbolic-variable",
  severity: "error",
  needs: { names: namesVariable, release: (release) => scriptFact("variables-by-identity", release) },
  check(context, report) {
    if (!scriptFact("variables-by-identity", context.release)) return;
    for (const use of context.uses.names) {
      if (!VARIABLE.test(tirName(use) ?? "") || use.node.field !== "function") continue;
      const call = use.node.parent;
      const dtype =
        call?.kind !== "call" ? null : tirName(use) === "var" ? dtypeOfUnnamed(call, context) : dtypeOf(call, context);
      if (!call || !dtype || !isInRelaxFunction(call, context) || isGuarded(call, context.unit.unit.text)) continue;
      const root = nameNow(use, context);
      if (root === null) continue;
      const written = `${root}.${dtype}()`;
      report({
        span: call,
        message: t(
          "In TVM {0} this is another variable than the one of the shapes: `{1}` is that.",
          context.release,
          written,
        ),
        fix: (at) => ({
          title: t("Change to `{0}`", written),
          applicability: "safe",
          edits: [at.edit({ start: use.names.at(-1)?.start ?? call.start, end: call.end }, `${dtype}()`)],
        }),
      });
    }
  },
});

/** The data type of `n = T.Var("n", "int64")`, where the name that it is bound to is its own. */
function dtypeOf(call: SyntaxNode, context: UnitContext): string | null {
  const { positional, keywords } = argumentsOf(call);
  const [keyword, ...more] = keywords;
  const isType = keyword && /^(?:dtype|ty)$/.test(context.text(child(keyword, "name") ?? keyword));
  const [name, dtype = isType ? child(keyword, "value") : null] = positional;
  const assignment = assignmentOf(call);
  const left = assignment && child(assignment, "left");
  if (!name || !dtype || positional.length + keywords.length !== 2 || more.length > 0 || left?.kind !== "identifier")
    return null;
  if (context.text(name).slice(1, -1) !== context.text(left)) return null;
  return DTYPE.exec(context.text(dtype))?.[1] ?? null;
}

/** The data type of `n = T.var("int64")`, as the parser of 2022 took it, one or several to a line. */
function dtypeOfUnnamed(call: SyntaxNode, context: UnitContext): string | null {
  const { positional, keywords } = argumentsOf(call);
  const [dtype] = positional;
  const list = call.parent?.kind === "expression_list" ? call.parent : call;
  const assignment = assignmentOf(list);
  const left = assignment && child(assignment, "left");
  if (!dtype || positional.length !== 1 || keywords.length > 0 || !left) return null;
  if (left.kind !== (list === call ? "identifier" : "pattern_list")) return null;
  return DTYPE.exec(context.text(dtype))?.[1] ?? null;
}
