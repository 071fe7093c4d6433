import { isKeyAnywhere } from "../../api/attribute-keys";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import type { UnitContext } from "../rule";

/** Functions whose first argument is a key, or a dictionary of them. */
const TAKES_KEYS = /(?:^|\.)(?:func_attr|with_attr|without_attr|with_attrs|sblock_attr|block_attr|get_attr)$/;

/** The key of a function's attribute that a string is; null where it stands for something else. */
export function attributeKeyAt(node: SyntaxNode, context: UnitContext): string | null {
  const [, , key] = /^(["'])([\w.]+)\1$/.exec(context.text(node)) ?? [];
  return key !== undefined && (isKey(node, context) || (isKeyAnywhere(key) && importsTvm(context))) ? key : null;
}

function importsTvm({ model }: UnitContext): boolean {
  return model.module.imports("tvm");
}

/** The value that goes with such a key, where it is written beside it. */
export function attributeValueOf(key: SyntaxNode): SyntaxNode | null {
  if (key.parent?.kind === "pair") return child(key.parent, "value");
  const call = key.parent?.kind === "argument_list" ? key.parent.parent : null;
  return call?.kind === "call" ? (argumentsOf(call).positional[1] ?? null) : null;
}

function isKey(node: SyntaxNode, context: UnitContext): boolean {
  let at: SyntaxNode = node;
  if (at.parent?.kind === "pair" && at.field === "key") at = at.parent.parent ?? at;
  else if (at.parent?.kind === "subscript" && at.field === "subscript") {
    const value = at.parent.children[0];
    return value?.kind === "attribute" && /\.attrs$/.test(context.text(value));
  }
  const call = at.parent?.kind === "argument_list" ? at.parent.parent : null;
  const fn = call?.kind === "call" ? child(call, "function") : null;
  return call !== null && fn !== null && TAKES_KEYS.test(context.text(fn)) && argumentsOf(call).positional[0] === at;
}
