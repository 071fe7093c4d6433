import { lookup } from "../../semantic/scopes";
import { argumentsOf, subscriptsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import type { UnitContext } from "../rule";

/** What is known of a buffer from where its name is bound. */
interface Buffer {
  readonly shape: readonly number[];
  readonly dtype: string;
}

/**
 * The text of an access to a buffer's memory by one number, as an access by indices: `A[vi, vj]` for `vi * 128 + vj` in a buffer of
 * shape (128, 128). The indices are terms of the number whose factors are the buffer's strides, so that TVM makes the same
 * number of them again, whatever they are; where no such terms can be seen, they are computed from the number. Null where the
 * buffer's shape is not written out.
 * @param buffer the buffer's name, or that of the pointer to what was allocated
 * @param dtype the type that is read, where it is said
 */
export function flatAccess(
  buffer: SyntaxNode,
  index: SyntaxNode,
  dtype: string | null,
  context: UnitContext,
): string | null {
  const found = bufferOf(buffer, context);
  if (!found || (dtype !== null && dtype.replace(/x\d+$/, "") !== found.dtype)) return null;
  const isVector = dtype !== null && dtype !== found.dtype;
  const indices = indicesOf(index, found.shape, isVector, context);
  return indices && `${context.text(buffer)}[${indices}]`;
}

const DECLARES = /(?:^|\.)(?:match_buffer|alloc_buffer|sblock_alloc_buffer|decl_buffer|buffer_decl|Buffer|allocate)$/;

function bufferOf(name: SyntaxNode, context: UnitContext): Buffer | null {
  const bound = lookup(context.text(name), { node: name, unit: context.unit }, context.model.module);
  const [one] = bound;
  if (!one || bound.length !== 1 || one.unit !== context.unit) return null;
  const { binding } = one;
  if (binding.kind === "parameter") {
    const annotation = binding.annotation?.kind === "type" ? binding.annotation.children[0] : binding.annotation;
    return annotation ? declared(annotation, 0, context) : null;
  }
  if (binding.kind !== "value" || binding.index !== null || binding.annotation || !binding.value) return null;
  const fn = binding.value.kind === "call" ? child(binding.value, "function") : null;
  return declared(binding.value, fn && /\.match_buffer$/.test(context.text(fn)) ? 1 : 0, context);
}

/** The buffer that `T.match_buffer(a, (8, 8), "float32")` and the like declare; `first`: the place of the shape. */
function declared(node: SyntaxNode, first: number, context: UnitContext): Buffer | null {
  const fn = node.kind === "subscript" ? child(node, "value") : node.kind === "call" ? child(node, "function") : null;
  if (!fn || !DECLARES.test(context.text(fn))) return null;
  const { positional, keywords, spread } =
    node.kind === "call"
      ? argumentsOf(node)
      : { positional: subscriptsOf(node), keywords: [] as SyntaxNode[], spread: false };
  const named = new Map(keywords.map((each) => [context.text(child(each, "name") ?? each), child(each, "value")]));
  // Strides and offsets make another number of the same indices.
  if (spread || [...named.keys()].some((key) => /^(?:strides|byte_offset)$/.test(key))) return null;
  const offset = named.get("elem_offset");
  if (offset && context.text(offset) !== "0") return null;
  const shape = positional[first] ?? named.get("shape") ?? named.get("extents");
  const dtype = positional[first + 1] ?? named.get("dtype");
  const extents = shape ? extentsOf(shape, context) : null;
  const type = dtype ? /^["'](\w+)["']$/.exec(context.text(dtype))?.[1] : "float32";
  return extents && type ? { shape: extents, dtype: type } : null;
}

function extentsOf(shape: SyntaxNode, context: UnitContext): number[] | null {
  const items = shape.kind === "integer" ? [shape] : /^(?:tuple|list)$/.test(shape.kind) ? shape.children : null;
  // Of one dimension the extent plays no role.
  if (items?.length === 1) return [Number.NaN];
  if (!items?.every((each) => each.kind === "integer")) return null;
  return items.map((each) => Number(context.text(each)));
}

function indicesOf(
  index: SyntaxNode,
  shape: readonly number[],
  isVector: boolean,
  context: UnitContext,
): string | null {
  if (shape.length === 1) return context.text(index);
  const terms = termsOf(index, context);
  const seen = terms && seenIndices(terms, shape);
  return seen ?? (isVector ? null : computedIndices(index, shape, context));
}

/** The index of each dimension by what it is as a number: right for any number, and no longer the terms that were written. */
function computedIndices(index: SyntaxNode, shape: readonly number[], context: UnitContext): string | null {
  const size = shape.reduce((product, extent) => product * extent, 1);
  if (shape.length === 0 || size === 0 || /["'\n]|\b(?:ramp|broadcast)\b/i.test(context.text(index))) return null;
  const text = /^\w+$/.test(context.text(index)) ? context.text(index) : `(${context.text(unwrapped(index))})`;
  return strides(shape)
    .map((stride, i) => {
      const extent = stride * (shape[i] ?? 1);
      if (/^\d+$/.test(text)) return String(Math.floor((i === 0 ? Number(text) : Number(text) % extent) / stride));
      const rest = i === 0 ? text : `${text} % ${extent}`;
      return stride === 1 ? rest : `${rest} // ${stride}`;
    })
    .join(", ");
}

function seenIndices(terms: ReadonlyMap<number, string>, shape: readonly number[]): string | null {
  const left = new Map(terms);
  const indices = shape.map((_, i) => {
    const stride = shape.slice(i + 1).reduce((product, extent) => product * extent, 1);
    const text = left.get(stride) ?? "0";
    left.delete(stride);
    return text;
  });
  // A number beyond a row would mean a place in another one.
  if (indices.some((each, i) => /^\d+$/.test(each) && Number(each) >= Math.max(1, shape[i] ?? 0))) return null;
  if (left.size > 0 || new Set(strides(shape)).size !== shape.length) return null;
  return indices.length === 0 ? "()" : indices.join(", ");
}

function strides(shape: readonly number[]): number[] {
  return shape.map((_, i) => shape.slice(i + 1).reduce((product, extent) => product * extent, 1));
}

/** The terms of a sum, by factor; null where two have the same one. A zero is no term. */
function termsOf(node: SyntaxNode, context: UnitContext): Map<number, string> | null {
  const terms = new Map<number, string>();
  const pending = [node];
  for (let at = pending.pop(); at; at = pending.pop()) {
    const inner = unwrapped(at);
    const [left, right] = inner.kind === "binary_operator" ? [child(inner, "left"), child(inner, "right")] : [];
    const operator = child(inner, "operator")?.kind ?? "";
    if (left && right && operator === "+") {
      pending.push(left, right);
      continue;
    }
    if (operator === "-") return null;
    const product = operator === "*" && left && right ? scaled(left, right, context) : null;
    if (operator === "*" && !product) return null;
    const [factor, of] = product ?? [1, inner];
    const text = context.text(of);
    if (text === "0") continue;
    if (terms.has(factor)) return null;
    terms.set(factor, text);
  }
  return terms;
}

/** A product with a number: the number, and what it is multiplied with. */
function scaled(left: SyntaxNode, right: SyntaxNode, context: UnitContext): [number, SyntaxNode] | null {
  const [a, b] = [unwrapped(left), unwrapped(right)];
  if (b.kind === "integer") return [Number(context.text(b)), a];
  return a.kind === "integer" ? [Number(context.text(a)), b] : null;
}

function unwrapped(node: SyntaxNode): SyntaxNode {
  let at = node;
  while (at.kind === "parenthesized_expression" && at.children.length === 1 && at.children[0]) at = at.children[0];
  return at;
}
