/** Products of tensors: matmul, convolutions and their transposes, attention; and pools, which move a window too. */
import { remembered } from "../../remembered";
import { operate } from "../../tir/arithmetic";
import { bindArguments, type CallSite } from "../../tir/calls";
import { isNone, Unknowable, unknowable } from "../../tir/coerce";
import type { Expr } from "../../tir/ir";
import { constantValue } from "../../tir/simplify";
import type { Value } from "../../tir/values";
import type { RelaxCall, TensorType } from "../ir";
import { type OperatorProblem, OperatorRejected, problem } from "./problems";
import {
  broadcast,
  commonDType,
  differ,
  dims,
  givenDType,
  make,
  needNumber,
  needRank,
  type Rule,
  type Rules,
  shapeArgument,
  simplified,
  site,
  size,
  tensor,
  tensorsOf,
} from "./shared";

const matmul: Rule = (call, [a, b], setting) => {
  const x = tensor(a);
  const y = tensor(b);
  const given = call.site ? bindArguments(call.site, ["x1", "x2", "out_dtype"]) : {};
  const dtype = givenDType(given.out_dtype) ?? commonDType(x.dtype, y.dtype, setting);
  if (x.ndim < 0 || y.ndim < 0) return make(null, dtype, -1, call);
  if (x.ndim === 0 || y.ndim === 0) return problem({ kind: "scalar-operand" });
  const ndim = Math.max(x.ndim, y.ndim, 2) - (x.ndim === 1 ? 1 : 0) - (y.ndim === 1 ? 1 : 0);
  const left = dims(x);
  const right = dims(y);
  if (!left || !right) return make(null, dtype, ndim, call);
  const batch = broadcast(left.slice(0, -2), right.slice(0, -2));
  if (!batch) return make(null, dtype, ndim, call);
  const inner = left.at(-1);
  const outer = right.length > 1 ? right.at(-2) : right[0];
  if (inner && outer && differ(inner, outer)) return problem({ kind: "reduction-differs", lengths: [inner, outer] });
  const rows = left.length > 1 ? [left.at(-2) as Expr] : [];
  const columns = right.length > 1 ? [right.at(-1) as Expr] : [];
  return make([...batch, ...rows, ...columns], dtype, 0, call);
};

/** Sums of products whose indices are written: the shapes are what TVM works out. */
const einsum: Rule = (call, types) => {
  tensorsOf(call.args[0], types[0]);
  return unknowable();
};

/** What a layout's axes are called, by the number of dimensions that a window moves over. */
const AXES = ["", "W", "HW", "DHW"] as const;

function layoutNamed(value: Value | undefined, usual: string): string {
  if (isNone(value)) return usual;
  const name = value?.type === "str" ? value.value : unknowable();
  if (/^[a-z]*$/.test(name)) return problem({ kind: "layout", given: name, usual });
  if (!/^(?:[A-Z]|\d+[a-z])+$/.test(name)) return unknowable();
  return axesOf(name) === axesOf(usual) ? name : problem({ kind: "layout", given: name, usual });
}

/** The axes of a layout in one order, those that are split (`NCHW4c`) once. */
function axesOf(layout: string): string {
  return [...layout.replace(/\d+[a-z]/g, "")].sort().join("");
}

/** Dimensions of one layout in the order of another with the same axes. */
function reordered(shape: readonly Expr[], from: string, to: string): Expr[] {
  if (!/^[A-Z]+$/.test(from + to)) return unknowable();
  if (shape.length !== from.length || to.length !== from.length) return unknowable();
  return [...to].map((axis) => shape[from.indexOf(axis)] ?? unknowable());
}

/** The number of dimensions that a layout has. */
const rankOf = (layout: string): number => layout.replace(/\d+/g, "").length;

function needLayout(type: TensorType, layout: string): void {
  needRank(type, rankOf(layout));
}

function spatial(value: Value | undefined, count: number, usual: number): number[] {
  if (isNone(value)) return Array.from({ length: count }, () => usual);
  const list = value?.type === "tuple" ? value.items.map(needNumber) : [needNumber(value)];
  if (list.length === count) return list;
  if (list.length !== 1) return problem({ kind: "axes-count", count: list.length, ndim: count });
  return Array.from({ length: count }, () => list[0] as number);
}

/** Padding before and after of each dimension, summed. */
function padding(value: Value | undefined, count: number): number[] {
  if (isNone(value)) return Array.from({ length: count }, () => 0);
  const list = value?.type === "tuple" ? value.items.map(needNumber) : [needNumber(value)];
  if (list.length === 1) return Array.from({ length: count }, () => 2 * (list[0] as number));
  if (list.length === count) return list.map((each) => 2 * each);
  if (list.length === 2 * count)
    return Array.from({ length: count }, (_, at) => (list[at] as number) + (list[at + count] as number));
  return problem({ kind: "axes-count", count: list.length, ndim: count });
}

type Given = Readonly<Record<string, Value | undefined>>;

/** How a window moves is part of the operator, and told before the shapes are looked at. */
function checkWindows(given: Given, rank: number): void {
  spatial(given.strides, rank, 1);
  spatial(given.dilation, rank, 1);
  spatial(given.pool_size, rank, 1);
  padding(given.padding, rank);
}

const windowIn = remembered((name) => /^nn\.(?:conv|(?:max|avg)_pool)(\d)d(_transpose)?$/.exec(name));

/** What is wrong with how the window of a convolution or pool moves; null where nothing is, or it is not known. */
export function windowProblem(name: string, call: CallSite): OperatorProblem | null {
  const parsed = windowIn(name);
  if (!parsed) return null;
  const rank = parsed[1];
  const transpose = parsed[2];
  const names = /pool/.test(name) ? POOL : transpose ? TRANSPOSED : CONV;
  try {
    checkWindows(bindArguments(call, names) as Given, Number(rank));
    return null;
  } catch (error) {
    if (error instanceof OperatorRejected) return error.problem;
    if (error instanceof Unknowable) return null;
    throw error;
  }
}

/** How often a window fits: a number where all is known, else what the length leaves of it. */
function extent(length: Expr, pad: number, window: number, stride: number, call: RelaxCall, ceil = false): Expr {
  const known = constantValue(length);
  if (known !== null) {
    const room = Number(known) + pad - window;
    return size((ceil ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1, call);
  }
  if (ceil || stride !== 1) return unknowable();
  return simplified(operate("Add", length, size(pad - window + 1, call), call));
}

const CONV = "data weight strides padding dilation groups data_layout kernel_layout out_layout out_dtype".split(" ");
const TRANSPOSED =
  "data weight strides padding output_padding dilation groups data_layout kernel_layout out_layout out_dtype".split(
    " ",
  );

const count = (value: Value | undefined): number => (isNone(value) ? 1 : needNumber(value));

const convolution =
  (rank: 1 | 2 | 3): Rule =>
  (call, [data, weight], setting) => {
    const x = tensor(data);
    const w = tensor(weight);
    const given = bindArguments(site(call), CONV) as Given;
    needGroups(count(given.groups));
    checkWindows(given, rank);
    const usual = `NC${AXES[rank]}`;
    const usualKernel = `OI${AXES[rank]}`;
    const layout = layoutNamed(given.data_layout, usual);
    const kernelLayout = layoutNamed(given.kernel_layout, usualKernel);
    const outLayout = layoutNamed(given.out_layout, layout);
    needLayout(x, layout);
    needLayout(w, kernelLayout);
    const dtype = givenDType(given.out_dtype) ?? commonDType(x.dtype, w.dtype, setting);
    const from = dims(x);
    const window = dims(w);
    if (!from || !window) return make(null, dtype, rankOf(outLayout), call);
    const shape = reordered(from, layout, usual);
    const kernel = reordered(window, kernelLayout, usualKernel);
    const groups = count(given.groups);
    checkChannels(shape[1] as Expr, kernel[1] as Expr, groups);
    checkDivisible(kernel[0] as Expr, groups);
    const strides = spatial(given.strides, rank, 1);
    const dilation = spatial(given.dilation, rank, 1);
    const pad = padding(given.padding, rank);
    const out = Array.from({ length: rank }, (_, at) => {
      const length = constantValue(kernel[at + 2] as Expr);
      if (length === null) return unknowable();
      const reach = (Number(length) - 1) * (dilation[at] ?? 1) + 1;
      return extent(shape[at + 2] as Expr, pad[at] ?? 0, reach, strides[at] ?? 1, call);
    });
    return make(reordered([shape[0] as Expr, kernel[0] as Expr, ...out], usual, outLayout), dtype, 0, call);
  };

function checkChannels(data: Expr, weight: Expr, groups: number): void {
  const a = constantValue(data);
  const b = constantValue(weight);
  if (a !== null && b !== null) {
    if (Number(a) !== Number(b) * groups) problem({ kind: "channels", data: Number(a), weight: Number(b), groups });
  } else if (groups === 1 && differ(data, weight))
    problem({ kind: "lengths-differ", axis: 1, lengths: [data, weight] });
}

function needGroups(groups: number): void {
  if (groups <= 0) problem({ kind: "out-of-range", name: "groups", value: groups });
}

function checkDivisible(length: Expr, by: number): void {
  const known = constantValue(length);
  if (known !== null && Number(known) % by !== 0) problem({ kind: "not-divisible", length: Number(known), by });
}

const transposed =
  (rank: 1 | 2 | 3): Rule =>
  (call, [data, weight], setting) => {
    const x = tensor(data);
    const w = tensor(weight);
    const given = bindArguments(site(call), TRANSPOSED) as Given;
    const groups = count(given.groups);
    needGroups(groups);
    checkWindows(given, rank);
    const step = spatial(given.strides, rank, 1);
    const added = spatial(given.output_padding, rank, 0);
    const beyond = added.find((each, i) => each >= (step[i] ?? 1) && each > 0);
    if (beyond !== undefined) return problem({ kind: "out-of-range", name: "output_padding", value: beyond });
    const usual = `NC${AXES[rank]}`;
    const usualKernel = `IO${AXES[rank]}`;
    const layout = layoutNamed(given.data_layout, usual);
    const kernelLayout = layoutNamed(given.kernel_layout, usualKernel);
    const outLayout = layoutNamed(given.out_layout, layout);
    needLayout(x, layout);
    needLayout(w, kernelLayout);
    const dtype = givenDType(given.out_dtype) ?? commonDType(x.dtype, w.dtype, setting);
    const from = dims(x);
    const window = dims(w);
    if (!from || !window) return make(null, dtype, rankOf(outLayout), call);
    const shape = reordered(from, layout, usual);
    const kernel = reordered(window, kernelLayout, usualKernel);
    checkChannels(shape[1] as Expr, kernel[0] as Expr, 1);
    checkDivisible(kernel[0] as Expr, groups);
    const strides = spatial(given.strides, rank, 1);
    const dilation = spatial(given.dilation, rank, 1);
    const pad = padding(given.padding, rank);
    const more = spatial(given.output_padding, rank, 0);
    const channels = simplified(operate("Mul", kernel[1] as Expr, size(groups, call), call));
    const out = Array.from({ length: rank }, (_, at) => {
      const length = constantValue(shape[at + 2] as Expr);
      const reach = constantValue(kernel[at + 2] as Expr);
      if (length === null || reach === null) return unknowable();
      const stride = strides[at] ?? 1;
      const spread = dilation[at] ?? 1;
      const cut = pad[at] ?? 0;
      const extra = more[at] ?? 0;
      return size((Number(length) - 1) * stride - cut + spread * (Number(reach) - 1) + extra + 1, call);
    });
    return make(reordered([shape[0] as Expr, channels, ...out], usual, outLayout), dtype, 0, call);
  };

const POOL = "data pool_size strides padding dilation ceil_mode count_include_pad layout out_layout".split(" ");

const pool =
  (rank: 1 | 2 | 3): Rule =>
  (call, [data]) => {
    const x = tensor(data);
    const given = bindArguments(site(call), POOL) as Given;
    checkWindows(given, rank);
    const usual = `NC${AXES[rank]}`;
    const layout = layoutNamed(given.layout, usual);
    const outLayout = layoutNamed(given.out_layout, layout);
    needLayout(x, layout);
    const from = dims(x);
    if (!from) return make(null, x.dtype, rankOf(outLayout), call);
    const shape = reordered(from, layout, usual);
    const reach = spatial(given.pool_size, rank, 1);
    const strides = spatial(given.strides, rank, 1);
    const dilation = spatial(given.dilation, rank, 1);
    const pad = padding(given.padding, rank);
    const ceil = !isNone(given.ceil_mode) && needNumber(given.ceil_mode) !== 0;
    const out = Array.from({ length: rank }, (_, at) => {
      const window = ((reach[at] ?? 1) - 1) * (dilation[at] ?? 1) + 1;
      return extent(shape[at + 2] as Expr, pad[at] ?? 0, window, strides[at] ?? 1, call, ceil);
    });
    return make(reordered([shape[0] as Expr, shape[1] as Expr, ...out], usual, outLayout), x.dtype, 0, call);
  };

const adaptive =
  (rank: 1 | 2 | 3): Rule =>
  (call, [data]) => {
    const x = tensor(data);
    const given = bindArguments(site(call), ["data", "output_size", "layout", "out_layout"]);
    const usual = `NC${AXES[rank]}`;
    const layout = layoutNamed(given.layout, usual);
    const outLayout = layoutNamed(given.out_layout, layout);
    needLayout(x, layout);
    const from = dims(x);
    if (!from) return make(null, x.dtype, rankOf(outLayout), call);
    const shape = reordered(from, layout, usual);
    const out = isNone(given.output_size)
      ? shape.slice(2)
      : spatial(given.output_size, rank, 1).map((each) => size(each, call));
    return make(reordered([...shape.slice(0, 2), ...out], usual, outLayout), x.dtype, 0, call);
  };

const attention: Rule = (call, types) => {
  const [query, key, value] = types.map(tensor);
  if (!query || !key || !value) return unknowable();
  for (const each of [query, key, value])
    if (each.ndim >= 0 && each.ndim !== 4) return problem({ kind: "rank", expected: 4, found: each.ndim });
  const q = dims(query);
  const v = dims(value);
  if (!q || !v) return unknowable();
  return make([...q.slice(0, 3), v[3] as Expr], query.dtype, 4, call);
};

const resize =
  (rank: 2 | 3): Rule =>
  (call, [data]) => {
    const x = tensor(data);
    const { site: at } = call;
    const layout = layoutNamed(at?.kwargs.get("layout"), `NC${AXES[rank]}`);
    if ((at?.args.length ?? 0) > 3) return unknowable();
    needLayout(x, layout);
    const dtype = givenDType(at?.kwargs.get("out_dtype")) ?? x.dtype;
    const { values, ndim } = shapeArgument(call.args[1]);
    const written = at?.kwargs.get("size") ?? at?.args[1];
    // A number alone stands for one for each dimension.
    if (ndim !== rank && written?.type !== "int") return problem({ kind: "rank", expected: rank, found: ndim });
    const from = dims(x);
    if (!from || !values || call.args[1]?.type !== "ShapeExpr") return make(null, dtype, rankOf(layout), call);
    const usual = `NC${AXES[rank]}`;
    const shape = reordered(from, layout, usual);
    return make(reordered([...shape.slice(0, 2), ...values], usual, layout), dtype, 0, call);
  };

const outer: Rule = (call, [a, b]) => {
  const x = tensor(a);
  const y = tensor(b);
  const left = dims(x);
  const right = dims(y);
  if (left?.length !== 1 || right?.length !== 1 || x.dtype !== y.dtype) return unknowable();
  return make([left[0] as Expr, right[0] as Expr], x.dtype, 2, call);
};

export const contractionRules: Rules = {
  matmul,
  einsum,
  outer,
  "nn.conv1d": convolution(1),
  "nn.conv2d": convolution(2),
  "nn.conv3d": convolution(3),
  "nn.conv1d_transpose": transposed(1),
  "nn.conv2d_transpose": transposed(2),
  "nn.conv3d_transpose": transposed(3),
  "nn.max_pool1d": pool(1),
  "nn.max_pool2d": pool(2),
  "nn.max_pool3d": pool(3),
  "nn.avg_pool1d": pool(1),
  "nn.avg_pool2d": pool(2),
  "nn.avg_pool3d": pool(3),
  "nn.adaptive_avg_pool1d": adaptive(1),
  "nn.adaptive_avg_pool2d": adaptive(2),
  "nn.adaptive_avg_pool3d": adaptive(3),
  "nn.attention": attention,
  "nn.attention_bias": attention,
  "nn.attention_var_len": (_, [query]) => tensor(query),
  "image.resize2d": resize(2),
  "image.resize3d": resize(3),
};
