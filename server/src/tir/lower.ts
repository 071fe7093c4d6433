/** A definition (`@T.prim_func`, `@R.function`, `@I.ir_module`) as the tree that TVM would build of it. */

import { declaredResult, readRelaxFunction } from "../relax/functions";
import type { RelaxType } from "../relax/ir";
import { child, type SyntaxNode } from "../syntax/node";
import type { DType } from "./dtype";
import { named } from "./expressions";
import { declaredScalar, readPrimFunc } from "./functions";
import type { Opaque } from "./ir";
import { Lowering, type LoweringContext } from "./lowering";
import { scriptName } from "./names";
import { type Renderable, renderTree } from "./render";
import type { TreeNode } from "./tree";

export type { LoweringContext } from "./lowering";
export { type TreeNode, toAst } from "./tree";

export type DefinitionForm = "PrimFunc" | "Function" | "IRModule";

export interface LoweredDefinition {
  readonly kind: DefinitionForm;
  readonly name: string;
  readonly root: TreeNode;
}

/** What a decorator makes of what it decorates; null where it is none of TVMScript's. */
export function formOf(path: string | null): DefinitionForm | null {
  switch (scriptName(path)) {
    case "I.tir":
    case "I.tirx":
    case "T.prim_func":
    case "T.jit":
      return "PrimFunc";
    case "R.function":
      return "Function";
    case "I.ir_module":
      return "IRModule";
    default:
      return null;
  }
}

interface Decorated {
  readonly form: DefinitionForm;
  readonly definition: SyntaxNode;
  /** Keyword arguments of the decorator that are plain constants. */
  readonly flags: ReadonlyMap<string, string>;
}

/** The decorated function or class in a `decorated_definition`; null where no decorator is TVMScript's. */
export function decorated(node: SyntaxNode, context: LoweringContext): Decorated | null {
  if (node.kind !== "decorated_definition") return null;
  const definition = child(node, "definition");
  if (!definition) return null;
  for (const decorator of named(node).filter((each) => each.kind === "decorator")) {
    const [expression] = named(decorator);
    const callee = expression?.kind === "call" ? child(expression, "function") : expression;
    const form = callee ? formOf(context.resolve(callee)) : null;
    if (!form) continue;
    const list = expression?.kind === "call" ? child(expression, "arguments") : null;
    const flags = new Map<string, string>();
    for (const each of list ? named(list) : []) {
      const name = child(each, "name");
      const value = child(each, "value");
      if (name && value) flags.set(text(context, name), text(context, value));
    }
    return { form, definition, flags };
  }
  return null;
}

function text(context: LoweringContext, node: SyntaxNode): string {
  return context.text.slice(node.start, node.end);
}

/** Never throws: what cannot be read is `Opaque` in the tree. Null where the node is no TVMScript definition. */
export function lowerDefinition(node: SyntaxNode, context: LoweringContext): LoweredDefinition | null {
  const found = decorated(node, context);
  if (!found) return null;
  const nameNode = child(found.definition, "name");
  const name = nameNode ? text(context, nameNode) : "";
  const typed = readDefinition(found, node, context, name);
  return { kind: found.form, name, root: renderTree(typed, context.text, context.release) };
}

/** What the functions of a module give, as far as that is declared. */
interface Results {
  readonly relax: ReadonlyMap<string, RelaxType | Opaque>;
  readonly scalars: ReadonlyMap<string, DType>;
}

function readDefinition(
  found: Decorated,
  node: SyntaxNode,
  context: LoweringContext,
  name: string,
  results: Results = { relax: new Map(), scalars: new Map() },
): Renderable {
  const low = new Lowering(context);
  low.results = results.relax;
  low.scalars = results.scalars;
  const source = low.source(node);
  switch (found.form) {
    case "PrimFunc":
      return readPrimFunc(low, found.definition, source, {
        stir: !low.since("0.24") || found.flags.get("s_tir") === "True",
      });
    case "Function":
      return readRelaxFunction(low, found.definition, source, { pure: found.flags.get("pure") !== "False" });
    case "IRModule":
      return readModule(found, node, context, name);
  }
}

function readModule(found: Decorated, node: SyntaxNode, context: LoweringContext, name: string): Renderable {
  const body = child(found.definition, "body");
  const inner: LoweringContext = { ...context, moduleName: name };
  const members = (body ? named(body) : []).flatMap((each) => {
    const member = decorated(each, inner);
    const nameNode = member ? child(member.definition, "name") : null;
    return member && nameNode ? [{ member, node: each, name: text(context, nameNode) }] : [];
  });
  const results = { relax: new Map<string, RelaxType | Opaque>(), scalars: new Map<string, DType>() };
  for (const { member, name: of } of members) {
    const low = new Lowering(inner);
    if (member.form === "Function") results.relax.set(of, declaredResult(low, member.definition));
    const scalar = member.form === "PrimFunc" ? declaredScalar(low, member.definition) : null;
    if (scalar) results.scalars.set(of, scalar);
  }
  const functions = members.map((each) => readDefinition(each.member, each.node, inner, each.name, results));
  return { type: "IRModule", functions, span: { start: node.start, end: node.end }, text: name } as Renderable;
}
