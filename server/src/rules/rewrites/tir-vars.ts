import { t } from "../../l10n";
import { nameOf } from "../../semantic/scopes";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import type { PlacedUnit } from "../../syntax/unit";
import { withoutArgument } from "../argument-list";
import { Contexts } from "../context";
import type { Fix, PartEdit, UnitContext } from "../rule";

/**
 * `R.call_tir(cls.f, (x,), out_sinfo=…, tir_vars=R.shape([n]))`: the variables go among the arguments, and so, in the function
 * that is called, their parameters go before the outputs.
 *
 * Only where the function stands in the same module and every call of it that can be seen is written in that way; otherwise
 * one half would be changed without the other. A function that has no parameters for the variables was called with more
 * than it takes: there they are left out. One that has them before the outputs already stays as it is.
 */
export function tirVarsFix(call: SyntaxNode, argument: SyntaxNode, context: UnitContext): Fix | null {
  const parts = callOf(call, context);
  if (!parts) return null;
  const callee = calleeOf(parts.name, context);
  if (!callee) return null;
  const calls = callsOf(parts.name, context);
  if (!calls) return null;
  const { inputs, outputs, variables } = parts;
  const parameters = child(callee.node, "parameters")?.children ?? [];
  if (parameters.some((each) => each.kind === "comment")) return null;
  const isSameEverywhere = calls.every(
    (each) =>
      each.inputs.length === inputs.length && each.outputs === outputs && each.variables.length === variables.length,
  );
  if (!isSameEverywhere) return null;
  const isBuffer = parameters.map((each) => isBufferParameter(each, callee.context));
  if (parameters.length === inputs.length + outputs && isBuffer.slice(inputs.length).every(Boolean))
    return {
      title: t("Leave `{0}=` out", "tir_vars"),
      applicability: "safe",
      edits: withoutArgument(argument, context),
    };
  if (parameters.length !== inputs.length + outputs + variables.length) return null;
  const moved = reordered(parameters, isBuffer, inputs.length, outputs, callee.context);
  if (!moved) return null;
  return {
    title: t("Pass `tir_vars` among the arguments"),
    applicability: "safe",
    edits: [context.edit(parts.list, parts.written), ...withoutArgument(argument, context), ...moved],
  };
}

interface TirCall {
  readonly name: string;
  readonly list: SyntaxNode;
  /** The argument list as it is to be. */
  readonly written: string;
  readonly inputs: readonly string[];
  readonly outputs: number;
  readonly variables: readonly string[];
}

/** What a `call_tir` says, where it is all written out; null elsewhere. */
function callOf(call: SyntaxNode, context: UnitContext): TirCall | null {
  const { positional, keywords, spread } = argumentsOf(call);
  const named = (pattern: RegExp) => {
    const found = keywords.find((each) => pattern.test(context.text(child(each, "name") ?? each)));
    return found ? child(found, "value") : null;
  };
  const isInplace = /_inplace$/.test(context.text(child(call, "function") ?? call));
  const [callee, list = named(/^args$/), ...rest] = positional;
  const indices = isInplace ? (rest.shift() ?? named(/^inplace_indices$/)) : null;
  const [out = named(/^out_(?:sinfo|ty)$/), vars = named(/^tir_vars$/)] = rest;
  if (spread || callee?.kind !== "attribute" || !list || !out || !vars || (isInplace && !indices)) return null;
  const attribute = child(callee, "attribute");
  const inputs = elementsOf(list, context);
  const variables = elementsOf(unshaped(vars, context), context);
  if (!attribute || !inputs || !variables) return null;
  const outputs = indices ? newOutputs(indices, context) : out.kind === "list" ? out.children.length : 1;
  if (outputs === null) return null;
  const all = [...inputs, ...variables];
  const [open, close] = list.kind === "list" ? ["[", "]"] : ["(", ")"];
  const written = `${open}${all.join(", ")}${all.length === 1 && open === "(" ? "," : ""}${close}`;
  return { name: context.text(attribute), list, written, inputs, outputs, variables };
}

/** The outputs that are not written into an input, `-1`, of `inplace_indices`; null where it is not all numbers. */
function newOutputs(indices: SyntaxNode, context: UnitContext): number | null {
  const all = (indices.kind === "list" ? indices.children : [indices]).map((each) => context.text(each));
  return all.every((each) => /^-?\d+$/.test(each)) ? all.filter((each) => each === "-1").length : null;
}

/** `R.shape([n])`, `R.ShapeExpr([n])` → `[n]` */
function unshaped(node: SyntaxNode, context: UnitContext): SyntaxNode {
  if (node.kind !== "call") return node;
  const fn = child(node, "function");
  const [only, ...more] = argumentsOf(node).positional;
  return fn && /^(?:shape|ShapeExpr)$/.test(context.text(child(fn, "attribute") ?? fn)) && only && more.length === 0
    ? only
    : node;
}

/** The elements of a tuple or list as text; of any other plain expression that one alone. */
function elementsOf(node: SyntaxNode, context: UnitContext): string[] | null {
  if (node.children.some((each) => each.kind === "comment")) return null;
  const fn = node.kind === "call" ? child(node, "function") : null;
  if (fn && /\.tuple$/.test(context.text(fn))) {
    const { positional, keywords, spread } = argumentsOf(node);
    return spread || keywords.length > 0 ? null : positional.map((each) => context.text(each));
  }
  if (node.kind === "tuple" || node.kind === "list") {
    if (node.children.some((each) => each.kind === "list_splat")) return null;
    return node.children.map((each) => context.text(each));
  }
  if (node.kind === "parenthesized_expression") return node.children.map((each) => context.text(each));
  // A name may stand for a tuple: `args = (x, y)`.
  return node.kind === "identifier" && /^(?:tuple|list)$/.test(valueKind(node, context)) ? null : [context.text(node)];
}

function valueKind(name: SyntaxNode, context: UnitContext): string {
  let kind = "";
  walk(context.unit.unit.root, (node) => {
    const left = node.kind === "assignment" ? child(node, "left") : null;
    if (left && context.text(left) === context.text(name)) kind = child(node, "right")?.kind ?? "";
  });
  return kind;
}

/** The units that stand in the same class as this one, or this one alone. */
function siblings(context: UnitContext): readonly PlacedUnit[] {
  const shell = context.unit.shells.at(-1);
  return shell ? context.model.units.filter((unit) => unit.shells.at(-1) === shell) : [context.unit];
}

function calleeOf(name: string, context: UnitContext): { node: SyntaxNode; context: UnitContext } | null {
  const contexts = new Contexts(context.model, context.release);
  const found: { node: SyntaxNode; context: UnitContext }[] = [];
  for (const unit of siblings(context)) {
    walk(unit.unit.root, (node) => {
      if (node.kind !== "function_definition" || nameOf(node, unit.unit) !== name) return;
      found.push({ node, context: unit === context.unit ? context : contexts.of(unit) });
    });
  }
  return found.length === 1 ? (found[0] ?? null) : null;
}

/** Every `call_tir` of the function in the module; null where one is not all written out, or it is used in another way. */
function callsOf(name: string, context: UnitContext): TirCall[] | null {
  const contexts = new Contexts(context.model, context.release);
  const calls: TirCall[] = [];
  for (const unit of siblings(context)) {
    const at = unit === context.unit ? context : contexts.of(unit);
    let unclear = false;
    walk(unit.unit.root, (node) => {
      if (node.kind !== "attribute" || at.text(child(node, "attribute") ?? node) !== name) return;
      const call = node.parent?.kind === "argument_list" ? node.parent.parent : null;
      const fn = call?.kind === "call" ? child(call, "function") : null;
      const found =
        call && fn && /\.call_tir(?:_with_grad|_inplace|_local_view)?$/.test(at.text(fn)) ? callOf(call, at) : null;
      if (found) calls.push(found);
      else unclear = true;
    });
    if (unclear) return null;
  }
  return calls;
}

/** Whether a parameter is a buffer or its pointer, and no number. */
function isBufferParameter(parameter: SyntaxNode, context: UnitContext): boolean {
  const type = child(parameter, "type");
  return type !== null && /\b(?:Buffer|handle|Ptr)\b/.test(context.text(type));
}

/**
 * The parameters with the last ones, the variables, before the outputs: each place gets another's text. None where they stand
 * so already; null where behind the inputs there are others.
 */
function reordered(
  parameters: readonly SyntaxNode[],
  isBuffer: readonly boolean[],
  inputs: number,
  outputs: number,
  context: UnitContext,
): PartEdit[] | null {
  const outer = isBuffer.slice(inputs);
  const variables = outer.length - outputs;
  const are = (from: number, to: number, what: boolean) => outer.slice(from, to).every((each) => each === what);
  if (are(0, variables, false) && are(variables, outer.length, true)) return [];
  if (!are(0, outputs, true) || !are(outputs, outer.length, false)) return null;
  const order = [
    ...parameters.slice(0, inputs),
    ...parameters.slice(inputs + outputs),
    ...parameters.slice(inputs, inputs + outputs),
  ];
  return parameters.flatMap((each, i) => {
    const other = order[i];
    return other && other !== each ? [context.edit(each, context.text(other))] : [];
  });
}
