import { isFormer } from "../../api/changes";
import { scriptFact, scriptFactSince } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode, unwrapped, walk } from "../../syntax/node";
import { defineRule, type UnitContext, type UnitScan } from "../rule";
import { pathTest } from "../scan";
import { someMatch } from "../scan-call";
import { tirNameOf } from "./dialect";
import { nameNow } from "./name-now";
import { namesRelaxFunction, type RelaxFunction, relaxFunctionsOf } from "./relax-functions";
import { isWrittenBefore } from "./written-before";

/** Functions of TIR's dialect whose result is an expression, and not a variable. */
const EXPRESSION =
  /^(?:(?:u?int|float|bfloat)\d+\w*|bool|(?:Int|Float)Imm|[Cc]ast|min|max|ceildiv|(?:floor|trunc)(?:div|mod)|(?:Floor|Trunc)?(?:Div|Mod)|Add|Sub|Mul|Min|Max|Select|if_then_else|abs|ceil|floor|round|trunc|sqrt|exp|log2?|pow(?:er)?)$/;
const namesTir = pathTest((path) => tirNameOf(path) !== null);

const namesFormer = pathTest(isFormer);

/**
 * `m = n + 4` and `scale = T.FloatImm("float32", 0.1)` in a Relax function from before 0.26.
 *
 * The name stood for the expression. Since then it is a variable of the function, bound to it (`bind_assign_value` in TVM's
 * python/tvm/relax/script/parser/parser.py): shapes hold the variable, and what takes a number no longer takes the name.
 * `T.meta_var(…)` says that the name stands for the expression.
 *
 * Code that may be from 0.26 or after is left alone: a variable is what it may ask for.
 */
export const boundExpression = defineRule({
  code: "TVM150",
  name: "bound-expression",
  severity: "warning",
  needs: { names: namesRelaxFunction, release: (release) => scriptFact("relax-binds-expressions", release) },
  scan: (unit) =>
    unit.mentions(namesTir) && (unit.from !== null || unit.documentImports(namesFormer)) && mayBindExpression(unit),
  check(context, report) {
    const since = scriptFactSince("relax-binds-expressions");
    if (since === null || !scriptFact("relax-binds-expressions", context.release)) return;
    if (!isWrittenBefore(since, context)) return;
    for (const fn of relaxFunctionsOf(context)) {
      for (const { value, root } of boundIn(fn, context)) {
        if (isGuarded(value, context.unit.unit.text)) continue;
        report({
          span: value,
          message: t(
            "In TVM {0} this makes a variable of the function: `{1}(…)` gives the expression a name.",
            context.release,
            `${root}.meta_var`,
          ),
          fix: (at) => ({
            title: t("Wrap in `{0}`", `${root}.meta_var`),
            applicability: "safe",
            edits: [
              at.edit({ start: value.start, end: value.start }, `${root}.meta_var(`),
              at.edit({ start: value.end, end: value.end }, ")"),
            ],
          }),
        });
      }
    }
  },
});

/** `name =`, where a statement begins. */
const GIVEN = /(?:^|[;:])[ \t]*[A-Za-z_]\w*\s*=(?!=)[\s\\]*/gm;
/** `-n`, `T.int64(…`, `T.int64() *`, `(n +`: how a value begins that may be an expression. */
const OPERATOR = "[)\\s\\\\]*(?:\\/\\/?|[-+*%])";
const BEGINS = new RegExp(
  `[(\\s\\\\]*(?:[-+~]|[\\w.]*?(\\w+)\\s*(?:(\\()(?!\\s*\\))|(?:\\(\\s*\\))?${OPERATOR}))`,
  "y",
);
/** `a, b = x, y` */
const OPERAND = "[-+~(\\s]*[\\w.]+(?:\\((?:[^()]|\\([^()]*\\))*\\))?[)\\s\\\\]*";
const UNPACKED = new RegExp(`(?:^|[;:])[ \\t]*[A-Za-z_(][\\w, ()]*,[\\w, ()]*=(?!=)[\\s\\\\]*\\(?${OPERAND},`, "m");

/** Whether the text may give a name an expression. What another function than those of expressions gives makes none of what it is in. */
function mayBindExpression(unit: UnitScan): boolean {
  const { text } = unit;
  if (UNPACKED.test(text)) return true;
  return someMatch(GIVEN, text, ({ 0: found, index }) => {
    BEGINS.lastIndex = index + found.length;
    const begins = BEGINS.exec(text);
    if (!begins) return false;
    const [, name = "", call] = begins;
    return call === undefined || (EXPRESSION.test(name) && unit.mentionsAs(name, namesTir));
  });
}

interface Bound {
  readonly value: SyntaxNode;
  /** `T`, as it will be. */
  readonly root: string;
}

function boundIn({ definition }: RelaxFunction, context: UnitContext): Bound[] {
  const found: Bound[] = [];
  const body = child(definition, "body");
  if (!body) return found;
  /** Names that stand for variables and expressions of TIR, and the module that they were made with. */
  const known = new Map<string, string>();
  walk(body, (node) => {
    if (node.kind === "function_definition" || node.kind === "class_definition") return false;
    if (node.kind !== "assignment" || child(node, "type")) return true;
    for (const [target, given] of pairs(node)) {
      const value = unwrapped(given);
      const name = target.kind === "identifier" ? context.text(target) : null;
      if (name === null) continue;
      const declared = declaredWith(value, context);
      const root = declared ?? expressionRoot(value, known, context);
      if (root === null) {
        known.delete(name);
        continue;
      }
      known.set(name, root);
      if (declared === null) found.push({ value, root });
    }
    return false;
  });
  return found;
}

/** `a, b = x, y` is two. */
function pairs(assignment: SyntaxNode): [SyntaxNode, SyntaxNode][] {
  const left = child(assignment, "left");
  const right = child(assignment, "right");
  if (!left || !right) return [];
  const isList = (node: SyntaxNode) => /^(?:pattern_list|tuple_pattern|expression_list|tuple)$/.test(node.kind);
  if (!isList(left) || !isList(right)) return [[left, right]];
  if (left.children.length !== right.children.length) return [];
  return left.children.flatMap((each, i): [SyntaxNode, SyntaxNode][] => {
    const value = right.children[i];
    return value ? [[each, value]] : [];
  });
}

/** The `T` of `n = T.int64()`, `n = T.int64(is_size_var=True)`. */
function declaredWith(value: SyntaxNode, context: UnitContext): string | null {
  if (value.kind !== "call") return null;
  const { positional, spread } = argumentsOf(value);
  const isBare = positional.length === 0 && !spread;
  return isBare || isVariable(value, context) ? rootOf(value, /./, context) : null;
}

function isVariable(call: SyntaxNode, context: UnitContext): boolean {
  return /^(?:Size)?Var$/.test(tirNameOf(context.path(call.children[0] ?? call) ?? "") ?? "");
}

/** The `T` that an expression of TIR is made with; null where the value may be another. */
function expressionRoot(value: SyntaxNode, known: ReadonlyMap<string, string>, context: UnitContext): string | null {
  switch (value.kind) {
    case "call":
      return rootOf(value, EXPRESSION, context);
    case "parenthesized_expression":
      return expressionRoot(unwrapped(value), known, context);
    case "unary_operator":
    case "binary_operator": {
      const roots = value.children.flatMap((each) => {
        if (each.field === "operator" || /^(?:integer|float)$/.test(each.kind)) return [];
        const name = each.kind === "identifier" ? known.get(context.text(each)) : undefined;
        return [name ?? expressionRoot(each, known, context)];
      });
      return roots.every((each) => each !== null) ? (roots[0] ?? null) : null;
    }
    default:
      return null;
  }
}

function rootOf(call: SyntaxNode, names: RegExp, context: UnitContext): string | null {
  const fn = child(call, "function");
  const use = context.uses.names.find((each) => each.node === fn);
  return use && names.test(tirNameOf(use.path) ?? "") ? nameNow(use, context) : null;
}
