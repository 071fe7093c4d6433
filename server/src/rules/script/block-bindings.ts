import { lookup } from "../../semantic/scopes";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode, unwrapped, walk } from "../../syntax/node";
import type { UnitContext } from "../rule";
import { isBoundOnce, isOfScript } from "./expressions";
import { isUnchecked, type PrimFunc } from "./prim-funcs";

/** A value that a block gives a name, in a way that TIRx makes a scalar of: which is rejected there. */
export interface BlockBinding {
  readonly target: SyntaxNode;
  readonly value: SyntaxNode;
  /**
   * How the value keeps its name: by a binding, or, where what is said of the block uses the name, in that the name stands for the
   * value; null where that would be another program.
   */
  readonly as: "let" | "meta" | null;
}

const known = new WeakMap<PrimFunc, readonly BlockBinding[]>();

/**
 * The values that a function's blocks give names, where a scalar would be rejected: TVM finds out for itself what the block reads
 * and writes, and finds the scalar, which is not there outside of it; or what is said of the block follows, and has to come first.
 */
export function blockBindingsIn(fn: PrimFunc, context: UnitContext): readonly BlockBinding[] {
  let found = known.get(fn);
  if (!found) {
    found = isUnchecked(fn, context) ? [] : findIn(fn, context);
    known.set(fn, found);
  }
  return found;
}

function findIn({ definition }: PrimFunc, context: UnitContext): BlockBinding[] {
  const body = child(definition, "body");
  const found: BlockBinding[] = [];
  if (!body) return found;
  walk(body, (node) => {
    if (node.kind === "function_definition" || node.kind === "class_definition") return false;
    if (node.kind !== "assignment" || child(node, "type")) return true;
    const target = child(node, "left");
    const value = child(node, "right");
    const block = target && value && blockAround(node, context);
    if (!block || !target || !value || value.kind === "assignment") return true;
    const names = target.kind === "identifier" ? [target] : namesOf(target);
    if (!names?.every((name) => isBoundOnce(name, context))) return true;
    const later = laterHeaders(node, block, context);
    if (saysRegions(block, context) && later.length === 0) return true;
    const uses = later.some((header) => names.some((name) => holds(header, context.text(name), context)));
    const isMeta = uses || later.some((header) => MAKES.test(context.text(header)));
    if (target.kind === "identifier") {
      if (!isExpression(value, definition, context)) return true;
      found.push({ target, value, as: !isMeta ? "let" : isPure(value, context) ? "meta" : null });
    } else if (isPureTuple(value, definition, context)) found.push({ target, value, as: "meta" });
    return true;
  });
  return found;
}

const BLOCK = /^with\s+[\w.]+\.s?block\s*\(/;
const ROOT = /^with\s+[\w.]+\.s?block\s*\(\s*["']root["']/;
/** What is said of a block, before what it does. */
const HEADER =
  /^(?:[\w.]+\.(?:reads|writes|where)\s*\(|[\w\s,()[\]]+=[\s(]*[\w.]+\.(?:axis\.\w+|\w*alloc_buffer|match_buffer)\s*\()/;
const MAKES = /^[\w\s,()[\]]+=/;

/** The body of the block that a statement is in; null where that is the function's own. */
function blockAround(node: SyntaxNode, context: UnitContext): SyntaxNode | null {
  for (let at = node.parent; at && at.kind !== "function_definition"; at = at.parent) {
    if (at.kind !== "with_statement") continue;
    const text = context.text(at);
    if (BLOCK.test(text)) return ROOT.test(text) ? null : child(at, "body");
  }
  return null;
}

function headersOf(block: SyntaxNode, context: UnitContext): SyntaxNode[] {
  return block.children.filter((each) => each.kind === "expression_statement" && HEADER.test(context.text(each)));
}

/** The block says all that it reads and all that it writes. */
function saysRegions(block: SyntaxNode, context: UnitContext): boolean {
  const says = (name: string) => headersOf(block, context).some((each) => context.text(each).includes(`.${name}`));
  return says("reads") && says("writes");
}

function laterHeaders(assignment: SyntaxNode, block: SyntaxNode, context: UnitContext): SyntaxNode[] {
  return headersOf(block, context).filter((each) => each.start > assignment.end);
}

function holds(node: SyntaxNode, name: string, context: UnitContext): boolean {
  let found = false;
  walk(node, (each) => {
    found ||= each.kind === "identifier" && each.field !== "attribute" && context.text(each) === name;
  });
  return found;
}

/** The names of `a, b`. */
function namesOf(target: SyntaxNode): readonly SyntaxNode[] | null {
  if (!/^(?:pattern_list|tuple_pattern)$/.test(target.kind)) return null;
  return target.children.every((each) => each.kind === "identifier") ? target.children : null;
}

const OPERATION = /^(?:binary_operator|unary_operator|comparison_operator|boolean_operator|not_operator)$/;
/** Functions of TIR's dialect whose result is an expression of their arguments. */
const MAKES_EXPRESSION =
  /\.(?:u?int\d+|float\d+|bool|[Cc]ast|min|max|ceildiv|(?:floor|trunc)(?:div|mod)|Select|if_then_else|abs|ceil|floor|round|trunc|sqrt|rsqrt|exp|log2?|pow(?:er)?|sigmoid|tanh|erf|And|Or|Not)$/;

/** Something that is certainly an expression of TIR, and no buffer, region or plain number. */
function isExpression(value: SyntaxNode, definition: SyntaxNode, context: UnitContext): boolean {
  const node = unwrapped(value);
  if (node.kind === "subscript") {
    const isType = /\bBuffer$/.test(context.text(child(node, "value") ?? node));
    return !isType && !hasSlice(node) && isOfScript(node, definition, context);
  }
  if (node.kind === "call") {
    const fn = child(node, "function");
    const isMade = fn !== null && MAKES_EXPRESSION.test(context.text(fn)) && argumentsOf(node).positional.length > 0;
    return isMade && isOfScript(node, definition, context);
  }
  return OPERATION.test(node.kind) && isOfScript(node, definition, context);
}

function hasSlice(node: SyntaxNode): boolean {
  return node.kind === "slice" || node.children.some(hasSlice);
}

/** An expression that is the same wherever it stands: nothing is loaded in it. */
function isPure(value: SyntaxNode, context: UnitContext): boolean {
  let isSame = true;
  walk(value, (node) => {
    if (node.kind === "subscript" || node.kind === "lambda") isSame = false;
    const fn = node.kind === "call" ? child(node, "function") : null;
    if (fn && !MAKES_EXPRESSION.test(context.text(fn))) isSame = false;
  });
  return isSame;
}

/** `a // 2, b // 2`, or the call of a function of the file that makes such a tuple of its arguments. */
function isPureTuple(value: SyntaxNode, definition: SyntaxNode, context: UnitContext): boolean {
  if (value.kind === "expression_list" || value.kind === "tuple") {
    return value.children.every((each) => isExpression(each, definition, context) && isPure(each, context));
  }
  const fn = value.kind === "call" ? child(value, "function") : null;
  if (fn?.kind !== "identifier" || !isOfScript(value, definition, context)) return false;
  if (!argumentsOf(value).positional.every((each) => isPure(each, context))) return false;
  const bound = lookup(context.text(fn), { node: fn, unit: context.unit }, context.model.module);
  const [one] = bound;
  if (!one || bound.length !== 1 || one.binding.kind !== "function") return false;
  return makesTuple(one.binding.node);
}

/** Whether a function only computes: assignments and one return, without a call or an element of anything. */
function makesTuple(node: SyntaxNode): boolean {
  const definition = node.kind === "function_definition" ? node : node.parent;
  if (definition?.kind !== "function_definition" || definition.parent?.kind === "decorated_definition") return false;
  const body = child(definition, "body");
  let isPlain = body !== null;
  let returned: SyntaxNode | undefined;
  for (const each of body?.children ?? []) {
    if (each.kind === "return_statement") returned = each.children[0];
    else if (each.kind !== "expression_statement" && each.kind !== "comment") isPlain = false;
  }
  walk(definition, (each) => {
    if (/^(?:call|subscript|attribute|lambda|await|yield)$/.test(each.kind)) isPlain = false;
  });
  return isPlain && (returned?.kind === "expression_list" || returned?.kind === "tuple");
}
