/** The types that operators give, for those whose rule is short; what else there is only a real TVM can tell. */
import type { RelaxCall, RelaxType } from "../ir";
import { contractionRules } from "./contractions";
import { elementwiseRules } from "./elementwise";
import { indexingRules } from "./indexing";
import { lossRules } from "./losses";
import { reductionRules } from "./reductions";
import { reshapingRules } from "./reshaping";
import type { Rules, Setting, Types } from "./shared";
import { viewRules } from "./views";
import { visionRules } from "./vision";

export { windowProblem } from "./contractions";
export type { OperatorProblem } from "./problems";
export { OperatorRejected } from "./problems";
export type { Setting } from "./shared";

const RULES: Rules = {
  ...elementwiseRules,
  ...reductionRules,
  ...reshapingRules,
  ...contractionRules,
  ...indexingRules,
  ...viewRules,
  ...lossRules,
  ...visionRules,
};

/**
 * The type of a call of an operator. Null or `Unknowable` where it is not known; `OperatorRejected` where TVM's own inference
 * throws.
 */
export function callType(name: string, call: RelaxCall, types: Types, setting: Setting): RelaxType | null {
  const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
  return onDevice(rule ? rule(call, types, setting) : null, types);
}

/** What is made of tensors that are bound to a device is on that device. */
function onDevice(type: RelaxType | null, types: Types): RelaxType | null {
  if (type?.type !== "TensorType" || type.vdevice) return type;
  const from = types.find((each) => each?.type === "TensorType" && each.vdevice);
  return from?.type === "TensorType" ? { ...type, vdevice: from.vdevice } : type;
}

/** Operators that give no tensor, or not always. */
const NO_TENSOR =
  /^(split|shape_of|tensor_to_shape|topk|unique|median|meshgrid|nn\.batch_norm|nn\.dropout|call_|invoke_|make_closure|null_value|print|assert_op|dist\.|vm\.|memory\.(alloc_storage|kill)|vision\.|inspect\.)/;

/** Whether an operator's result is a tensor, whatever its shape. */
export function givesTensor(name: string, types: Types): boolean {
  return (
    !NO_TENSOR.test(name) &&
    types.every((each) => each?.type !== "Opaque" || each.of !== "DTensorType") &&
    !types.some((each) => each?.type === "PrimStructType")
  );
}
