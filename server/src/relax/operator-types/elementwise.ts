/** Elementwise operators: one operand, two with broadcasting, three. */
import { bindArguments } from "../../tir/calls";
import { isNone, unknowable } from "../../tir/coerce";
import type { RelaxCall, RelaxType, TensorType } from "../ir";
import { problem } from "./problems";
import {
  broadcast,
  commonDType,
  dims,
  firstDType,
  givenDType,
  make,
  many,
  needElements,
  needFloat,
  needNumber,
  type Rule,
  type Rules,
  type Setting,
  shapeArgument,
  shaped,
  site,
  size,
  type Types,
  tensor,
} from "./shared";

export const same: Rule = (_, [type]) => tensor(type);

const sameFloat: Rule = (_, [type]) => {
  const x = tensor(type);
  needFloat(x.dtype);
  return x;
};

const check: Rule = (call, [type]) => ({ ...tensor(type), dtype: "bool", span: call.span });

/** An operand of a binary operator: a scalar counts as a vector of one. */
function operand(type: RelaxType | null | undefined, call: RelaxCall): TensorType {
  if (type?.type === "PrimStructType") return make([size(1, call)], type.dtype, 1, call);
  return tensor(type);
}

function elementwise(call: RelaxCall, [a, b]: Types, setting: Setting, comparison: boolean): RelaxType {
  if (a?.type === "PrimStructType" && b?.type === "PrimStructType") {
    const dtype = comparison ? "bool" : commonDType(a.dtype, b.dtype, setting);
    return { type: "PrimStructType", dtype, value: null, span: call.span };
  }
  // A number that is written takes the type that fits, since 0.26.
  const written = [a, b].some((each) => each?.type === "PrimStructType" && each.value?.type === "FloatImm");
  if (written && setting.since("0.26")) return unknowable();
  const x = operand(a, call);
  const y = operand(b, call);
  const dtype = comparison ? "bool" : commonDType(x.dtype, y.dtype, setting);
  const ndim = x.ndim < 0 || y.ndim < 0 ? -1 : Math.max(x.ndim, y.ndim);
  const left = dims(x);
  const right = dims(y);
  if (left && right) return make(broadcast(left, right), dtype, ndim, call);
  if (x.shape?.type === "RelaxVar" && y.shape?.type === "RelaxVar" && x.shape.def === y.shape.def)
    return { ...x, dtype };
  return make(null, dtype, ndim, call);
}

const arithmetic: Rule = (call, types, setting) => elementwise(call, types, setting, false);
const comparison: Rule = (call, types, setting) => elementwise(call, types, setting, true);

const where: Rule = (call, types, setting) => {
  const [condition, a, b] = types.map(tensor);
  if (!condition || !a || !b) return unknowable();
  if (condition.dtype !== "" && !/^bool/.test(condition.dtype))
    return problem({ kind: "not-bool", dtype: condition.dtype });
  const dtype = commonDType(a.dtype, b.dtype, setting);
  const ranks = [condition, a, b].map(({ ndim }) => ndim);
  const ndim = ranks.some((each) => each < 0) ? -1 : Math.max(...ranks);
  const test = dims(condition);
  const first = dims(a);
  const second = dims(b);
  if (!test || !first || !second) {
    if (a.shape?.type === "RelaxVar") return unknowable();
    return make(null, dtype, ndim, call);
  }
  const shape = broadcast(first, second);
  return make(shape && broadcast(test, shape), dtype, ndim, call);
};

const fused: Rule = (_, types) => {
  const [a, b, c] = types.map(tensor);
  if (!a || !b || !c) return unknowable();
  for (const [x, y] of [
    [a, b],
    [b, c],
    [a, c],
  ] as const) {
    if (x.dtype !== "" && y.dtype !== "" && x.dtype !== y.dtype)
      return problem({ kind: "dtypes-differ", dtypes: [x.dtype, y.dtype] });
    if (x.ndim >= 0 && y.ndim >= 0 && x.ndim !== y.ndim)
      return problem({ kind: "ranks-differ", ranks: [x.ndim, y.ndim] });
  }
  return a.dtype === b.dtype && b.dtype === c.dtype ? a : unknowable();
};

const astype: Rule = (call, [type]) => {
  const { dtype } = bindArguments(site(call), ["x", "dtype"]);
  return { ...tensor(type), dtype: givenDType(dtype) ?? unknowable(), span: call.span };
};

const wrapParam: Rule = (call, [type]) => {
  const { dtype } = bindArguments(site(call), ["data", "dtype"]);
  return { ...tensor(type), dtype: givenDType(dtype) ?? "float32", span: call.span };
};

const quantized =
  (usual: string): Rule =>
  (call, [type, scale, zero]) => {
    const given = bindArguments(site(call), ["data", "scale", "zero_point", "axis", "out_dtype"]);
    const x = tensor(type);
    if (x.dtype !== "" && tensor(scale).dtype !== "" && tensor(zero).dtype !== "") {
      needElements(
        x,
        usual === "int8" ? /^float(?:16|32)$/ : /^(?:u?int(?:8|16|32)|float8_.*|float(?:16|32))$/,
        usual === "int8" ? "float" : "int",
      );
      needElements(tensor(scale), /^float(?:16|32)$/, "float16 / float32");
      needElements(tensor(zero), /^(?:u?int(?:8|16|32)|float16)$/, "int8 … uint32 / float16");
    }
    if ([x, tensor(scale), tensor(zero)].some(({ dtype }) => dtype === "")) return { ...x, dtype: "" };
    return { ...x, dtype: givenDType(given.out_dtype) ?? usual, span: call.span };
  };

export const elementwiseRules: Rules = {
  ...many(
    "abs bitwise_not ceil clip floor logical_not negative round sign square trunc nn.relu nn.leakyrelu nn.relu6 " +
      "builtin.stop_lift_params ccl.allreduce ccl.broadcast_from_worker0 grad.no_grad " +
      " memory.ensure_zero_offset hint_on_device",
    same,
  ),
  ...many(
    "acos acosh asin asinh atan atanh cos cosh erf exp log rsqrt sigmoid sin sinh sqrt tan tanh nn.gelu nn.gelu_tanh nn.silu nn.selu",
    sameFloat,
  ),
  ...many("grad.start_checkpoint grad.end_checkpoint", (call, types) => {
    if (call.args[0]?.type === "Constant") return problem({ kind: "not-a-variable" });
    return tensor(types[0]);
  }),
  sort: (call, [type]) => {
    const { axis } = bindArguments(site(call), ["x", "axis", "descending"]);
    if (!isNone(axis)) needNumber(axis);
    return tensor(type);
  },
  ...many("isfinite isinf isnan", check),
  ...many(
    "add divide floor_divide multiply power subtract maximum minimum mod floor_mod logical_and logical_or logical_xor " +
      "bitwise_and bitwise_or bitwise_xor left_shift right_shift log_add_exp atan2",
    arithmetic,
  ),
  ...many("equal greater greater_equal less less_equal not_equal", comparison),
  where,
  ewise_fma: fused,
  astype,
  wrap_param: wrapParam,
  quantize: quantized("int8"),
  dequantize: quantized("float32"),
  broadcast_to: (call, types, setting) => {
    const x = tensor(types[0]);
    const { values, ndim } = shapeArgument(call.args[1]);
    if (ndim >= 0 && x.ndim > ndim) return problem({ kind: "rank-too-small", least: x.ndim, found: ndim });
    const from = dims(x);
    for (let i = 1; from && values && i <= from.length; i++) {
      const a = from.at(-i);
      const b = values.at(-i);
      if (a?.type === "IntImm" && b?.type === "IntImm" && a.value !== 1n && a.value !== b.value)
        return problem({ kind: "not-broadcastable", shapes: [from, values], lengths: [a, b] });
    }
    return shaped(1, firstDType)(call, types, setting);
  },
};
