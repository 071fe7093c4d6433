/** Operators that arrange the same elements in another way, join tensors, or take them apart. */
import { operate } from "../../tir/arithmetic";
import { bindArguments } from "../../tir/calls";
import { isNone, needInteger, needItems, unknowable } from "../../tir/coerce";
import type { Expr } from "../../tir/ir";
import { constantValue, neverEqual } from "../../tir/simplify";
import type { RelaxCall, TensorType } from "../ir";
import { sizeText } from "../type-text";
import { problem } from "./problems";
import {
  axes,
  axisIn,
  commonDType,
  differ,
  dims,
  distinct,
  equal,
  firstDType,
  isOne,
  make,
  needNumber,
  product,
  type Rule,
  type Rules,
  type Setting,
  shapeArgument,
  shaped,
  simplified,
  site,
  size,
  sum,
  type Types,
  tensor,
  tensorsOf,
} from "./shared";

const permute: Rule = (call, [type]) => {
  const x = tensor(type);
  const given = bindArguments(site(call), ["x", "axes"]);
  const list = isNone(given.axes) ? null : needItems(given.axes).map(needNumber);
  if (x.ndim < 0) return list ? problem({ kind: "rank-unknown" }) : make(null, x.dtype, -1, call);
  if (list && list.length !== x.ndim) return problem({ kind: "axes-count", count: list.length, ndim: x.ndim });
  const order = list ? distinct(list, x.ndim) : Array.from({ length: x.ndim }, (_, at) => x.ndim - 1 - at);
  if (order.every((at, i) => at === i)) return x;
  const shape = dims(x);
  return make(shape && order.map((at) => shape[at] ?? unknowable()), x.dtype, x.ndim, call);
};

/** The shape as it is given to `reshape`, a `-1` worked out and a `0` copied. */
function target(values: readonly Expr[], from: readonly Expr[] | null, call: RelaxCall): readonly Expr[] {
  const isOpen = (each: Expr): boolean => each.type === "IntImm" && each.value === -1n;
  const open = values.findIndex(isOpen);
  if (values.filter(isOpen).length > 1) return problem({ kind: "several-open" });
  const least = values.find((each) => each.type === "IntImm" && each.value < -1n);
  if (least) return problem({ kind: "out-of-range", name: "shape", value: Number(constantValue(least)) });
  if (open >= 0 && !from) return problem({ kind: "shape-unknown" });
  const copied = values.map((each, at) =>
    each.type === "IntImm" && each.value === 0n ? (from?.[at] ?? unknowable()) : each,
  );
  if (open < 0) return copied;
  const others = copied.filter((_, at) => at !== open);
  const whole = constantValue(product(from ?? unknowable(), call));
  const rest = constantValue(product(others, call));
  if (whole === null || rest === null || rest === 0n) return unknowable();
  return copied.map((each, at) => (at === open ? size(Number(whole / rest), call) : each));
}

const reshape: Rule = (call, types, setting) => {
  const x = tensor(types[0]);
  const { values } = shapeArgument(call.args[1]);
  const from = dims(x);
  if (!values) return shaped(1, firstDType)(call, types, setting);
  const to = target(values, from, call);
  if (from) {
    const before = constantValue(product(from, call));
    const after = constantValue(product(to, call));
    if (before !== null && after !== null && before !== after)
      return problem({ kind: "elements-differ", counts: [String(before), String(after)] });
    const old = product(from, call);
    const now = product(to, call);
    if (neverEqual(old, now)) return problem({ kind: "elements-differ", counts: [sizeText(old), sizeText(now)] });
  }
  return make(to, x.dtype, 0, call);
};

const expandDims: Rule = (call, [type]) => {
  const x = tensor(type);
  const { axis } = bindArguments(site(call), ["x", "axis"]);
  const list = (axis?.type === "tuple" ? axis.items : [axis]).map(needNumber);
  if (x.ndim < 0) return make(null, x.dtype, -1, call);
  const ndim = x.ndim + list.length;
  const added = distinct(list, ndim);
  const shape = dims(x);
  if (!shape) return make(null, x.dtype, ndim, call);
  const rest = [...shape];
  const values = Array.from({ length: ndim }, (_, at) =>
    added.includes(at) ? size(1, call) : (rest.shift() ?? unknowable()),
  );
  return make(values, x.dtype, 0, call);
};

const squeeze: Rule = (call, [type], setting) => {
  const x = tensor(type);
  const { axis } = bindArguments(site(call), ["x", "axis"]);
  if (x.ndim < 0) return make(null, x.dtype, -1, call);
  const shape = dims(x);
  const given = axes(axis, x.ndim);
  if (!shape) return make(null, x.dtype, given ? x.ndim - given.length : -1, call);
  if (!given) {
    if (shape.some((each) => each.type !== "IntImm")) return make(null, x.dtype, -1, call);
    return make(
      shape.filter((each) => !isOne(each)),
      x.dtype,
      0,
      call,
    );
  }
  const whole = given.some((at) => shape[at]?.type === "IntImm" && !isOne(shape[at] as Expr));
  if (whole && !setting.since("0.22")) return unknowable();
  const gone = given.filter((at) => shape[at]?.type !== "IntImm" || isOne(shape[at] as Expr));
  return make(
    shape.filter((_, at) => !gone.includes(at)),
    x.dtype,
    0,
    call,
  );
};

const flatten: Rule = (call, [type]) => {
  const x = tensor(type);
  if (x.ndim === 0) return make([size(1, call)], x.dtype, 1, call);
  if (x.ndim === 1) return x;
  const shape = dims(x);
  return make(shape && [product(shape, call)], x.dtype, 1, call);
};

/** Tensors of one element type and rank; their shapes where all are known. */
function joined(parts: readonly TensorType[], setting: Setting): { dtype: string; shapes: (readonly Expr[])[] | null } {
  const [first, ...others] = parts;
  if (!first) return problem({ kind: "empty-tuple" });
  let { dtype } = first;
  for (const each of others) {
    const known = parts.find((one) => one.dtype !== "")?.dtype ?? "";
    if (each.dtype !== "" && each.dtype !== known)
      return problem({ kind: "dtypes-differ", dtypes: [known, each.dtype] });
    dtype = commonDType(dtype, each.dtype, setting);
    if (each.ndim >= 0 && first.ndim >= 0 && each.ndim !== first.ndim)
      return problem({ kind: "ranks-differ", ranks: [first.ndim, each.ndim] });
  }
  const shapes = parts.map(dims);
  return { dtype, shapes: shapes.every((each) => each !== null) ? (shapes as (readonly Expr[])[]) : null };
}

/** Whether all have the same lengths, but on one axis. */
function agree(shapes: readonly (readonly Expr[])[], except: number | null): boolean {
  const [first, ...others] = shapes;
  let known = true;
  for (const other of others) {
    first?.forEach((length, axis) => {
      const against = other[axis] ?? unknowable();
      if (axis === except) return;
      if (differ(length, against)) problem({ kind: "lengths-differ", axis, lengths: [length, against] });
      known &&= equal(length, against);
    });
  }
  return known;
}

const concat: Rule = (call, types, setting) => {
  const parts = tensorsOf(call.args[0], types[0]);
  const { axis } = bindArguments(site(call), ["tensors", "axis"]);
  const { dtype, shapes } = joined(parts, setting);
  const first = (parts as [TensorType])[0];
  const ranks = parts.map(({ ndim }) => ndim).filter((each) => each >= 0);
  // Left out, it is the first.
  const isFlat = axis?.type === "none";
  const ndim = isFlat ? 1 : (ranks[0] ?? -1);
  if (isFlat) {
    const other = ranks.find((each) => each !== 1);
    if (other !== undefined) return problem({ kind: "axis-missing", ndim: other });
  }
  if (ndim < 0) return parts.length === 1 ? first : make(null, dtype, -1, call);
  const at = isNone(axis) ? 0 : axisIn(needNumber(axis), ndim);
  if (parts.length === 1) return first;
  if (!shapes) return make(null, dtype, ndim, call);
  if (!agree(shapes, at)) return make(null, dtype, ndim, call);
  const lengths = shapes.map((each) => each[at] ?? unknowable());
  const length = (lengths as [Expr])[0];
  const total = lengths.every((each) => equal(each, length))
    ? operate("Mul", length, size(lengths.length, call), call)
    : sum(lengths, call);
  return make(shapes[0]?.map((each, i) => (i === at ? total : each)) ?? unknowable(), dtype, 0, call);
};

const stack: Rule = (call, types, setting) => {
  const parts = tensorsOf(call.args[0], types[0]);
  const { axis } = bindArguments(site(call), ["tensors", "axis"]);
  const { dtype, shapes } = joined(parts, setting);
  const first = (parts as [TensorType])[0];
  if (first.ndim < 0) return unknowable();
  const at = isNone(axis) ? 0 : axisIn(needNumber(axis), first.ndim + 1);
  const shape = shapes?.[0];
  if (!shapes || !shape || !agree(shapes, null)) return make(null, dtype, first.ndim + 1, call);
  return make([...shape.slice(0, at), size(parts.length, call), ...shape.slice(at)], dtype, 0, call);
};

function cutAt(ends: readonly number[], whole: number): number[] {
  const clip = (at: number): number => Math.min(Math.max(at, 0), whole);
  const bounds = [0, ...ends, whole].map(clip);
  return bounds.slice(1).map((end, at) => Math.max(0, end - (bounds[at] ?? 0)));
}

const split: Rule = (call, [type]) => {
  const x = tensor(type);
  const given = bindArguments(site(call), ["x", "indices_or_sections", "axis"]);
  const at = x.ndim < 0 ? -1 : axisIn(isNone(given.axis) ? 0 : needNumber(given.axis), x.ndim);
  const ends = given.indices_or_sections?.type === "tuple" ? given.indices_or_sections.items.map(needNumber) : null;
  const count = ends ? ends.length + 1 : needNumber(given.indices_or_sections);
  if (count <= 0) return problem({ kind: "out-of-range", name: "indices_or_sections", value: count });
  if (ends ? ends.length === 0 : count === 1) return x;
  const shape = dims(x);
  const plain = (): TensorType => make(null, x.dtype, x.ndim, call);
  if (!shape) return { type: "RelaxTupleType", fields: Array.from({ length: count }, plain), span: call.span };
  const length = shape[at];
  if (length?.type !== "IntImm") return unknowable();
  const whole = Number(length.value);
  const section = Math.ceil(whole / count);
  const sizes = ends
    ? cutAt(ends, whole)
    : Array.from({ length: count }, (_, i) => (i === count - 1 ? whole - section * (count - 1) : section));
  const fields = sizes.map((each) =>
    make(
      shape.map((old, i) => (i === at ? size(each, call) : old)),
      x.dtype,
      0,
      call,
    ),
  );
  return { type: "RelaxTupleType", fields, span: call.span };
};

const tile: Rule = (call, [type]) => {
  const x = tensor(type);
  const { repeats } = bindArguments(site(call), ["x", "repeats"]);
  const times = (repeats?.type === "tuple" ? repeats.items : [repeats]).map(needNumber);
  const shape = dims(x);
  if (!shape) {
    if (x.ndim < 0) return make(null, x.dtype, -1, call);
    if (times.length > x.ndim) return make(null, x.dtype, times.length, call);
    return times.every((each) => each === 1) ? x : make(null, x.dtype, x.ndim, call);
  }
  const ndim = Math.max(times.length, shape.length);
  const result = Array.from({ length: ndim }, (_, i) => {
    const extent = shape[i - ndim + shape.length];
    const count = times[i - ndim + times.length];
    if (!extent) return size(count ?? 1, call);
    return count === undefined ? extent : simplified(operate("Mul", extent, size(count, call), call));
  });
  return make(result, x.dtype, 0, call);
};

const repeat: Rule = (call, [type]) => {
  const x = tensor(type);
  const given = bindArguments(site(call), ["data", "repeats", "axis"]);
  const at = isNone(given.axis) || x.ndim < 0 ? null : axisIn(needInteger(given.axis), x.ndim);
  const times = needNumber(given.repeats);
  const count = size(times, call);
  const shape = dims(x);
  if (!shape) {
    if (isNone(given.axis)) return make(null, x.dtype, 1, call);
    return times === 1 ? x : make(null, x.dtype, x.ndim, call);
  }
  if (at === null) return make([simplified(operate("Mul", product(shape, call), count, call))], x.dtype, 1, call);
  const result = shape.map((each, i) => (i === at ? simplified(operate("Mul", each, count, call)) : each));
  return make(result, x.dtype, 0, call);
};

const shapeOf: Rule = (call, [type]) => {
  const x = tensor(type);
  return { type: "ShapeType", values: dims(x), ndim: x.ndim, span: call.span };
};

const tensorToShape: Rule = (call, [type]) => {
  const x = tensor(type);
  if (x.ndim !== 1) return x.ndim < 0 ? unknowable() : problem({ kind: "rank", expected: 1, found: x.ndim });
  const length = (dims(x) ?? [])[0];
  const ndim = length?.type === "IntImm" ? Number(length.value) : -1;
  return { type: "ShapeType", values: null, ndim, span: call.span };
};

const shapeToTensor: Rule = (call, [type]) =>
  type?.type === "ShapeType" ? make([size(type.ndim, call)], "int64", 1, call) : unknowable();

/** Sums that undo a broadcast have the shape of what was broadcast. */
const collapse =
  (like: boolean): Rule =>
  (call: RelaxCall, types: Types, setting: Setting) => {
    const x = tensor(types[0]);
    const to = like ? dims(tensor(types[1])) : shapeArgument(call.args[1]).values;
    const from = dims(x);
    for (let i = 1; from && to && i <= Math.min(from.length, to.length); i++) {
      const a = from.at(-i);
      const b = to.at(-i);
      if (a?.type === "IntImm" && b?.type === "IntImm" && b.value !== 1n && a.value !== b.value)
        return problem({ kind: "not-broadcastable", shapes: [from, to], lengths: [a, b] });
    }
    return like ? { ...tensor(types[1]), dtype: x.dtype } : shaped(1, firstDType)(call, types, setting);
  };

const batchFlatten: Rule = (call, [type]) => {
  const x = tensor(type);
  if (x.ndim >= 0 && x.ndim < 2) return problem({ kind: "rank-too-small", least: 2, found: x.ndim });
  const shape = dims(x) ?? unknowable();
  return make([shape[0] as Expr, product(shape.slice(1), call)], x.dtype, 2, call);
};

export const reshapingRules: Rules = {
  permute_dims: permute,
  reshape,
  expand_dims: expandDims,
  squeeze,
  flatten,
  concat,
  stack,
  split,
  tile,
  repeat,
  shape_of: shapeOf,
  tensor_to_shape: tensorToShape,
  shape_to_tensor: shapeToTensor,
  collapse_sum_to: collapse(false),
  collapse_sum_like: collapse(true),
  "nn.batch_flatten": batchFlatten,
};
