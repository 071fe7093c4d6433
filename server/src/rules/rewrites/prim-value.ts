import { t } from "../../l10n";
import { functionAround } from "../../semantic/scopes";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import type { Fix, PartEdit, UnitContext } from "../rule";
import { dialectName } from "../script/dialect";

/**
 * `count: R.Prim(value="n")`, a parameter whose value is the `n` of the function's shapes: since variables are told apart by
 * identity a parameter of a plain type is itself the variable, `n: R.Prim("int64")`. Where another parameter's shape has the `n`
 * already, the parameter is a value beside it.
 */
export function primValueFix(argument: SyntaxNode, context: UnitContext): Fix | null {
  const definition = functionAround(argument);
  for (const parameter of (definition && child(definition, "parameters")?.children) ?? []) {
    const found = valued(parameter, context);
    const edits = definition && found?.argument === argument ? rewritten(definition, found, context) : null;
    if (edits) return { title: t("Name the type of the value"), applicability: "safe", edits };
  }
  return null;
}

interface Valued {
  readonly parameter: SyntaxNode;
  readonly name: SyntaxNode;
  /** `value="n"` */
  readonly argument: SyntaxNode;
  /** `n` */
  readonly variable: string;
}

/** A parameter that is annotated with `R.Prim(value="n")`. */
function valued(parameter: SyntaxNode, context: UnitContext): Valued | null {
  const name = parameter.kind === "typed_parameter" ? parameter.children[0] : undefined;
  let call = child(parameter, "type");
  while (call?.kind === "type") call = call.children[0] ?? null;
  if (name?.kind !== "identifier" || call?.kind !== "call") return null;
  const called = dialectName(context.path(call.children[0] ?? call) ?? "");
  const { positional, keywords } = argumentsOf(call);
  const [argument, ...more] = keywords;
  if (called?.dialect !== "relax" || called.name !== "Prim" || positional.length > 0 || more.length > 0) return null;
  if (!argument || context.text(child(argument, "name") ?? argument) !== "value") return null;
  const [, variable] = /^["']([A-Za-z_]\w*)["']$/.exec(context.text(child(argument, "value") ?? argument)) ?? [];
  return variable === undefined ? null : { parameter, name, argument, variable };
}

function rewritten(definition: SyntaxNode, found: Valued, context: UnitContext): PartEdit[] | null {
  const { parameter, name, argument, variable } = found;
  const parameters = child(definition, "parameters")?.children ?? [];
  const body = child(definition, "body");
  if (!body) return null;
  const dtype = declaredType(body, variable, context);
  if (dtype === null) return null;
  const edits = [context.edit(argument, `"${dtype}"`)];
  const others = parameters.filter((each) => each !== parameter);
  const mention = new RegExp(`\\b${variable}\\b`);
  if (others.some((each) => isDefinedBy(each, variable, context))) return edits;
  const isBefore = others.every((each) => each.start > parameter.end || !mention.test(context.text(each)));
  const isTaken = others.some((each) => context.text(each.children[0] ?? each) === variable);
  const old = context.text(name);
  if (!isBefore || isTaken || (old !== variable && holdsFunction(body))) return null;
  if (old === variable) return edits;
  edits.push(context.edit(name, variable));
  walk(body, (node) => {
    if (node.kind === "identifier" && context.text(node) === old && !isLabel(node))
      edits.push(context.edit(node, variable));
  });
  return edits;
}

/** The type that the body gives the variable; that of sizes where it says none. */
function declaredType(body: SyntaxNode, variable: string, context: UnitContext): string | null {
  let dtype: string | null = "int64";
  walk(body, (node) => {
    const left = node.kind === "assignment" ? child(node, "left") : null;
    if (!left || !new RegExp(`\\b${variable}\\b`).test(context.text(left))) return;
    const [, declared] =
      /^[\w.]+\.((?:u?int|float|bfloat)\d+|bool)\(\s*\)$/.exec(context.text(child(node, "right") ?? node)) ?? [];
    dtype = left.kind === "identifier" && declared !== undefined ? declared : null;
  });
  return dtype;
}

/** A parameter's shape has the variable as one of its sizes: `R.Tensor(("n",))`, `R.Shape(["n"])`. */
function isDefinedBy(parameter: SyntaxNode, variable: string, context: UnitContext): boolean {
  let found = false;
  walk(parameter, (node) => {
    if (node.kind !== "string" || !/^(?:tuple|list)$/.test(node.parent?.kind ?? "")) return;
    if (context.text(node).slice(1, -1).trim() === variable) found = true;
  });
  return found;
}

function holdsFunction(body: SyntaxNode): boolean {
  let found = false;
  walk(body, (node) => {
    if (node.kind === "function_definition" || node.kind === "lambda") found = true;
  });
  return found;
}

/** `x.name`, `f(name=…)` */
function isLabel(node: SyntaxNode): boolean {
  if (node.parent?.kind === "attribute") return node.field === "attribute";
  return node.parent?.kind === "keyword_argument" && node.field === "name";
}
