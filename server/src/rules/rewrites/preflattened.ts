import { t } from "../../l10n";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import type { UnitContext } from "../rule";
import type { Rewrite } from "./rewrite";

/**
 * `T.preflattened_buffer(A, shape, dtype, data=A.data)`: the shape that the parameter `A`, declared flat, has for callers. Now
 * the parameter has that shape, and the flat buffer is declared over its memory.
 */
export const preflattened: Rewrite = {
  names: ["preflattened_buffer"],
  fix(use, context) {
    const call = use.node.parent;
    const last = use.names.at(-1);
    if (call?.kind !== "call" || call.parent?.kind !== "expression_statement" || !last) return null;
    const found = declaredIn(call, context);
    const parameter = found && parameterOf(found.name, call, context);
    if (!found || !parameter) return null;
    const root = context.text({ start: use.node.start, end: last.start });
    const whole = `${found.name}_arg`;
    if (isTaken(whole, parameter.definition, context)) return null;
    const dtype = found.dtype ?? parameter.dtype;
    const rest = dtype === null ? "" : `, ${dtype}`;
    const flat = parameter.dtype === null ? "" : `, ${parameter.dtype}`;
    const written = `${found.name} = ${root}decl_buffer(${parameter.shape}${flat}, data=${whole}.data)`;
    return {
      title: t("Change to `{0}`", written),
      applicability: "safe",
      edits: [
        context.edit(parameter.name, whole),
        context.edit(parameter.annotation, `${parameter.buffer}(${tupleText(found.shape)}${rest})`),
        context.edit(call, written),
      ],
    };
  },
};

interface Declared {
  readonly name: string;
  readonly shape: string;
  readonly dtype: string | null;
}

/** Null where the call says more than a shape and a type: strides, an offset. */
function declaredIn(call: SyntaxNode, context: UnitContext): Declared | null {
  const { positional, keywords, spread } = argumentsOf(call);
  const given = new Map(["buffer", "shape", "dtype", "data"].map((name, i) => [name, positional[i]]));
  for (const each of keywords) {
    const name = child(each, "name");
    const value = child(each, "value");
    if (name && value) given.set(context.text(name), value);
  }
  const text = (name: string) => {
    const node = given.get(name);
    return node ? context.text(node) : null;
  };
  const [name, shape, data] = [text("buffer"), text("shape"), text("data")];
  if (spread || positional.length > 4 || given.size > 4 || !name || !shape) return null;
  if (!/^\w+$/.test(name) || (data !== null && data !== `${name}.data`) || /#/.test(context.text(call))) return null;
  return { name, shape, dtype: text("dtype") };
}

interface Parameter {
  readonly definition: SyntaxNode;
  readonly name: SyntaxNode;
  readonly annotation: SyntaxNode;
  /** `T.Buffer` */
  readonly buffer: string;
  readonly shape: string;
  readonly dtype: string | null;
}

/** The parameter of that name, where its annotation says no more than a shape and a type. */
function parameterOf(name: string, call: SyntaxNode, context: UnitContext): Parameter | null {
  let definition: SyntaxNode | null = call;
  while (definition && definition.kind !== "function_definition") definition = definition.parent;
  const parameters = definition && child(definition, "parameters");
  for (const each of parameters?.children ?? []) {
    const [own] = each.children;
    const annotation = each.kind === "typed_parameter" ? child(each, "type") : null;
    if (!definition || !annotation || own?.kind !== "identifier" || context.text(own) !== name) continue;
    const [, buffer, written] = /^([\w.]*\bBuffer)\s*[[(]([\s\S]*?),?\s*[\])]$/.exec(context.text(annotation)) ?? [];
    const [, shape, dtype] =
      /^(\([^()]*\)|\[[^[\]]*\]|\d+)(?:\s*,\s*(?:dtype\s*=\s*)?(["'][\w]+["']))?$/.exec(written ?? "") ?? [];
    return buffer && shape ? { definition, name: own, annotation, buffer, shape, dtype: dtype ?? null } : null;
  }
  return null;
}

function tupleText(shape: string): string {
  const inner = /^\[([\s\S]*?),?\s*\]$/.exec(shape)?.[1];
  if (inner === undefined) return shape;
  return /,/.test(inner) ? `(${inner})` : `(${inner},)`;
}

function isTaken(name: string, definition: SyntaxNode, context: UnitContext): boolean {
  let isTakenNow = false;
  walk(definition, (node) => {
    if (node.kind === "identifier" && context.text(node) === name) isTakenNow = true;
  });
  return isTakenNow;
}
