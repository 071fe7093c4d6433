/** Between which numbers an index lies, from the extents of loops and the domains of block axes. */
import type { FunctionAccesses } from "./accesses";
import { dtypeOf, floorDiv } from "./arithmetic";
import { isInteger } from "./dtype";
import type { Binary, Expr, IterVar, Range, Variable } from "./ir";
import { linear } from "./simplify";

export interface Interval {
  readonly min: bigint;
  readonly max: bigint;
  /** Both ends are really taken. */
  readonly exact: boolean;
  /** What it moves with: ends of intervals that share one cannot be added up. */
  readonly moves: ReadonlySet<Variable>;
}

const NOTHING: ReadonlySet<Variable> = new Set();
/** Loops around loops that bound each other; deeper ones are not followed. */
const MAX_DEPTH = 24;

export class Intervals {
  private readonly axes = new Map<Variable, Range>();
  private readonly sets = new Map<Variable, ReadonlySet<Variable>>();
  private readonly known = new Map<Variable, Interval | null>();

  constructor(private readonly fn: FunctionAccesses) {
    for (const { block } of fn.blocks) for (const each of block.iter_vars) this.axis(each);
  }

  private axis({ var: variable, dom }: IterVar): void {
    if (dom) this.axes.set(variable.def, dom);
  }

  /** Null: not bounded by constants. */
  of(expr: Expr, depth = 0): Interval | null {
    if (depth > MAX_DEPTH) return null;
    if (expr.type === "IntImm") return point(expr.value);
    if (expr.type === "Ramp") return this.ramp(expr.base, expr.stride, expr.lanes, depth);
    const dtype = dtypeOf(expr);
    if (dtype?.lanes !== 1 || !(isInteger(dtype) || dtype.code === "bool")) return null;
    if (expr.type === "Var") return this.variable(expr.def, depth + 1);
    if (expr.type !== "Add" && expr.type !== "Sub" && expr.type !== "Mul") return this.atom(expr, depth + 1);
    return this.apart(expr, depth) ?? this.together(expr, depth);
  }

  /** Of a sum or product whose sides move with nothing that both have, so that nothing in it could cancel out; else null. */
  private apart({ type, a, b }: Binary, depth: number): Interval | null {
    if (type === "Mul") {
      const [of, by] = b.type === "IntImm" ? [a, b] : [b, a];
      const side = by.type === "IntImm" && by.value !== 0n ? this.of(of, depth) : null;
      return side && by.type === "IntImm" ? scale(side, by.value) : null;
    }
    const left = this.of(a, depth);
    const right = left && this.of(b, depth);
    if (!left || !right || !isClear(left) || !isClear(right) || shares(left, right)) return null;
    return add(left, type === "Sub" ? scale(right, -1n) : right);
  }

  private together(expr: Expr, depth: number): Interval | null {
    const { constant, terms } = linear(expr);
    let sum: Interval = point(constant);
    for (const { atom, factor } of terms.values()) {
      const part = this.atom(atom, depth + 1);
      if (!part) return null;
      sum = add(sum, scale(part, factor));
    }
    return sum;
  }

  private ramp(base: Expr, stride: Expr, lanes: Expr, depth: number): Interval | null {
    const from = this.of(base, depth + 1);
    const step = this.of(stride, depth + 1);
    const count = this.of(lanes, depth + 1);
    if (!from || !step || !count || step.min !== step.max || count.min !== count.max) return null;
    const reach = step.min * (count.min - 1n);
    const span = reach < 0n ? { min: reach, max: 0n } : { min: 0n, max: reach };
    return add(from, { ...span, exact: true, moves: NOTHING });
  }

  private atom(expr: Expr, depth: number): Interval | null {
    switch (expr.type) {
      case "Var":
        return this.variable(expr.def, depth);
      case "Cast":
        return isInteger(expr.dtype) ? this.of(expr.value, depth) : null;
      case "Mul": {
        const a = this.of(expr.a, depth);
        const b = this.of(expr.b, depth);
        if (!a || !b || a.min < 0n || b.min < 0n) return null;
        return { min: a.min * b.min, max: a.max * b.max, ...together(a, b) };
      }
      case "FloorDiv":
      case "Div": {
        const a = this.of(expr.a, depth);
        const by = this.of(expr.b, depth);
        if (!a || !by || by.min !== by.max || by.min <= 0n || (expr.type === "Div" && a.min < 0n)) return null;
        return { ...a, min: floorDiv(a.min, by.min), max: floorDiv(a.max, by.min) };
      }
      case "FloorMod":
      case "Mod": {
        const a = this.of(expr.a, depth);
        const by = this.of(expr.b, depth);
        if (!by || by.min !== by.max || by.min <= 0n) return null;
        if (a && a.min >= 0n && floorDiv(a.min, by.min) === floorDiv(a.max, by.min))
          return { ...a, min: a.min % by.min, max: a.max % by.min };
        if (expr.type === "Mod" && (!a || a.min < 0n)) return null;
        return { min: 0n, max: by.min - 1n, exact: false, moves: a?.moves ?? NOTHING };
      }
      case "Min":
      case "Max": {
        const a = this.of(expr.a, depth);
        const b = this.of(expr.b, depth);
        if (!a || !b) return null;
        const pick = (x: bigint, y: bigint) => (expr.type === "Min" ? (x < y ? x : y) : x > y ? x : y);
        return { min: pick(a.min, b.min), max: pick(a.max, b.max), ...together(a, b) };
      }
      default:
        return null;
    }
  }

  /** Remembered for variables of an index itself: further in the answer may be that it is too deep. */
  private variable(variable: Variable, depth: number): Interval | null {
    if (depth > 1) return this.findVariable(variable, depth);
    let found = this.known.get(variable);
    if (found === undefined) {
      found = this.findVariable(variable, depth);
      this.known.set(variable, found);
    }
    return found;
  }

  private findVariable(variable: Variable, depth: number): Interval | null {
    const loop = this.fn.loops.get(variable);
    if (loop) {
      if (loop.step) return null;
      return this.range(loop.min, loop.extent, variable, depth);
    }
    const value = this.fn.values.get(variable);
    const given = value ? this.of(value, depth) : null;
    const dom = this.axes.get(variable);
    if (!dom) return given;
    const whole = this.range(dom.min, dom.extent, variable, depth);
    if (!given || !whole) return whole && { ...whole, exact: false };
    if (given.min >= whole.min && given.max <= whole.max) return given;
    return { ...whole, exact: false, moves: new Set([...whole.moves, ...given.moves]) };
  }

  private alone(variable: Variable): ReadonlySet<Variable> {
    let set = this.sets.get(variable);
    if (!set) {
      set = new Set([variable]);
      this.sets.set(variable, set);
    }
    return set;
  }

  private range(min: Expr, extent: Expr, variable: Variable, depth: number): Interval | null {
    const from = this.of(min, depth);
    const count = this.of(extent, depth);
    if (!from || !count || count.max <= 0n) return null;
    const { exact, moves } = together(from, count);
    const all = moves.size === 0 ? this.alone(variable) : new Set([variable, ...moves]);
    return { min: from.min, max: from.max + count.max - 1n, exact, moves: all };
  }
}

/** Whether it is one number, or is known to move. */
function isClear({ min, max, moves }: Interval): boolean {
  return moves.size > 0 || min === max;
}

function shares(a: Interval, b: Interval): boolean {
  for (const each of a.moves) if (b.moves.has(each)) return true;
  return false;
}

function point(value: bigint): Interval {
  return { min: value, max: value, exact: true, moves: NOTHING };
}

function scale(interval: Interval, factor: bigint): Interval {
  if (factor === 1n) return interval;
  const { min, max, exact, moves } = interval;
  return factor < 0n
    ? { min: max * factor, max: min * factor, exact, moves }
    : { min: min * factor, max: max * factor, exact, moves };
}

function add(a: Interval, b: Interval): Interval {
  if (a.moves.size === 0 && a.exact && a.min === 0n && a.max === 0n) return b;
  const { exact, moves } = together(a, b);
  return { min: a.min + b.min, max: a.max + b.max, exact, moves };
}

function together(a: Interval, b: Interval): Pick<Interval, "exact" | "moves"> {
  if (a.moves.size === 0 || b.moves.size === 0)
    return { exact: a.exact && b.exact, moves: a.moves.size === 0 ? b.moves : a.moves };
  return { exact: a.exact && b.exact && !shares(a, b), moves: new Set([...a.moves, ...b.moves]) };
}
