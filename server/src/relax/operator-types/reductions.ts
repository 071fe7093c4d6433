/** Operators along axes: reductions, scans, sorts, norms. */
import { bindArguments } from "../../tir/calls";
import { isNone, needInteger, needString, unknowable } from "../../tir/coerce";
import type { RelaxCall, TensorType } from "../ir";
import { same } from "./elementwise";
import { problem } from "./problems";
import {
  axes,
  axisIn,
  differ,
  dims,
  distinct,
  givenDType,
  make,
  many,
  needFloat,
  needNumber,
  product,
  type Rule,
  type Rules,
  site,
  size,
  type Types,
  tensor,
} from "./shared";

function reduced(call: RelaxCall, [type]: Types, dtype: string | null): TensorType {
  const x = tensor(type);
  const given = bindArguments(site(call), ["x", "axis", "keepdims"]);
  const keep = !isNone(given.keepdims) && needInteger(given.keepdims) !== 0;
  const result = dtype ?? x.dtype;
  const shape = dims(x);
  if (isNone(given.axis)) {
    if (!keep) return make([], result, 0, call);
    if (x.ndim < 0) return make(null, result, -1, call);
    return make(
      Array.from({ length: x.ndim }, () => size(1, call)),
      result,
      0,
      call,
    );
  }
  if (x.ndim < 0) return make(null, result, -1, call);
  const gone = axes(given.axis, x.ndim) ?? unknowable();
  const ndim = keep ? x.ndim : x.ndim - gone.length;
  if (!shape) return ndim === 0 ? make([], result, 0, call) : make(null, result, ndim, call);
  const kept = shape.flatMap((each, at) => (gone.includes(at) ? (keep ? [size(1, call)] : []) : [each]));
  return make(kept, result, ndim, call);
}

const reduce: Rule = (call, types) => reduced(call, types, null);

const argReduce: Rule = (call, types) => {
  const first = (dims(tensor(types[0])) ?? [])[0];
  // TVM takes the type of the first length for the type of the indices.
  if (first && first.type !== "IntImm" && first.type !== "Var") return unknowable();
  return reduced(call, types, "int64");
};

/** Along one axis there are indices too. */
const median: Rule = (call, types) => {
  const values = reduced(call, types, null);
  const { axis } = bindArguments(site(call), ["x", "axis", "keepdims"]);
  const count = isNone(axis) ? 0 : axis?.type === "tuple" ? axis.items.length : 1;
  if (count !== 1) return values;
  return { type: "RelaxTupleType", fields: [values, { ...values, dtype: "int64" }], span: call.span };
};

/** `cumsum`, `cumprod`: along an axis, or over all elements. */
const scan: Rule = (call, [type]) => {
  const x = tensor(type);
  const given = bindArguments(site(call), ["data", "axis", "dtype", "exclusive"]);
  const dtype = givenDType(given.dtype) ?? x.dtype;
  if (!isNone(given.axis)) return { ...x, dtype, span: call.span };
  const shape = dims(x);
  return shape ? make([product(shape, call)], dtype, 1, call) : make(null, dtype, x.ndim, call);
};

const argsort: Rule = (call, [type]) => {
  const { dtype } = bindArguments(site(call), ["data", "axis", "descending", "dtype"]);
  return { ...tensor(type), dtype: givenDType(dtype) ?? "int32", span: call.span };
};

const topk: Rule = (call, [type]) => {
  const x = tensor(type);
  const given = bindArguments(site(call), ["data", "k", "axis", "ret_type", "largest", "dtype"]);
  const indexType = givenDType(given.dtype) ?? "int32";
  const shape = dims(x);
  const sizes = shape && [...shape];
  if (sizes) {
    const axis = isNone(given.axis) ? -1 : needInteger(given.axis);
    const at = axis < 0 ? axis + sizes.length : axis;
    const extent = sizes[at] ?? unknowable();
    const count = isNone(given.k) ? 1 : needInteger(given.k);
    if (count > 0 && (extent.type !== "IntImm" || count < Number(extent.value))) sizes[at] = size(count, call);
  }
  const values = make(sizes, x.dtype, x.ndim, call);
  const indices = make(sizes, indexType, x.ndim, call);
  const wanted = isNone(given.ret_type) ? "both" : needString(given.ret_type);
  if (wanted === "values") return values;
  return wanted === "indices" ? indices : { type: "RelaxTupleType", fields: [values, indices], span: call.span };
};

const softmax: Rule = (call, [type]) => {
  const x = tensor(type);
  if (x.ndim < 0) return x;
  needFloat(x.dtype);
  const { axis } = bindArguments(site(call), ["data", "axis"]);
  axisIn(isNone(axis) ? -1 : needNumber(axis), x.ndim);
  return x;
};

/** Whether the parameters of a norm fit the data; false where that is not known. */
function fitsNorm(types: Types, list: readonly number[]): boolean {
  const inputs = types.map(tensor);
  const [data, ...parameters] = inputs;
  if (!data) return unknowable();
  const at = data.ndim < 0 ? null : distinct(list, data.ndim);
  needFloat(data.dtype);
  const shape = dims(data);
  let known = true;
  for (const each of parameters) {
    if (each.dtype !== data.dtype) return problem({ kind: "dtypes-differ", dtypes: [data.dtype, each.dtype] });
    if (each.ndim !== list.length) {
      return each.ndim < 0 ? unknowable() : problem({ kind: "rank", expected: list.length, found: each.ndim });
    }
    const own = dims(each);
    if (!shape || !own || !at) continue;
    for (const [i, axis] of at.entries()) {
      const a = shape[axis];
      const b = own[i];
      if (!a || !b) return unknowable();
      if (differ(a, b)) return problem({ kind: "lengths-differ", axis, lengths: [a, b] });
      if (a.type !== "IntImm" || b.type !== "IntImm") known &&= a.type === "Var" && b.type === "Var" && a.def === b.def;
    }
  }
  return known;
}

function unshaped(type: TensorType): TensorType {
  return { ...type, shape: null };
}

const integers = (call: RelaxCall, names: readonly string[]): number[] => {
  const bound = bindArguments(site(call), names) as Readonly<Record<string, { readonly type: string } | undefined>>;
  const value = bound.axes as Parameters<typeof isNone>[0];
  if (isNone(value)) return [-1];
  return (value?.type === "tuple" ? value.items : [value]).map(needNumber);
};

const layerNorm: Rule = (call, types) => {
  const data = tensor(types[0]);
  const names = ["data", "gamma", "beta", "axes", "epsilon", "center", "scale"];
  return fitsNorm(types, integers(call, names)) ? data : unshaped(data);
};

const rmsNorm: Rule = (call, types) => {
  const data = tensor(types[0]);
  return fitsNorm(types, integers(call, ["data", "weight", "axes", "epsilon"])) ? data : unshaped(data);
};

const groupNorm: Rule = (call, types) => {
  const [data, ...parameters] = types.map(tensor);
  if (!data) return unknowable();
  const given = bindArguments(site(call), [
    "data",
    "gamma",
    "beta",
    "num_groups",
    "channel_axis",
    "axes",
    "epsilon",
    "center",
    "scale",
  ]);
  const axis = data.ndim < 0 ? null : axisIn(needInteger(given.channel_axis), data.ndim);
  if (data.dtype !== "" && !/^(float|bfloat)/.test(data.dtype))
    return problem({ kind: "not-float", dtype: data.dtype });
  if (data.ndim >= 0 && given.axes?.type === "tuple") distinct(given.axes.items.map(needNumber), data.ndim);
  const channels = axis === null ? undefined : dims(data)?.[axis];
  const groups = needInteger(given.num_groups);
  if (channels?.type === "IntImm" && Number(channels.value) % groups !== 0)
    return problem({ kind: "not-divisible", length: Number(channels.value), by: groups });
  for (const each of parameters) {
    if (each.dtype !== data.dtype) return problem({ kind: "dtypes-differ", dtypes: [data.dtype, each.dtype] });
    if (each.ndim !== 1) return each.ndim < 0 ? unknowable() : problem({ kind: "rank", expected: 1, found: each.ndim });
    const length = (dims(each) ?? [])[0];
    if (channels && length && differ(channels, length))
      return problem({ kind: "lengths-differ", axis: axis ?? 0, lengths: [channels, length] });
  }
  return data;
};

/** The normalised data, and the moving mean and variance as they came. */
const batchNorm: Rule = (call, types) => {
  const given = bindArguments(site(call), [
    "data",
    "gamma",
    "beta",
    "moving_mean",
    "moving_var",
    "axis",
    "epsilon",
    "center",
    "scale",
    "momentum",
    "training",
  ]);
  const [data, , , mean, variance] = types.map(tensor);
  if (!data || !mean || !variance) return unknowable();
  const known = fitsNorm(types, [needInteger(given.axis)]);
  const fields = known
    ? [data, mean, variance]
    : [unshaped(data), make(null, data.dtype, 1, call), make(null, data.dtype, 1, call)];
  return { type: "RelaxTupleType", fields, span: call.span };
};

const dropout: Rule = (call, [type]) => {
  const x = tensor(type);
  return { type: "RelaxTupleType", fields: [x, x], span: call.span };
};

const flip: Rule = (call, [type]) => {
  const x = tensor(type);
  const { axis } = bindArguments(site(call), ["data", "axis"]);
  if (x.ndim >= 0) axisIn(needInteger(axis), x.ndim);
  return x;
};

export const reductionRules: Rules = {
  ...many("sum mean max min prod variance std", reduce),
  ...many("argmax argmin", argReduce),
  ...many("cumsum cumprod", scan),
  ...many("nn.softmax nn.log_softmax", softmax),
  median,
  argsort,
  topk,
  flip,
  "nn.layer_norm": layerNorm,
  "nn.rms_norm": rmsNorm,
  "nn.group_norm": groupNorm,
  "nn.batch_norm": batchNorm,
  "nn.dropout": dropout,
  "nn.prelu": same,
};
