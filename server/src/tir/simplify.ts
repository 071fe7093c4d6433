/**
 * The part of TVM's arithmetic analyser that plain programs need: sums of products of variables. What is not linear is an
 * atom; two forms are compared by their difference.
 */
import { dtypeOf, intImm, isNumber, operate } from "./arithmetic";
import { INT32 } from "./dtype";
import type { Expr, Source } from "./ir";

/** `constant + Σ coefficient · atom`, the atoms in order of their first appearance. */
interface Linear {
  readonly constant: bigint;
  readonly terms: ReadonlyMap<string, Term>;
}

interface Term {
  readonly atom: Expr;
  readonly factor: bigint;
}

const NO_TERMS: Linear["terms"] = new Map();

/** A text that is the same for expressions that are the same. */
export function fingerprint(expr: Expr): string {
  switch (expr.type) {
    case "Var":
      return `v${identity(expr.def)}`;
    case "IntImm":
      return `${expr.value}`;
    case "FloatImm":
      return `f${expr.value}`;
    case "StringImm":
      return JSON.stringify(expr.value);
    case "BufferLoad":
      return `b${identity(expr.buffer.info)}[${expr.indices.map(fingerprint).join()}]`;
    case "Cast":
      return `(${expr.dtype.base}${fingerprint(expr.value)})`;
    case "Select":
      return `s(${[expr.condition, expr.true_value, expr.false_value].map(fingerprint).join()})`;
    case "Call":
      return `${expr.op.type === "Op" ? expr.op.name : expr.op.name_hint}(${expr.args.map((each) => ("dtype" in each ? fingerprint(each as Expr) : each.type)).join()})`;
    case "Not":
      return `!${fingerprint(expr.a)}`;
    case "Ramp":
      return `r(${[expr.base, expr.stride, expr.lanes].map(fingerprint).join()})`;
    case "Broadcast":
      return `w(${[expr.value, expr.lanes].map(fingerprint).join()})`;
    case "Add":
    case "Sub":
    case "Mul":
    case "Div":
    case "Mod":
    case "FloorDiv":
    case "FloorMod":
    case "Min":
    case "Max":
    case "EQ":
    case "NE":
    case "LT":
    case "LE":
    case "GT":
    case "GE":
    case "And":
    case "Or":
      return `${expr.type}(${fingerprint(expr.a)},${fingerprint(expr.b)})`;
    default:
      return `?${identity(expr)}`;
  }
}

const identities = new WeakMap<object, number>();
let lastIdentity = 0;
function identity(object: object): number {
  let known = identities.get(object);
  if (known === undefined) {
    known = ++lastIdentity;
    identities.set(object, known);
  }
  return known;
}

export function linear(expr: Expr): Linear {
  switch (expr.type) {
    case "IntImm":
      return { constant: expr.value, terms: NO_TERMS };
    case "Add":
      return combine(linear(expr.a), linear(expr.b), 1n);
    case "Sub":
      return combine(linear(expr.a), linear(expr.b), -1n);
    case "Mul": {
      const a = linear(expr.a);
      const b = linear(expr.b);
      if (b.terms.size === 0) return scale(a, b.constant);
      if (a.terms.size === 0) return scale(b, a.constant);
      return atom(expr);
    }
    default:
      return atom(expr);
  }
}

function atom(expr: Expr): Linear {
  const terms = new Map<string, Term>();
  terms.set(fingerprint(expr), { atom: expr, factor: 1n });
  return { constant: 0n, terms };
}

function scale(form: Linear, by: bigint): Linear {
  if (by === 0n) return { constant: 0n, terms: NO_TERMS };
  if (by === 1n || form.terms.size === 0) return { constant: form.constant * by, terms: form.terms };
  const terms = new Map<string, Term>();
  for (const [key, { atom, factor }] of form.terms) terms.set(key, { atom, factor: factor * by });
  return { constant: form.constant * by, terms };
}

function combine(a: Linear, b: Linear, sign: bigint): Linear {
  if (b.terms.size === 0) return { constant: a.constant + b.constant * sign, terms: a.terms };
  if (a.terms.size === 0 && sign === 1n) return { constant: a.constant + b.constant, terms: b.terms };
  const terms = new Map(a.terms);
  for (const [key, { atom, factor }] of b.terms) {
    const sum = (terms.get(key)?.factor ?? 0n) + factor * sign;
    if (sum === 0n) terms.delete(key);
    else terms.set(key, { atom, factor: sum });
  }
  return { constant: a.constant + b.constant * sign, terms };
}

/** The constant that an expression is; null where it is none. */
export function constantValue(expr: Expr): bigint | null {
  if (expr.type === "IntImm") return expr.value;
  if (expr.type === "Var") return null;
  const form = linear(expr);
  return form.terms.size === 0 ? form.constant : null;
}

/** `a - b` where it is a constant. */
export function constantDifference(a: Expr, b: Expr): bigint | null {
  const form = combine(linear(a), linear(b), -1n);
  return form.terms.size === 0 ? form.constant : null;
}

/** Whether the two are different for all values: `16 * n` and `77`. */
export function neverEqual(a: Expr, b: Expr): boolean {
  const { constant, terms } = combine(linear(a), linear(b), -1n);
  if (terms.size === 0) return constant !== 0n;
  const common = [...terms.values()].reduce(
    (found, { factor }) => commonFactor(found, factor < 0n ? -factor : factor),
    0n,
  );
  return common !== 0n && constant % common !== 0n;
}

/** Whether `a > b` for all values, as far as sums and quotients by constants tell: `(n // 4 + 1) * 4 > n`. */
export function provablyGreater(a: Expr, b: Expr): boolean {
  let least = combine(linear(a), linear(b), -1n);
  for (const [key, { atom }] of least.terms) {
    // What was put in for an earlier one may have changed it.
    const factor = least.terms.get(key)?.factor ?? 0n;
    if (factor === 0n) continue;
    if (atom.type !== "FloorDiv" || atom.b.type !== "IntImm" || atom.b.value <= 0n || factor % atom.b.value !== 0n)
      continue;
    // x - (c - 1) <= (x // c) * c <= x
    const times = factor / atom.b.value;
    const rest = { constant: least.constant, terms: new Map([...least.terms].filter(([each]) => each !== key)) };
    least = combine(rest, scale(linear(atom.a), times), 1n);
    if (times > 0n) least = { ...least, constant: least.constant - times * (atom.b.value - 1n) };
  }
  return least.terms.size === 0 && least.constant > 0n;
}

/**
 * `stop - start` as TVM's analyser simplifies it; null where its form is not known for sure.
 * Known are constants, a difference that leaves one operand or one variable, and what cannot be simplified at all.
 */
export function difference(stop: Expr, start: Expr, source: Source): Expr | null {
  const form = combine(linear(stop), linear(start), -1n);
  const dtype = dtypeOf(stop) ?? dtypeOf(start) ?? INT32;
  if (form.terms.size === 0)
    return intImm(dtypeOf(operate("Sub", stop, start, source)) ?? dtype, form.constant, source);
  if (isNumber(start, 0)) return simplify(operate("Sub", stop, start, source));
  return simplify(operate("Sub", stop, start, source));
}

/** An expression in the analyser's normal form, as far as that is plain; null where it is not. */
export function simplify(expr: Expr): Expr | null {
  const form = linear(expr);
  const source: Source = { span: expr.span };
  const dtype = dtypeOf(expr) ?? INT32;
  if (form.terms.size === 0) return intImm(dtype, form.constant, source);
  const terms = [...form.terms.values()];
  for (const { atom } of terms) if (!isStable(atom)) return null;
  if (terms.length === 1) {
    const [{ atom, factor }] = terms as [{ atom: Expr; factor: bigint }];
    const product =
      factor === 1n ? atom : factor === -1n ? null : operate("Mul", atom, intImm(dtype, factor, source), source);
    if (!product) {
      return operate("Sub", intImm(dtype, form.constant, source), atom, source);
    }
    if (form.constant === 0n) return product;
    if (form.constant < 0n) return operate("Sub", product, intImm(dtype, -form.constant, source), source);
    return operate("Add", product, intImm(dtype, form.constant, source), source);
  }
  return sumOf(terms, form.constant, dtype, source);
}

/** Terms with a positive factor first, each kind in the order of appearance, the constant last. */
function sumOf(
  terms: readonly { atom: Expr; factor: bigint }[],
  constant: bigint,
  dtype: NonNullable<ReturnType<typeof dtypeOf>>,
  source: Source,
): Expr | null {
  let sum: Expr | null = null;
  const product = (atom: Expr, factor: bigint): Expr =>
    factor === 1n ? atom : operate("Mul", atom, intImm(dtype, factor, source), source);
  for (const { atom, factor } of terms) {
    if (factor < 0n) continue;
    const term = product(atom, factor);
    sum = sum ? operate("Add", sum, term, source) : term;
  }
  if (sum && constant > 0n) sum = operate("Add", sum, intImm(dtype, constant, source), source);
  if (!sum) sum = intImm(dtype, constant, source);
  for (const { atom, factor } of terms) {
    if (factor < 0n) sum = operate("Sub", sum, product(atom, -factor), source);
  }
  if (constant < 0n) sum = operate("Sub", sum, intImm(dtype, -constant, source), source);
  return sum;
}

/** Atoms that the analyser leaves as they are. */
function isStable(expr: Expr): boolean {
  switch (expr.type) {
    case "Var":
    case "BufferLoad":
      return true;
    case "FloorDiv":
    case "FloorMod":
      return isStableQuotient(expr.a, expr.b);
    case "Mul":
      return isStable(expr.a) && isStable(expr.b);
    case "Min":
    case "Max":
      return [expr.a, expr.b].every((each) => each.type === "Var" || each.type === "IntImm");
    case "Cast":
      return isStable(expr.value);
    default:
      return false;
  }
}

/** Nothing can be taken out of the dividend: no factor in common with the divisor, a remainder smaller than it. */
function isStableQuotient(dividend: Expr, divisor: Expr): boolean {
  if (divisor.type !== "IntImm") return isStable(divisor) && linear(dividend).terms.size > 0 && allStable(dividend);
  const form = linear(dividend);
  if (form.terms.size === 0 || divisor.value <= 1n || form.constant < 0n || form.constant >= divisor.value)
    return false;
  for (const { atom, factor } of form.terms.values()) {
    if (!isStable(atom) || commonFactor(factor < 0n ? -factor : factor, divisor.value) !== 1n) return false;
  }
  return true;
}

function allStable(expr: Expr): boolean {
  return [...linear(expr).terms.values()].every(({ atom }) => isStable(atom));
}

function commonFactor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : commonFactor(b, a % b);
}
