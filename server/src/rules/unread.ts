import type { Span } from "../position";
import type { Binding } from "../semantic/bindings";
import { constantAt } from "../semantic/constants";
import { lookup } from "../semantic/scopes";
import { child, closest, firstPart, nodeAt, type SyntaxNode } from "../syntax/node";
import type { Reading } from "../tir/lower";
import type { UnitContext } from "./rule";
import { tirNameOf } from "./script/dialect";

/**
 * Whether nothing reads what is written there: it stands in a branch that its condition never lets be taken. TVM's parser
 * goes past such a branch as Python does, so what is wrong there fails only on the day when the condition changes.
 */
export function isUnread(span: Span, context: UnitContext): boolean {
  const { root, hasError } = context.unit.unit;
  // Python reads a file whole before it runs any of it.
  if (hasError) return false;
  const node = nodeAt(root, span.start);
  if (!closest(node, (each) => BRANCHES.has(each.kind) && conditionsOf(each).some((one) => !isOfRunTime(one, context))))
    return false;
  const reading = context.definitions.find(({ node: own }) => own.start <= span.start && span.end <= own.end);
  if (reading?.unread.some(({ start, end }) => start <= span.start && span.end <= end)) return true;
  return isNeverTaken(node, reading ?? null, context);
}

/** Syntax of which a part may be left out. */
const BRANCHES = new Set(["if_statement", "conditional_expression", "boolean_operator"]);

function conditionsOf(branch: SyntaxNode): readonly SyntaxNode[] {
  switch (branch.kind) {
    case "if_statement":
      return [branch, ...branch.children].flatMap((each) => child(each, "condition") ?? []);
    case "boolean_operator":
      return [child(branch, "left") ?? branch];
    default:
      return branch.children;
  }
}

/** `tx < 32`, where `tx` is what a function of TVM's gave: asked before a function is read as a whole, which costs more. */
function isOfRunTime(condition: SyntaxNode, context: UnitContext): boolean {
  switch (condition.kind) {
    case "identifier": {
      const name = context.text(condition);
      const bound = lookup(name, { node: condition, unit: context.unit }, context.model.module);
      return bound.length > 0 && bound.every(({ binding, unit }) => unit === context.unit && isGiven(binding, context));
    }
    case "comparison_operator":
      // `tx is None` is Python's.
      if (condition.children.some(({ kind }) => /^(?:is|in|not in|is not)$/.test(kind))) return false;
      return condition.children.some((each) => isOfRunTime(each, context));
    case "binary_operator":
    case "unary_operator":
      return condition.children.some((each) => isOfRunTime(each, context));
    case "parenthesized_expression":
    case "not_operator":
      return condition.children.every((each) => isOfRunTime(each, context));
    default:
      return false;
  }
}

/** What may give a value of Python's. */
const OF_PYTHON = /^(?:meta_var|[iu]nt\d+)$/;

/** `tx = T.thread_id()`, `for tx in T.thread_binding(32)` */
function isGiven(binding: Binding, context: UnitContext): boolean {
  const loop = binding.kind === "other" && binding.node.parent?.kind === "for_statement" ? binding.node.parent : null;
  const value = binding.kind === "value" ? binding.value : loop && child(loop, "right");
  const fn = value?.kind === "call" ? child(value, "function") : null;
  const name = fn && tirNameOf(context.path(fn) ?? "");
  return name !== null && !OF_PYTHON.test(name);
}

/** As Python alone decides it: around a definition, and where there is none that could be lowered, as in a macro. */
function isNeverTaken(from: SyntaxNode, reading: Reading | null, context: UnitContext): boolean {
  for (let at = from; at.parent; at = at.parent) {
    const { parent } = at;
    const isInside = reading !== null && parent.start >= reading.node.start && parent.end <= reading.node.end;
    // Of what it reads the lowering knows best.
    if (!isInside && leavesOut(parent, at, context)) return true;
  }
  return false;
}

/** Whether a piece of syntax never comes to one of its parts. */
function leavesOut(node: SyntaxNode, part: SyntaxNode, context: UnitContext): boolean {
  const truth = (condition: SyntaxNode | null | undefined) => (condition ? truthOf(condition, context) : null);
  switch (node.kind) {
    case "if_statement": {
      if (part.field === "condition") return false;
      const clauses = node.children.filter((each) => each.kind === "elif_clause");
      const before = clauses.filter((each) => each.end <= part.start);
      if ([node, ...before].some((each) => truth(child(each, "condition")) === true))
        return part.field !== "consequence";
      return part.field === "consequence" && truth(child(node, "condition")) === false;
    }
    case "elif_clause":
      return part.field === "consequence" && truth(child(node, "condition")) === false;
    case "conditional_expression": {
      const [body, test, otherwise] = node.children.filter((each) => each.kind !== "comment");
      const chosen = part === test ? null : truth(test);
      return (chosen === false && part === body) || (chosen === true && part === otherwise);
    }
    case "boolean_operator": {
      const isOr = child(node, "operator")?.kind === "or";
      return part.field === "right" && truth(child(node, "left")) === isOr;
    }
    default:
      return false;
  }
}

/** What a condition of constants comes to; null where only running could tell. */
function truthOf(node: SyntaxNode, context: UnitContext): boolean | null {
  switch (node.kind) {
    case "parenthesized_expression": {
      const inner = firstPart(node);
      return inner ? truthOf(inner, context) : null;
    }
    case "not_operator": {
      const argument = child(node, "argument");
      const value = argument && truthOf(argument, context);
      return value === null ? null : !value;
    }
    case "boolean_operator": {
      const [left, right] = [child(node, "left"), child(node, "right")];
      const first = left && truthOf(left, context);
      const decisive = child(node, "operator")?.kind === "or";
      return first === null || first === decisive ? first : right && truthOf(right, context);
    }
    case "comparison_operator": {
      const [left, operator, right, ...more] = node.children.filter((each) => each.kind !== "comment");
      if (!left || !operator || !right || more.length > 0) return null;
      const isEqual = operator.kind === "==";
      if (!isEqual && operator.kind !== "!=") return null;
      const [a, b] = [left, right].map((each) => constantAt({ node: each, unit: context.unit }, context.model.module));
      if (a === null || b === null || typeof a !== typeof b) return null;
      return (a === b) === isEqual;
    }
    default: {
      const value = constantAt({ node, unit: context.unit }, context.model.module);
      return typeof value === "boolean" ? value : null;
    }
  }
}
