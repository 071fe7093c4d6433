/** The types that operators give (TVM's `FInferStructInfo`), for those whose rule is short. */
import { intImm, operate } from "../tir/arithmetic";
import { bindArguments, type CallSite } from "../tir/calls";
import { isNone, needDType, needInteger, needItems, unknowable } from "../tir/coerce";
import { dtypeName, INT64 } from "../tir/dtype";
import type { Expr, Source } from "../tir/ir";
import { constantDifference, fingerprint, simplify } from "../tir/simplify";
import type { Value } from "../tir/values";
import type { RelaxCall, RelaxExpr, RelaxType, ShapeExpr, TensorType } from "./ir";

type Types = readonly (RelaxType | null)[];
type Rule = (call: RelaxCall, types: Types) => RelaxType | null;

/** The type of a call of an operator; throws `Unknowable` or answers null where it is not known. */
export function callType(name: string, call: RelaxCall, types: Types): RelaxType | null {
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  return onDevice(rule ? rule(call, types) : null, types);
}

/** What is made of tensors that are bound to a device is on that device. */
function onDevice(type: RelaxType | null, types: Types): RelaxType | null {
  if (type?.type !== "TensorType" || type.vdevice) return type;
  const from = types.find((each) => each?.type === "TensorType" && each.vdevice);
  return from?.type === "TensorType" ? { ...type, vdevice: from.vdevice } : type;
}

/** Operators that give no tensor. */
const NO_TENSOR =
  /^(split|shape_of|tensor_to_shape|topk|unique|meshgrid|nn\.batch_norm|call_|invoke_|make_closure|null_value|print|assert_op|dist\.|vm\.|memory\.(alloc_storage|kill)|vision\.|inspect\.)/;

/** Whether an operator's result is a tensor, whatever its shape. */
export function givesTensor(name: string, types: Types): boolean {
  return (
    !NO_TENSOR.test(name) &&
    types.every((each) => each?.type !== "Opaque" || each.of !== "DTensorType") &&
    !types.some((each) => each?.type === "PrimStructType")
  );
}

function site(call: RelaxCall): CallSite {
  return call.site ?? unknowable();
}

function tensor(type: RelaxType | null | undefined): TensorType {
  return type?.type === "TensorType" ? type : unknowable();
}

/** The dimensions, where they are known. */
function dims(type: TensorType): readonly Expr[] | null {
  return type.shape?.type === "ShapeExpr" ? type.shape.values : null;
}

function make(values: readonly Expr[] | null, dtype: string, ndim: number, source: Source): TensorType {
  const shape: ShapeExpr | null = values && { type: "ShapeExpr", values, span: source.span };
  return { type: "TensorType", shape, dtype, vdevice: null, ndim: values ? values.length : ndim, span: source.span };
}

const same: Rule = (_, [type]) => tensor(type);
const sameAs =
  (at: number): Rule =>
  (_, types) =>
    tensor(types[at]);

const nothing: Rule = (call) => ({ type: "RelaxTupleType", fields: [], span: call.span });
const object: Rule = (call) => ({ type: "ObjectType", span: call.span });

function isOne(expr: Expr): boolean {
  return expr.type === "IntImm" && expr.value === 1n;
}

function equal(a: Expr, b: Expr): boolean {
  return fingerprint(a) === fingerprint(b) || constantDifference(a, b) === 0n;
}

/** Shapes brought together from the right, as NumPy does; null where a dimension cannot be told. */
function broadcast(a: readonly Expr[], b: readonly Expr[]): readonly Expr[] | null {
  const result: Expr[] = [];
  for (let i = 1; i <= Math.max(a.length, b.length); i++) {
    const [x, y] = [a.at(-i), b.at(-i)];
    if (i > a.length || i > b.length) {
      result.unshift((i > a.length ? y : x) as Expr);
      continue;
    }
    if (!x || !y) return null;
    if (isOne(x)) result.unshift(y);
    else if (isOne(y)) result.unshift(x);
    else if (equal(x, y)) result.unshift(x);
    else return null;
  }
  return result;
}

function elementwise(call: RelaxCall, [a, b]: Types, comparison: boolean): RelaxType {
  if (a?.type === "PrimStructType" || b?.type === "PrimStructType") return unknowable();
  const [x, y] = [tensor(a), tensor(b)];
  const dtype = comparison
    ? "bool"
    : x.dtype === y.dtype
      ? x.dtype
      : x.dtype === "" || y.dtype === ""
        ? ""
        : unknowable();
  const [left, right] = [dims(x), dims(y)];
  if (left && right) {
    const shape = broadcast(left, right);
    return make(shape, dtype, Math.max(left.length, right.length), call);
  }
  if (x.shape && y.shape && x.shape.type === "RelaxVar" && y.shape.type === "RelaxVar" && x.shape.def === y.shape.def)
    return { ...x, dtype };
  return make(null, dtype, x.ndim < 0 || y.ndim < 0 ? -1 : Math.max(x.ndim, y.ndim), call);
}

const binary: Rule = (call, types) => elementwise(call, types, false);
const comparison: Rule = (call, types) => elementwise(call, types, true);

const matmul: Rule = (call, [a, b]) => {
  const [x, y] = [tensor(a), tensor(b)];
  const { out_dtype } = bindArguments(site(call), ["x1", "x2", "out_dtype"]);
  const dtype = givenDType(out_dtype) ?? (x.dtype === y.dtype ? x.dtype : unknowable());
  const [left, right] = [dims(x), dims(y)];
  if (!left || !right) {
    if (x.ndim < 1 || y.ndim < 1) return make(null, dtype, -1, call);
    return make(null, dtype, Math.max(x.ndim, y.ndim, 2) - (x.ndim === 1 ? 1 : 0) - (y.ndim === 1 ? 1 : 0), call);
  }
  if (left.length === 0 || right.length === 0) return unknowable();
  const [rows, columns] = [
    left.length > 1 ? [left.at(-2) as Expr] : [],
    right.length > 1 ? [right.at(-1) as Expr] : [],
  ];
  const batch = broadcast(left.slice(0, -2), right.slice(0, -2)) ?? unknowable();
  return make([...batch, ...rows, ...columns], dtype, 0, call);
};

function axisIn(axis: number, ndim: number): number {
  const at = axis < 0 ? axis + ndim : axis;
  return at >= 0 && at < ndim ? at : unknowable();
}

function axes(value: Value | undefined, ndim: number): number[] | null {
  if (isNone(value)) return null;
  const list = value?.type === "tuple" ? value.items : [value];
  return list.map((each) => axisIn(needInteger(each), ndim));
}

const permute: Rule = (call, [type]) => {
  const x = tensor(type);
  const given = bindArguments(site(call), ["x", "axes"]);
  if (x.ndim < 0) return make(null, x.dtype, -1, call);
  const order = axes(given.axes, x.ndim) ?? Array.from({ length: x.ndim }, (_, at) => x.ndim - 1 - at);
  const shape = dims(x);
  return make(shape && order.map((at) => shape[at] ?? unknowable()), x.dtype, x.ndim, call);
};

/** The shape that an argument gives: a `ShapeExpr`, or a variable whose type is a known shape. */
function shapeArgument(arg: RelaxExpr | undefined): {
  values: readonly Expr[] | null;
  ndim: number;
  shape: TensorType["shape"];
} {
  if (arg?.type === "ShapeExpr") return { values: arg.values, ndim: arg.values.length, shape: arg };
  if (arg?.type === "RelaxVar" && arg.def.ty?.type === "ShapeType") {
    return { values: arg.def.ty.values, ndim: arg.def.ty.ndim, shape: arg };
  }
  return unknowable();
}

const shaped =
  (at: number, dtype: (call: RelaxCall, types: Types) => string): Rule =>
  (call, types) => {
    const { shape, ndim } = shapeArgument(call.args[at]);
    return { type: "TensorType", shape, dtype: dtype(call, types), vdevice: null, ndim, span: call.span };
  };

const firstDType = (_: RelaxCall, [type]: Types): string => tensor(type).dtype;

/** The element type that an argument names; null where it leaves that open. */
function givenDType(value: Value | undefined): string | null {
  if (isNone(value) || (value?.type === "str" && (value.value === "" || value.value === "void"))) return null;
  return dtypeName(needDType(value));
}

function namedDType(names: readonly string[]): (call: RelaxCall) => string {
  return (call) => {
    const bound = bindArguments(site(call), names) as Readonly<Record<string, Value | undefined>>;
    return dtypeName(needDType(bound.dtype));
  };
}

/** `reshape` with a `-1` that is worked out. */
const reshape: Rule = (call, [type]) => {
  const x = tensor(type);
  const arg = call.args[1];
  if (arg?.type !== "ShapeExpr") return shaped(1, firstDType)(call, [type ?? null]);
  const negative = arg.values.findIndex((each) => each.type === "IntImm" && each.value < 0n);
  if (negative < 0 && !arg.values.some((each) => each.type === "IntImm" && each.value === 0n))
    return make(arg.values, x.dtype, 0, call);
  return unknowable();
};

const reduce =
  (dtype?: string): Rule =>
  (call, [type]) => {
    const x = tensor(type);
    const given = bindArguments(site(call), ["x", "axis", "keepdims"]);
    const keep = !isNone(given.keepdims) && needInteger(given.keepdims) !== 0;
    const result = dtype ?? x.dtype;
    if (isNone(given.axis)) {
      if (!keep) return make([], result, 0, call);
      return x.ndim < 0
        ? make(null, result, -1, call)
        : make(
            Array.from({ length: x.ndim }, () => intImm(INT64, 1, call)),
            result,
            0,
            call,
          );
    }
    if (x.ndim < 0) return make(null, result, -1, call);
    const reduced = axes(given.axis, x.ndim) ?? unknowable();
    const shape = dims(x);
    const ndim = keep ? x.ndim : x.ndim - reduced.length;
    if (!shape) return make(null, result, ndim, call);
    const kept = shape.flatMap((each, at) => (reduced.includes(at) ? (keep ? [intImm(INT64, 1, call)] : []) : [each]));
    return make(kept, result, ndim, call);
  };

const astype: Rule = (call, [type]) => {
  const { dtype } = bindArguments(site(call), ["x", "dtype"]);
  return { ...tensor(type), dtype: dtypeName(needDType(dtype)), span: call.span };
};

const likeWithDType: Rule = (call, [type]) => {
  const given = site(call);
  const dtype = given.kwargs.get("dtype") ?? given.args[call.args.length];
  const x = tensor(type);
  return isNone(dtype) ? x : { ...x, dtype: dtypeName(needDType(dtype)) };
};

const expandDims: Rule = (call, [type]) => {
  const x = tensor(type);
  const { axis } = bindArguments(site(call), ["x", "axis"]);
  const shape = dims(x);
  const list = axis?.type === "tuple" ? axis.items : [axis];
  if (!shape) return make(null, x.dtype, x.ndim < 0 ? -1 : x.ndim + list.length, call);
  const ndim = shape.length + list.length;
  const added = list.map((each) => axisIn(needInteger(each), ndim));
  const rest = [...shape];
  return make(
    Array.from({ length: ndim }, (_, at) => (added.includes(at) ? intImm(INT64, 1, call) : (rest.shift() as Expr))),
    x.dtype,
    0,
    call,
  );
};

const squeeze: Rule = (call, [type]) => {
  const x = tensor(type);
  const { axis } = bindArguments(site(call), ["x", "axis"]);
  const shape = dims(x) ?? unknowable();
  const gone =
    axes(axis, shape.length) ??
    shape.flatMap((each, at) => (each.type === "IntImm" ? (isOne(each) ? [at] : []) : unknowable()));
  return make(
    shape.filter((_, at) => !gone.includes(at)),
    x.dtype,
    0,
    call,
  );
};

function sum(values: readonly Expr[], source: Source): Expr {
  const total = values.reduce((a, b) => operate("Add", a, b, source));
  return simplify(total) ?? total;
}

const concat: Rule = (call) => {
  const [list] = call.args;
  const { axis } = bindArguments(site(call), ["tensors", "axis"]);
  if (list?.type !== "Tuple") return unknowable();
  const parts = list.fields.map((each) => tensor(each.type === "RelaxVar" ? each.def.ty : null));
  const [first] = parts;
  const shapes = parts.map((each) => dims(each) ?? unknowable());
  if (!first || parts.some(({ dtype }) => dtype !== first.dtype)) return unknowable();
  const shape = shapes[0] ?? unknowable();
  const at = axisIn(isNone(axis) ? 0 : needInteger(axis), shape.length);
  return make(
    shape.map((each, i) =>
      i === at
        ? sum(
            shapes.map((other) => other[i] ?? unknowable()),
            call,
          )
        : each,
    ),
    first.dtype,
    0,
    call,
  );
};

const split: Rule = (call, [type]) => {
  const x = tensor(type);
  const given = bindArguments(site(call), ["x", "indices_or_sections", "axis"]);
  const shape = dims(x) ?? unknowable();
  const at = axisIn(isNone(given.axis) ? 0 : needInteger(given.axis), shape.length);
  const length = shape[at];
  if (length?.type !== "IntImm") return unknowable();
  const whole = Number(length.value);
  const sizes: number[] = [];
  if (given.indices_or_sections?.type === "tuple") {
    const ends = [...needItems(given.indices_or_sections).map(needInteger), whole];
    ends.forEach((end, i) => {
      sizes.push(Math.max(0, Math.min(end, whole) - Math.min(ends[i - 1] ?? 0, whole)));
    });
  } else {
    const count = needInteger(given.indices_or_sections);
    const size = Math.ceil(whole / count);
    for (let i = 0; i < count; i++) sizes.push(i === count - 1 ? whole - size * (count - 1) : size);
  }
  const fields = sizes.map((size) =>
    make(
      shape.map((each, i) => (i === at ? intImm(INT64, size, call) : each)),
      x.dtype,
      0,
      call,
    ),
  );
  return { type: "RelaxTupleType", fields, span: call.span };
};

const flatten: Rule = (call, [type]) => {
  const x = tensor(type);
  const shape = dims(x);
  if (!shape) return make(null, x.dtype, 1, call);
  if (shape.length === 1) return x;
  return make([product(shape, call)], x.dtype, 1, call);
};

const take: Rule = (call, [type, index]) => {
  const [x, indices] = [tensor(type), tensor(index)];
  const { axis } = bindArguments(site(call), ["x", "indices", "axis", "mode"]);
  const [shape, chosen] = [dims(x) ?? unknowable(), dims(indices) ?? unknowable()];
  const at = isNone(axis) ? (shape.length === 1 ? 0 : unknowable()) : axisIn(needInteger(axis), shape.length);
  return make([...shape.slice(0, at), ...chosen, ...shape.slice(at + 1)], x.dtype, 0, call);
};

const where: Rule = (call, types) => {
  const [condition, a, b] = types.map(tensor);
  const shapes = [condition, a, b].map((each) => dims(each ?? unknowable()) ?? unknowable());
  const [first, second, third] = shapes as [readonly Expr[], readonly Expr[], readonly Expr[]];
  const shape = broadcast(broadcast(second, third) ?? unknowable(), first) ?? unknowable();
  return make(shape, a?.dtype === b?.dtype ? (a?.dtype ?? "") : unknowable(), 0, call);
};

const shapeOf: Rule = (call, [type]) => {
  const x = tensor(type);
  return { type: "ShapeType", values: dims(x), ndim: x.ndim, span: call.span };
};

const allocTensor: Rule = (call) => {
  const given = site(call);
  const dtype = given.kwargs.get("dtype") ?? given.args[1];
  return shaped(0, () => dtypeName(needDType(dtype)))(call, []);
};

const allocFromStorage: Rule = (call) => {
  const given = site(call);
  const dtype = given.kwargs.get("dtype") ?? given.args[3];
  return shaped(2, () => dtypeName(needDType(dtype)))(call, []);
};

function spatial(value: Value | undefined, count: number, fallback: number): number[] {
  if (isNone(value)) return Array.from({ length: count }, () => fallback);
  const list = value?.type === "tuple" ? value.items.map(needInteger) : [needInteger(value)];
  return list.length === count
    ? list
    : list.length === 1
      ? Array.from({ length: count }, () => list[0] as number)
      : unknowable();
}

/** Padding before and after of each dimension, summed. */
function padding(value: Value | undefined, count: number): number[] {
  if (isNone(value)) return Array.from({ length: count }, () => 0);
  const list = value?.type === "tuple" ? value.items.map(needInteger) : [needInteger(value)];
  if (list.length === 1) return Array.from({ length: count }, () => 2 * (list[0] as number));
  if (list.length === count) return list.map((each) => 2 * each);
  if (list.length === 2 * count)
    return Array.from({ length: count }, (_, at) => (list[at] as number) + (list[at + count] as number));
  return unknowable();
}

function extent(length: Expr, pad: number, window: number, stride: number, source: Source, ceil = false): Expr {
  if (length.type !== "IntImm") return unknowable();
  const room = Number(length.value) + pad - window;
  return intImm(INT64, (ceil ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1, source);
}

/** One dimension of a slice, as far as its bounds are numbers. */
function sliced(extent: Expr, begin: number, end: number, stride: number, source: Source): Expr {
  if (extent.type !== "IntImm" || stride === 0) return unknowable();
  const whole = Number(extent.value);
  const [low, high] = stride > 0 ? [0, whole] : [-1, whole - 1];
  const clip = (at: number): number => Math.min(Math.max(at < 0 ? at + whole : at, low), high);
  return intImm(INT64, Math.max(0, Math.ceil((clip(end) - clip(begin)) / stride)), source);
}

const stridedSlice: Rule = (call, [type]) => {
  const x = tensor(type);
  const shape = dims(x) ?? unknowable();
  const given = bindArguments(site(call), ["x", "axes", "begin", "end", "strides", "assume_inbound"]);
  const integers = (value: Value | undefined): number[] => needItems(value).map(needInteger);
  const [begin, end] = [integers(given.begin), integers(given.end)];
  const strides = isNone(given.strides) ? begin.map(() => 1) : integers(given.strides);
  const result = [...shape];
  integers(given.axes).forEach((axis, i) => {
    const at = axisIn(axis, shape.length);
    const parts = [begin[i], end[i], strides[i]].map((each) => each ?? unknowable()) as [number, number, number];
    result[at] = sliced(shape[at] as Expr, ...parts, call);
  });
  return make(result, x.dtype, 0, call);
};

function product(shape: readonly Expr[], source: Source): Expr {
  return shape.reduce<Expr>((a, b) => operate("Mul", a, b, source), intImm(INT64, 1, source));
}

/** `cumsum`, `cumprod`: along an axis, or over all elements. */
const scan: Rule = (call, [type]) => {
  const x = tensor(type);
  const given = bindArguments(site(call), ["data", "axis", "dtype", "exclusive"]);
  const dtype = givenDType(given.dtype) ?? x.dtype;
  if (!isNone(given.axis)) return { ...x, dtype, span: call.span };
  return make([product(dims(x) ?? unknowable(), call)], dtype, 1, call);
};

const argsort: Rule = (call, [type]) => {
  const { dtype } = bindArguments(site(call), ["data", "axis", "descending", "dtype"]);
  return { ...tensor(type), dtype: givenDType(dtype) ?? "int32", span: call.span };
};

const topk: Rule = (call, [type]) => {
  const x = tensor(type);
  const given = bindArguments(site(call), ["data", "k", "axis", "ret_type", "largest", "dtype"]);
  const shape = dims(x) ?? unknowable();
  const at = axisIn(isNone(given.axis) ? -1 : needInteger(given.axis), shape.length);
  const [count, extent] = [isNone(given.k) ? 1 : needInteger(given.k), shape[at] as Expr];
  const kept = count < 1 ? extent : extent.type === "IntImm" ? Math.min(count, Number(extent.value)) : unknowable();
  const size = typeof kept === "number" ? intImm(INT64, kept, call) : kept;
  const sizes = shape.map((each, i) => (i === at ? size : each));
  const values = make(sizes, x.dtype, 0, call);
  const indices = make(sizes, givenDType(given.dtype) ?? "int32", 0, call);
  const wanted = isNone(given.ret_type) ? "both" : given.ret_type?.type === "str" ? given.ret_type.value : unknowable();
  if (wanted === "values") return values;
  return wanted === "indices" ? indices : { type: "RelaxTupleType", fields: [values, indices], span: call.span };
};

const tile: Rule = (call, [type]) => {
  const x = tensor(type);
  const { repeats } = bindArguments(site(call), ["x", "repeats"]);
  const times = (repeats?.type === "tuple" ? repeats.items : [repeats]).map(needInteger);
  const shape = dims(x) ?? unknowable();
  const ndim = Math.max(times.length, shape.length);
  const result = Array.from({ length: ndim }, (_, i) => {
    const [extent, count] = [shape[i - ndim + shape.length], times[i - ndim + times.length]];
    if (!extent) return intImm(INT64, count ?? 1, call);
    return count === undefined ? extent : operate("Mul", extent, intImm(INT64, count, call), call);
  });
  return make(result, x.dtype, 0, call);
};

const repeat: Rule = (call, [type]) => {
  const x = tensor(type);
  const given = bindArguments(site(call), ["data", "repeats", "axis"]);
  const shape = dims(x) ?? unknowable();
  const count = intImm(INT64, needInteger(given.repeats), call);
  if (isNone(given.axis)) return make([operate("Mul", product(shape, call), count, call)], x.dtype, 1, call);
  const at = axisIn(needInteger(given.axis), shape.length);
  const result = shape.map((each, i) => (i === at ? operate("Mul", each, count, call) : each));
  return make(result, x.dtype, 0, call);
};

const arange: Rule = (call) => {
  const given = bindArguments(site(call), ["start", "end", "step", "dtype"]);
  const [start, end] = isNone(given.end)
    ? [0, needInteger(given.start)]
    : [needInteger(given.start), needInteger(given.end)];
  const step = isNone(given.step) ? 1 : needInteger(given.step);
  const dtype = givenDType(given.dtype) ?? "int64";
  return make([intImm(INT64, Math.max(0, Math.ceil((end - start) / step)), call)], dtype, 1, call);
};

/** The normalised data, and the moving mean and variance as they came. */
const batchNorm: Rule = (call, types) => {
  const fields = [0, 3, 4].map((at) => tensor(types[at]));
  return { type: "RelaxTupleType", fields, span: call.span };
};

const view: Rule = (call, [type]) => {
  const x = tensor(type);
  const given = bindArguments(site(call), ["data", "shape", "dtype", "relative_byte_offset"]);
  if (isNone(given.dtype)) return isNone(given.shape) ? x : shaped(1, firstDType)(call, [x]);
  if (isNone(given.shape)) return unknowable();
  return shaped(1, () => dtypeName(needDType(given.dtype)))(call, [x]);
};

const CONV = [
  "data",
  "weight",
  "strides",
  "padding",
  "dilation",
  "groups",
  "data_layout",
  "kernel_layout",
  "out_layout",
  "out_dtype",
] as const;

function layoutNamed(value: Value | undefined, usual: string): string {
  if (isNone(value)) return usual;
  const name = value?.type === "str" ? value.value : unknowable();
  return name === "" ? usual : name;
}

/** Dimensions of one layout in the order of another with the same axes. */
function reordered(shape: readonly Expr[], from: string, to: string): Expr[] {
  if (shape.length !== from.length || to.length !== from.length) return unknowable();
  return [...to].map((axis) => shape[from.indexOf(axis)] ?? unknowable());
}

const conv2d: Rule = (call, [data, weight]) => {
  const [x, w] = [tensor(data), tensor(weight)];
  const given = bindArguments(site(call), CONV);
  const layout = layoutNamed(given.data_layout, "NCHW");
  const outLayout = layoutNamed(given.out_layout, layout);
  const shape = reordered(dims(x) ?? unknowable(), layout, "NCHW");
  const kernel = reordered(dims(w) ?? unknowable(), layoutNamed(given.kernel_layout, "OIHW"), "OIHW");
  const [strides, dilation, pad] = [
    spatial(given.strides, 2, 1),
    spatial(given.dilation, 2, 1),
    padding(given.padding, 2),
  ];
  const out = [2, 3].map((at) => {
    const size = kernel[at];
    if (size?.type !== "IntImm") return unknowable();
    const window = (Number(size.value) - 1) * (dilation[at - 2] ?? 1) + 1;
    return extent(shape[at] as Expr, pad[at - 2] ?? 0, window, strides[at - 2] ?? 1, call);
  });
  const outType = givenDType(given.out_dtype);
  return make(
    reordered([shape[0] as Expr, kernel[0] as Expr, ...out], "NCHW", outLayout),
    outType ?? (x.dtype === w.dtype ? x.dtype : unknowable()),
    0,
    call,
  );
};

const POOL = [
  "data",
  "pool_size",
  "strides",
  "padding",
  "dilation",
  "ceil_mode",
  "count_include_pad",
  "layout",
  "out_layout",
] as const;

const pool2d: Rule = (call, [data]) => {
  const x = tensor(data);
  const given = bindArguments(site(call), POOL);
  const layout = layoutNamed(given.layout, "NCHW");
  const outLayout = layoutNamed(given.out_layout, layout);
  const shape = reordered(dims(x) ?? unknowable(), layout, "NCHW");
  const [size, strides] = [spatial(given.pool_size, 2, 1), spatial(given.strides, 2, 1)];
  const [dilation, pad] = [spatial(given.dilation, 2, 1), padding(given.padding, 2)];
  const ceil = !isNone(given.ceil_mode) && needInteger(given.ceil_mode) !== 0;
  const out = [0, 1].map((at) =>
    extent(
      shape[at + 2] as Expr,
      pad[at] ?? 0,
      ((size[at] ?? 1) - 1) * (dilation[at] ?? 1) + 1,
      strides[at] ?? 1,
      call,
      ceil,
    ),
  );
  return make(reordered([shape[0] as Expr, shape[1] as Expr, ...out], "NCHW", outLayout), x.dtype, 0, call);
};

/** `R.full((2, 3), R.const(1, "float32"))`: the value's type where none is given. */
const full: Rule = (call, types) => {
  const { dtype } = bindArguments(site(call), ["shape", "fill_value", "dtype"]);
  return shaped(0, () => givenDType(dtype) ?? tensor(types[1]).dtype)(call, types);
};

const many = (names: string, rule: Rule): Record<string, Rule> =>
  Object.fromEntries(names.split(" ").map((name) => [name, rule]));

const RULES: Readonly<Record<string, Rule>> = {
  ...many(
    "abs acos acosh asin asinh atan atanh bitwise_not ceil clip cos cosh erf exp floor log logical_not negative nn.dropout_ nn.gelu " +
      "nn.gelu_tanh nn.leakyrelu nn.log_softmax nn.relu nn.silu nn.softmax round rsqrt sigmoid sign sin sinh sqrt square tan tanh trunc tril triu " +
      "nn.layer_norm nn.group_norm nn.rms_norm builtin.stop_lift_params ccl.allreduce ccl.broadcast_from_worker0 grad.no_grad " +
      "grad.start_checkpoint grad.end_checkpoint ewise_fma nn.relu6 nn.selu sort flip",
    same,
  ),
  ...many(
    "add divide floor_divide multiply power subtract maximum minimum mod floor_mod logical_and logical_or logical_xor bitwise_and bitwise_or bitwise_xor left_shift right_shift",
    binary,
  ),
  ...many("equal greater greater_equal less less_equal not_equal", comparison),
  ...many("isfinite isinf isnan", (call, [type]) => ({ ...tensor(type), dtype: "bool", span: call.span })),
  ...many("sum mean max min prod variance std median", reduce()),
  ...many("argmax argmin", reduce("int64")),
  ...many("zeros_like ones_like full_like", likeWithDType),
  ...many("print assert_op memory.kill_tensor memory.kill_storage vm.kill_object vm.call_tir_dyn", nothing),
  ...many(
    "memory.alloc_storage vm.alloc_storage null_value call_builtin_with_ctx make_closure invoke_closure invoke_pure_closure call_pure_packed call_inplace_packed",
    object,
  ),
  matmul,
  permute_dims: permute,
  reshape,
  broadcast_to: shaped(1, firstDType),
  collapse_sum_to: shaped(1, firstDType),
  collapse_sum_like: (call, types) => ({ ...tensor(types[1]), dtype: firstDType(call, types) }),
  zeros: shaped(0, namedDType(["shape", "dtype"])),
  ones: shaped(0, namedDType(["shape", "dtype"])),
  full,
  astype,
  wrap_param: astype,
  expand_dims: expandDims,
  squeeze,
  concat,
  split,
  flatten,
  take,
  where,
  strided_slice: stridedSlice,
  cumsum: scan,
  cumprod: scan,
  argsort,
  topk,
  tile,
  repeat,
  arange,
  "nn.batch_norm": batchNorm,
  "memory.view": view,
  "memory.ensure_zero_offset": same,
  shape_of: shapeOf,
  "builtin.alloc_tensor": allocTensor,
  "memory.alloc_tensor": allocFromStorage,
  "vm.alloc_tensor": allocFromStorage,
  "nn.attention": sameAs(0),
  "nn.attention_bias": sameAs(0),
  "nn.conv2d": conv2d,
  "nn.max_pool2d": pool2d,
  "nn.avg_pool2d": pool2d,
};
