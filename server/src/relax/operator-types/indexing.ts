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
  type Rule,
  type Rules,
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
  if (isNone(axis) && x.ndim !== 1) return x.ndim < 0 ? unknowable() : problem({ kind: "axis-missing", ndim: x.ndim });
  if (x.ndim < 0 || indices.ndim < 0) return make(null, x.dtype, -1, call);
  const at = isNone(axis) ? 0 : axisIn(needInteger(axis), x.ndim);
  const [shape, chosen] = [dims(x), dims(indices)];
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

const stridedSlice: Rule = (call, [type]) => {
  const x = tensor(type);
  const shape = dims(x) ?? unknowable();
  const given = bindArguments(site(call), ["x", "axes", "begin", "end", "strides", "assume_inbound"]);
  const integers = (value: Value | undefined): number[] => needItems(value).map(needInteger);
  const at = distinct(integers(given.axes), shape.length);
  const [begin, end] = [integers(given.begin), integers(given.end)];
  const strides = isNone(given.strides) ? begin.map(() => 1) : integers(given.strides);
  const result = [...shape];
  at.forEach((axis, i) => {
    const parts = [begin[i], end[i], strides[i]].map((each) => each ?? unknowable()) as [number, number, number];
    result[axis] = sliced(shape[axis] as Expr, ...parts, call);
  });
  return make(result, x.dtype, 0, call);
};

const gatherElements: Rule = (call, [data, index]) => {
  const [x, indices] = [tensor(data), tensor(index)];
  return make(dims(indices) ?? unknowable(), x.dtype, indices.ndim, call);
};

const gatherND: Rule = (call, [data, index]) => {
  const [x, indices] = [tensor(data), tensor(index)];
  const given = bindArguments(site(call), ["data", "indices", "batch_dims"]);
  const batch = isNone(given.batch_dims) ? 0 : needInteger(given.batch_dims);
  const [shape, chosen] = [dims(x) ?? unknowable(), dims(indices) ?? unknowable()];
  const last = chosen.at(-1);
  if (last?.type !== "IntImm") return unknowable();
  return make([...chosen.slice(0, -1), ...shape.slice(batch + Number(last.value))], x.dtype, 0, call);
};

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

const nonzero: Rule = (call) => make(null, "int64", 2, call);

const unique: Rule = (call, [type]) => {
  const x = tensor(type);
  const given = bindArguments(site(call), ["x", "sorted", "return_index", "return_inverse", "return_counts", "axis"]);
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
  const { dtype } = bindArguments(site(call), ["shape", "fill_value", "dtype"]);
  return shaped(0, () => givenDType(dtype) ?? tensor(types[1]).dtype)(call, types, setting);
};

const like: Rule = (call, [type]) => {
  const given = site(call);
  const dtype = given.kwargs.get("dtype") ?? given.args[call.args.length];
  const x = tensor(type);
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
  const [length] = call.args;
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
  const [callee] = call.args as [RelaxExpr];
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
  ...many("scatter_elements scatter_nd index_put slice_scatter reverse_sequence", sameAs(0)),
  ...many("grad.max_pool2d_backward grad.avg_pool2d_backward", sameAs(1)),
  one_hot: oneHot,
  nonzero,
  unique,
  full,
  ...many("zeros ones", shaped(0, namedDType(["shape", "dtype"]))),
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
