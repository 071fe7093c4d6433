import { child, firstPart, type SyntaxNode } from "../syntax/node";
import { lookup, type ModuleScope, type Site } from "./scopes";

export type Constant = number | string | boolean;

const MAX_DEPTH = 16;

/**
 * The value of a name or plain expression at a site, where it is a constant that is bound once: `N = 128`, `M = N * 2`.
 * Null for anything that only running could tell.
 */
export function constantAt(site: Site, module: ModuleScope, depth = 0): Constant | null {
  const { node, unit } = site;
  if (depth > MAX_DEPTH) return null;
  const text = unit.unit.text.slice(node.start, node.end);
  const at = (inner: SyntaxNode | null | undefined) =>
    inner ? constantAt({ node: inner, unit }, module, depth + 1) : null;
  switch (node.kind) {
    case "integer":
      return integer(text);
    case "float":
      return Number(text.replaceAll("_", ""));
    case "true":
      return true;
    case "false":
      return false;
    case "string":
      return /^(["'])[^"'\\\n]*\1$/.test(text) ? text.slice(1, -1) : null;
    case "parenthesized_expression":
      return at(firstPart(node));
    case "unary_operator": {
      const value = at(child(node, "argument"));
      return text.startsWith("-") && typeof value === "number" ? -value : null;
    }
    case "binary_operator":
      return combined(at(child(node, "left")), child(node, "operator")?.kind, at(child(node, "right")));
    case "identifier": {
      const [one, ...more] = lookup(text, site, module);
      if (!one || more.length > 0 || one.binding.kind !== "value" || one.binding.index !== null || !one.binding.value)
        return null;
      return constantAt({ node: one.binding.value, unit: one.unit }, module, depth + 1);
    }
    default:
      return null;
  }
}

/** The value of a name as seen from a site. */
export function constantNamed(name: string, from: Site, module: ModuleScope): Constant | null {
  const [one, ...more] = lookup(name, from, module);
  if (!one || more.length > 0 || one.binding.kind !== "value" || one.binding.index !== null || !one.binding.value)
    return null;
  return constantAt({ node: one.binding.value, unit: one.unit }, module);
}

function integer(text: string): number | null {
  const value = Number(text.replaceAll("_", ""));
  return Number.isSafeInteger(value) ? value : null;
}

function combined(left: Constant | null, operator: string | undefined, right: Constant | null): Constant | null {
  if (typeof left !== "number" || typeof right !== "number") return null;
  const value = arithmetic(left, operator, right);
  return value !== null && Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? value : null;
}

function arithmetic(left: number, operator: string | undefined, right: number): number | null {
  // Division of floats and powers are Python's own business; whole numbers are what shapes are made of.
  if (!Number.isInteger(left) || !Number.isInteger(right)) return null;
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "//":
      return right === 0 ? null : Math.floor(left / right);
    case "%":
      return right === 0 ? null : left - right * Math.floor(left / right);
    case "**":
      return right >= 0 ? left ** right : null;
    case "<<":
      return right >= 0 && right < 53 ? left * 2 ** right : null;
    default:
      return null;
  }
}
