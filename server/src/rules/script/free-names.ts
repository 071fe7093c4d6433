import { lookup } from "../../semantic/scopes";
import { argumentsOf } from "../../semantic/values";
import { child, closest, type SyntaxNode, unwrapped, walk } from "../../syntax/node";
import type { UnitContext } from "../rule";
import type { PrimFunc } from "./prim-funcs";

/** A name in a PrimFunc that stands for something which no statement of the function defines. */
export interface FreeName {
  readonly name: SyntaxNode;
  readonly kind: "variable" | "buffer";
}

/** `n = T.int32()`, `n = T.var("int32")`: a variable, for others to define. */
const VARIABLE = /\.(?:(?:u?int|float)\d+|bool|handle)\(\s*\)$|\.(?:var|Var)\(\s*["'][\w"',\s]*\)$/;
const BUFFER = /(?:^|\.)(?:Buffer|buffer_decl)$/;
/** What a unit with a free name has in its text. */
export const MAY_BE_FREE = /\b(?:(?:(?:u?int|float)\d+|bool|handle)\s*\(\s*\)|(?:[vV]ar|Buffer|buffer_decl)\s*\()/;
/** Calls that define variables among their arguments, or may. */
const DEFINES =
  /(?:^|\.)(?:match_buffer|\w*alloc_buffer|decl_buffer|buffer_decl|Buffer|allocate\w*|bind|LetStmt|[Ll]et|attr|launch_thread|env_thread|meta_var)$/;

/**
 * The variables and buffers that a function takes out of nowhere. Variables are defined by the shapes of parameters, by bindings and
 * threads; buffers by parameters and allocations.
 */
export function freeNames({ definition }: PrimFunc, context: UnitContext): FreeName[] {
  const found: FreeName[] = [];
  const body = child(definition, "body");
  if (!body) return found;
  walk(body, (node) => {
    if (/^(?:function_definition|class_definition|lambda)$/.test(node.kind)) return false;
    const name = node.kind === "assignment" ? child(node, "left") : null;
    const right = node.kind === "assignment" ? child(node, "right") : null;
    const value = right && unwrapped(right);
    if (name?.kind !== "identifier" || value?.kind !== "call" || child(node, "type")) return true;
    const kind = kindOf(value, context);
    if (kind && isFree(name, kind, definition, context)) found.push({ name, kind });
    return true;
  });
  return found;
}

function kindOf(call: SyntaxNode, context: UnitContext): FreeName["kind"] | null {
  const fn = child(call, "function");
  if (!fn || !context.path(fn)?.startsWith("tvm.")) return null;
  if (VARIABLE.test(context.text(call))) return "variable";
  if (!BUFFER.test(context.text(fn))) return null;
  const { positional, keywords, spread } = argumentsOf(call);
  const hasMemory = spread || positional.length > 2 || keywords.some((each) => /^data\b/.test(context.text(each)));
  return hasMemory ? null : "buffer";
}

function isFree(name: SyntaxNode, kind: FreeName["kind"], definition: SyntaxNode, context: UnitContext): boolean {
  const text = context.text(name);
  if (lookup(text, { node: name, unit: context.unit }, context.model.module).length !== 1) return false;
  let isUsed = false;
  let mayBeDefined = false;
  walk(definition, (node) => {
    if (node.kind !== "identifier" || node === name || context.text(node) !== text) return;
    if (node.field === "attribute" || (node.field === "name" && node.parent?.kind === "keyword_argument")) return;
    if (kind === "buffer") isUsed ||= node.parent?.kind === "subscript" && node.field === "value";
    else if (isDefining(node, context)) mayBeDefined = true;
    else isUsed = true;
  });
  return isUsed && !mayBeDefined;
}

/** Whether a variable stands where that may define it. */
function isDefining(node: SyntaxNode, context: UnitContext): boolean {
  const around = closest(node.parent, (each) => {
    if (each.kind === "expression_statement" || each.kind === "block") return true;
    if (each.kind === "keyword_argument") return /^(?:var|where)\b/.test(context.text(each));
    const fn = each.kind === "call" ? child(each, "function") : null;
    return fn !== null && DEFINES.test(context.text(fn));
  });
  return around !== null && (around.kind === "call" || around.kind === "keyword_argument");
}
