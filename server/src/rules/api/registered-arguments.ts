import { type AddedArgument, addedArgumentOf } from "../../api/registered";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { argumentsOf } from "../../semantic/values";
import { child, closest, type SyntaxNode, walk } from "../../syntax/node";
import { withoutArgument } from "../argument-list";
import { defineRule, type Fix, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { someMatch } from "../scan-call";

const CALL = /^tvm\.script\.(?:parser\.)?relax\.call_(?:packed|pure_packed|dps_packed)$/;
const callsRegistered = pathTest((path) => CALL.test(path));
const NAME = /["'](runtime\.[\w.]+)["']/g;

/**
 * `R.call_packed("runtime.disco.allreduce", x, R.shape([0]), y)`: a function that TVM registers for all languages, with one
 * argument fewer, or more, than the targeted release's takes.
 *
 * It parses; what is called counts its arguments, and raises. Silent where the arguments are not all written out.
 */
export const registeredArguments = defineRule({
  code: "TVM123",
  name: "registered-arguments",
  severity: "warning",
  needs: { names: callsRegistered },
  scan: ({ text, release }) => someMatch(NAME, text, ([, name = ""]) => addedArgumentOf(name, release) !== null),
  check(context, report) {
    for (const use of context.uses.names) {
      const call = use.node.parent;
      if (call?.kind !== "call" || use.node.field !== "function" || !CALL.test(use.path)) continue;
      const given = givenTo(call, use.path.endsWith("dps_packed"), context);
      const found = given && addedArgumentOf(given.name, context.release);
      if (!given || !found || isGuarded(call, context.unit.unit.text)) continue;
      const { added, isThere } = found;
      const before = given.isIntoResult ? added.before - 1 : added.before;
      if (given.values.length !== (isThere ? before : before + 1)) continue;
      report({
        span: given.callee,
        message: t(
          'The function "{0}" takes {1} arguments in TVM {2}.',
          added.name,
          isThere ? added.before + 1 : added.before,
          context.release,
        ),
        fix: (at) => (isThere ? addition(given, added, at) : removal(given, added, at)),
      });
    }
  },
});

interface Given {
  readonly name: string;
  readonly callee: SyntaxNode;
  /** What stands in for the module that `R` is. */
  readonly root: string;
  readonly values: readonly SyntaxNode[];
  /** `call_dps_packed`: the values are a tuple, list or single value, and what is written into is no argument. */
  readonly isIntoResult: boolean;
  readonly list: SyntaxNode | null;
}

function givenTo(call: SyntaxNode, isIntoResult: boolean, context: UnitContext): Given | null {
  const { positional, keywords, spread } = argumentsOf(call);
  const [callee, ...rest] = positional;
  const fn = child(call, "function");
  const name = /^(["'])([\w.]+)\1$/.exec(callee ? context.text(callee) : "")?.[2];
  if (spread || !callee || !fn || name === undefined) return null;
  const root = context.text(child(fn, "object") ?? fn);
  if (!isIntoResult) return { name, callee, root, values: rest, isIntoResult, list: null };
  const named = keywords.find((each) => context.text(child(each, "name") ?? each) === "args");
  const list = rest[0] ?? (named ? child(named, "value") : null);
  if (!list) return null;
  const values = list.kind === "tuple" || list.kind === "list" ? list.children : [list];
  const isPlain = values.every((each) => each.kind !== "list_splat" && each.kind !== "comment");
  return isPlain ? { name, callee, root, values, isIntoResult, list } : null;
}

function addition(given: Given, added: AddedArgument, context: UnitContext): Fix | null {
  const { values, list, root } = given;
  const title = t("Give it `{0}` as well", added.value);
  const last = values[added.at - 1];
  if (!last) return null;
  if (list && values[0] === list) {
    if (!isTensor(list, context)) return null;
    const written = `[${context.text(list)}, ${added.value}]`;
    return { title, applicability: "safe", edits: [context.edit(list, written)] };
  }
  const value = list ? added.value : `${root}.prim_value(${added.value})`;
  // The comma that makes a tuple of one value is not needed for two.
  const isAlone = list?.kind === "tuple" && values.length === 1;
  const end = isAlone
    ? last.end + (/^,(?=\))/.exec(context.unit.unit.text.slice(last.end))?.[0].length ?? 0)
    : last.end;
  return { title, applicability: "safe", edits: [context.edit({ start: last.end, end }, `, ${value}`)] };
}

function removal(given: Given, added: AddedArgument, context: UnitContext): Fix | null {
  const value = given.values[added.at];
  if (!value || !/^(?:[\w.]+\.prim_value\(\s*)?(?:True|False)\s*\)?$/.test(context.text(value))) return null;
  const title = t("Leave `{0}` out", context.text(value));
  if (given.list?.kind === "tuple" && given.values.length === 2) {
    const [first] = given.values;
    const comma = /^(?:\s|\\\r?\n)*,/.exec(context.unit.unit.text.slice(value.end))?.[0] ?? "";
    const rest = first && { start: first.end, end: value.end + comma.length };
    return rest ? { title, applicability: "safe", edits: [context.edit(rest, ",")] } : null;
  }
  return { title, applicability: "safe", edits: withoutArgument(value, context) };
}

/** Whether a name is written down as a tensor: a parameter of the function, or bound with its type. */
function isTensor(node: SyntaxNode, context: UnitContext): boolean {
  const fn = node.kind === "identifier" ? closest(node, (each) => each.kind === "function_definition") : null;
  let found = false;
  if (!fn) return false;
  walk(fn, (each) => {
    const type = each.kind === "typed_parameter" || each.kind === "assignment" ? child(each, "type") : null;
    const name = each.kind === "assignment" ? child(each, "left") : each.children[0];
    if (type && name && context.text(name) === context.text(node))
      found ||= /^[\w.]*\bTensor\b/.test(context.text(type));
  });
  return found;
}
