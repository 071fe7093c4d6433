/** Operators that pick elements, or make tensors of their own. */
import { operate } from "../../tir/arithmetic";
import { bindArguments } from "../../tir/calls";
import { isNone, needInteger, needItems, unknowable } from "../../tir/coerce";
import { dtypeName } from "../../tir/dtype";
import type { Expr } from "../../tir/ir";
import type { Value } from "../../tir/values";
import type { RelaxCall, RelaxExpr, RelaxType, TensorType } from "../ir";
import { problem } from "./problems";
import {
  axisIn,
  dims,
  distinct,
  givenDType,
  make,
  many,
  needAlike,
  needElements,
  needRank,
  needSameLength,
  type Rule,
  type Rules,
  type Setting,
  shaped,
  site,
  size,
  type Types,
  tensor,
} from "./shared";

const take: Rule = (call, [type, index]) => {
  const x = tensor(type);
  const indices: TensorType = index?.type === "PrimStructType" ? make([], index.dtype, 0, call) : tensor(index);
  if (indices.dtype !== "" && !/^u?int/.test(indices.dtype))
    return problem({ kind: "not-integer", dtype: indices.dtype });
  const { axis } = bindArguments(site(call), ["x", "indices", "axis", "mode"]);
  if (isNone(axis) && x.ndim !== 1) return problem({ kind: "axis-missing", ndim: x.ndim });
  if (x.ndim < 0 || indices.ndim < 0) return make(null, x.dtype, -1, call);
  const at = isNone(axis) ? 0 : axisIn(needInteger(axis), x.ndim);
  const shape = dims(x);
  const chosen = dims(indices);
  if (!shape || !chosen) return make(null, x.dtype, indices.ndim + x.ndim - 1, call);
  return make([...shape.slice(0, at), ...chosen, ...shape.slice(at + 1)], x.dtype, 0, call);
};

/** One dimension of a slice, as far as its bounds are numbers. */
function sliced(extent: Expr, begin: number, end: number, stride: number, call: RelaxCall): Expr {
  if (extent.type !== "IntImm" || stride === 0) return unknowable();
  const whole = Number(extent.value);
  const [low, high] = stride > 0 ? [0, whole] : [-1, whole - 1];
  const clip = (at: number): number => Math.min(Math.max(at < 0 ? at + whole : at, low), high);
  return size(Math.max(0, Math.ceil((clip(end) - clip(begin)) / stride)), call);
}

/** Axes, begins, ends and strides are lists of one length. */
function checkSlices(call: RelaxCall, setting: Setting): void {
  const given = bindArguments(site(call), ["x", "axes", "begin", "end", "strides", "assume_inbound"]);
  const { axes } = given;
  const isTensor = (each: Value | undefined): boolean =>
    each?.type === "relax" && each.node.type === "RelaxVar" && each.node.def.ty?.type === "TensorType";
  if (setting.since("0.18") && isTensor(axes)) problem({ kind: "not-a-tuple", type: "TensorType" });
  if (axes?.type !== "tuple") return;
  for (const each of [given.begin, given.end, given.strides])
    if (each?.type === "tuple" && each.items.length !== axes.items.length)
      problem({ kind: "list-length", expected: axes.items.length, found: each.items.length });
}

const stridedSlice: Rule = (call, [type], setting) => {
  const x = tensor(type);
  checkSlices(call, setting);
  const shape = dims(x) ?? unknowable();
  const given = bindArguments(site(call), ["x", "axes", "begin", "end", "strides", "assume_inbound"]);
  const integers = (value: Value | undefined): number[] => needItems(value).map(needInteger);
  const at = distinct(integers(given.axes), shape.length);
  const begin = integers(given.begin);
  const end = integers(given.end);
  const strides = isNone(given.strides) ? begin.map(() => 1) : integers(given.strides);
  const result = [...shape];
  at.forEach((axis, i) => {
    const parts = [begin[i], end[i], strides[i]].map((each) => each ?? unknowable()) as [number, number, number];
    result[axis] = sliced(shape[axis] as Expr, ...parts, call);
  });
  return make(result, x.dtype, 0, call);
};

const gatherElements: Rule = (call, [data, index]) => {
  const x = tensor(data);
  const indices = tensor(index);
  const { axis } = bindArguments(site(call), ["data", "indices", "axis"]);
  if (x.ndim >= 0 && !isNone(axis)) axisIn(needInteger(axis), x.ndim);
  if (x.ndim >= 0 && indices.ndim >= 0 && x.ndim !== indices.ndim)
    return problem({ kind: "ranks-differ", ranks: [x.ndim, indices.ndim] });
  needElements(indices, /^u?int/, "int64");
  return make(dims(indices) ?? unknowable(), x.dtype, indices.ndim, call);
};

const gatherND: Rule = (call, [data, index]) => {
  const x = tensor(data);
  const indices = tensor(index);
  needElements(indices, /^u?int/, "int64");
  const given = bindArguments(site(call), ["data", "indices", "batch_dims"]);
  const batch = isNone(given.batch_dims) ? 0 : needInteger(given.batch_dims);
  const shape = dims(x) ?? unknowable();
  const chosen = dims(indices) ?? unknowable();
  const last = chosen.at(-1);
  if (last?.type !== "IntImm") return unknowable();
  const count = Number(last.value);
  if (count > shape.length - batch) return problem({ kind: "length", expected: shape.length - batch, found: last });
  return make([...chosen.slice(0, -1), ...shape.slice(batch + count)], x.dtype, 0, call);
};

const scatterElements: Rule = (_, types) => {
  const [x, indices, updates] = types.map(tensor);
  if (!x || !indices || !updates) return unknowable();
  for (const other of [x, updates])
    if (indices.ndim >= 0 && other.ndim >= 0 && indices.ndim !== other.ndim)
      return problem({ kind: "ranks-differ", ranks: [indices.ndim, other.ndim] });
  needElements(indices, /^u?int/, "int");
  if (x.dtype !== "" && updates.dtype !== "" && x.dtype !== updates.dtype)
    return problem({ kind: "dtypes-differ", dtypes: [x.dtype, updates.dtype] });
  needAlike(indices, updates);
  return x;
};

const reverseSequence: Rule = (call, [data, lengths]) => {
  if (lengths?.type === "ObjectType") return problem({ kind: "not-a-tensor", type: lengths.type });
  const x = tensor(data);
  const y = tensor(lengths);
  const given = bindArguments(site(call), ["data", "seq_lengths", "seq_axis", "batch_axis"]);
  needRank(y, 1);
  needElements(y, /^int(?:32|64)$/, "int32 / int64");
  if (x.ndim < 0) return x;
  axisIn(isNone(given.seq_axis) ? 1 : needInteger(given.seq_axis), x.ndim);
  const batch = axisIn(isNone(given.batch_axis) ? 0 : needInteger(given.batch_axis), x.ndim);
  needSameLength(x, batch, y, 0);
  return x;
};

/** A value that fills a tensor is a scalar. */
function needScalar(type: RelaxType | null | undefined): void {
  if (type?.type === "TensorType" && tensor(type).ndim !== 0) problem({ kind: "scalar-wanted", ndim: type.ndim });
  if (type?.type === "ShapeType" || type?.type === "RelaxTupleType") tensor(type);
}

/** A shape that is a lone number. */
function needList(value: Value | undefined): void {
  if (value?.type === "int" || value?.type === "float") problem({ kind: "not-a-shape", type: value.type });
}

const oneHot: Rule = (call, [index]) => {
  const indices = tensor(index);
  const given = bindArguments(site(call), ["indices", "on_value", "off_value", "depth", "axis"]);
  const on = call.args[1];
  const dtype = on?.type === "PrimValue" && on.value.type !== "CommReducer" && on.value.dtype;
  if (!dtype) return unknowable();
  if (indices.dtype !== "" && !/^u?int/.test(indices.dtype))
    return problem({ kind: "not-integer", dtype: indices.dtype });
  if (indices.ndim < 0) return make(null, dtypeName(dtype), -1, call);
  const shape = dims(indices);
  if (!shape) return make(null, dtypeName(dtype), indices.ndim + 1, call);
  const axis = isNone(given.axis) ? -1 : needInteger(given.axis);
  const at = axis < 0 ? axis + shape.length + 1 : axis;
  if (at < 0 || at > shape.length) return unknowable();
  return make(
    [...shape.slice(0, at), size(needInteger(given.depth), call), ...shape.slice(at)],
    dtypeName(dtype),
    0,
    call,
  );
};

const nonzero: Rule = (call, [type]) => {
  if (type?.type === "ShapeType") return tensor(type);
  return make(null, "int64", 2, call);
};

const unique: Rule = (call, [type]) => {
  const x = tensor(type);
  const given = bindArguments(site(call), ["x", "sorted", "return_index", "return_inverse", "return_counts", "axis"]);
  if (x.ndim >= 0 && !isNone(given.axis)) axisIn(needInteger(given.axis), x.ndim);
  if (x.ndim === 0) return unknowable();
  const isSet = (value: Value | undefined): boolean => !isNone(value) && needInteger(value) !== 0;
  const values = make(null, x.dtype, isNone(given.axis) ? 1 : x.ndim, call);
  const more = [given.return_index, given.return_inverse, given.return_counts].filter(isSet);
  if (more.length === 0) return values;
  if (!isNone(given.axis) || (isSet(given.return_inverse) && x.ndim !== 1)) return unknowable();
  const fields = [values, ...more.map(() => make(null, "int64", 1, call))];
  return { type: "RelaxTupleType", fields, span: call.span };
};

function namedDType(names: readonly string[]): (call: RelaxCall) => string {
  return (call) => {
    const bound = bindArguments(site(call), names) as Readonly<Record<string, Value | undefined>>;
    return givenDType(bound.dtype) ?? unknowable();
  };
}

/** `R.full((2, 3), R.const(1, "float32"))`: the value's type where none is given. */
const full: Rule = (call, types, setting) => {
  const given = bindArguments(site(call), ["shape", "fill_value", "dtype"]);
  const { dtype } = given;
  needList(given.shape);
  needScalar(types[1]);
  return shaped(0, () => givenDType(dtype) ?? tensor(types[1]).dtype)(call, types, setting);
};

const like: Rule = (call, [type, value]) => {
  const given = site(call);
  const dtype = given.kwargs.get("dtype") ?? given.args[call.args.length];
  const x = tensor(type);
  if (call.op.type === "Op" && call.op.name === "relax.full_like") needScalar(value);
  return { ...x, dtype: givenDType(dtype) ?? x.dtype };
};

/** `R.arange(end)`, `R.arange(start, end, step)`. */
const arange: Rule = (call) => {
  const given = bindArguments(site(call), ["start", "end", "step", "dtype"]);
  const parts = call.args.map((each) => (each.type === "PrimValue" ? each.value : unknowable()));
  const [start, end, step] = parts as [Expr, Expr, Expr];
  if (start.type === "IntImm" && end.type === "IntImm" && step.type === "IntImm") {
    const length = Math.ceil((Number(end.value) - Number(start.value)) / Number(step.value));
    return make([size(length, call)], givenDType(given.dtype) ?? "int64", 1, call);
  }
  if (
    end.type === "Var" &&
    start.type === "IntImm" &&
    start.value === 0n &&
    step.type === "IntImm" &&
    step.value === 1n
  )
    return make([end], givenDType(given.dtype) ?? "int64", 1, call);
  return unknowable();
};

const eye: Rule = (call) => {
  const given = bindArguments(site(call), ["n", "m", "k", "dtype"]);
  const sizes = call.args.slice(0, 2).map((each) => (each.type === "PrimValue" ? each.value : unknowable()));
  return make(sizes, givenDType(given.dtype) ?? unknowable(), 2, call);
};

const triangle: Rule = (_, [type]) => {
  const x = tensor(type);
  if (x.ndim >= 0 && x.ndim < 2) return problem({ kind: "rank-too-small", least: 2, found: x.ndim });
  return x;
};

const hamming: Rule = (call) => {
  const length = call.args[0];
  const given = bindArguments(site(call), ["window_size", "periodic", "alpha", "beta", "dtype"]);
  return make(
    [length?.type === "PrimValue" ? length.value : unknowable()],
    givenDType(given.dtype) ?? unknowable(),
    1,
    call,
  );
};

const meshgrid: Rule = (call, [type]) => {
  const fields = type?.type === "RelaxTupleType" ? type.fields : unknowable();
  const parts = fields.map((each) => (each.type === "Opaque" ? unknowable() : tensor(each)));
  const sizes = parts.map((each) => dims(each)?.[0] ?? unknowable());
  const grid = make(sizes, parts[0]?.dtype ?? unknowable(), 0, call);
  return { type: "RelaxTupleType", fields: parts.map(() => grid), span: call.span };
};

const bucketize: Rule = (call, [type]) => {
  const { out_int32 } = bindArguments(site(call), ["input_tensor", "boundaries", "out_int32", "right"]);
  const dtype = !isNone(out_int32) && needInteger(out_int32) !== 0 ? "int32" : "int64";
  return { ...tensor(type), dtype, span: call.span };
};

const gathered: Rule = (call, [type]) => {
  const x = tensor(type);
  const { num_workers } = bindArguments(site(call), ["x", "num_workers", "in_group"]);
  const [first, ...rest] = dims(x) ?? unknowable();
  if (first?.type !== "IntImm") return unknowable();
  return make([operate("Mul", first, size(needInteger(num_workers), call), call), ...rest], x.dtype, 0, call);
};

/** Memory: what is allocated has the shape and type that it is asked for. */
const typeAt =
  (at: number) =>
  (call: RelaxCall): string => {
    const dtype = call.args[at];
    return dtype?.type === "DataTypeImm" ? dtype.value : unknowable();
  };

const nothing: Rule = (call) => ({ type: "RelaxTupleType", fields: [], span: call.span });
const object: Rule = (call) => ({ type: "ObjectType", span: call.span });

/** The same type as an argument, as far as it is a tensor. */
const sameAs =
  (at: number): Rule =>
  (_: RelaxCall, types: Types): RelaxType =>
    tensor(types[at]);

/** What a packed function gives, that says nothing of its own. */
const packed: Rule = (call) => {
  const callee = (call.args as [RelaxExpr])[0];
  if (callee?.type === "ExternFunc") return object(call, [], { since: () => true });
  return unknowable();
};

export const indexingRules: Rules = {
  take,
  strided_slice: stridedSlice,
  dynamic_strided_slice: (call, [type]) => {
    const x = tensor(type);
    return make(null, x.dtype, x.ndim, call);
  },
  gather_elements: gatherElements,
  gather_nd: gatherND,
  scatter_elements: scatterElements,
  reverse_sequence: reverseSequence,
  ...many("scatter_nd index_put slice_scatter", sameAs(0)),
  ...many("grad.max_pool2d_backward grad.avg_pool2d_backward", sameAs(1)),
  one_hot: oneHot,
  nonzero,
  unique,
  full,
  ...many("zeros ones", (call, types, setting) => {
    needList(bindArguments(site(call), ["shape", "dtype"]).shape);
    return shaped(0, namedDType(["shape", "dtype"]))(call, types, setting);
  }),
  eye_like: (_, [type]) => (type?.type === "ShapeType" || type?.type === "FuncType" ? tensor(type) : unknowable()),
  ...many("zeros_like ones_like full_like", like),
  ...many("tril triu", triangle),
  arange,
  eye,
  hamming_window: hamming,
  meshgrid,
  bucketize,
  size: (call) => make([], "int64", 0, call),
  "ccl.allgather": gathered,
  "grad.take_backward": sameAs(1),
  "builtin.alloc_tensor": shaped(0, typeAt(1)),
  "memory.alloc_tensor": shaped(2, typeAt(3)),
  "vm.alloc_tensor": shaped(2, typeAt(3)),
  ...many(
    "print assert_op memory.kill_tensor memory.kill_storage vm.kill_object vm.call_tir_dyn call_builtin_with_ctx",
    nothing,
  ),
  ...many("memory.alloc_storage vm.alloc_storage null_value make_closure invoke_closure invoke_pure_closure", object),
  ...many("call_pure_packed call_inplace_packed", packed),
};
