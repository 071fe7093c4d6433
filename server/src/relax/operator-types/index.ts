/** The types that operators give, for those whose rule is short; what else there is only a real TVM can tell. */
import { remembered } from "../../remembered";
import type { RelaxCall, RelaxType } from "../ir";
import { contractionRules } from "./contractions";
import { elementwiseRules } from "./elementwise";
import { indexingRules } from "./indexing";
import { lossRules } from "./losses";
import { reductionRules } from "./reductions";
import { reshapingRules } from "./reshaping";
import type { Rule, Rules, Setting, Types } from "./shared";
import { viewRules } from "./views";
import { visionRules } from "./vision";

export { windowProblem } from "./contractions";
export type { OperatorProblem } from "./problems";
export { OperatorRejected } from "./problems";
export type { Setting } from "./shared";

const RULES: ReadonlyMap<string, Rule> = new Map(
  Object.entries({
    ...elementwiseRules,
    ...reductionRules,
    ...reshapingRules,
    ...contractionRules,
    ...indexingRules,
    ...viewRules,
    ...lossRules,
    ...visionRules,
  } satisfies Rules),
);

/**
 * The type of a call of an operator. Null or `Unknowable` where it is not known; `OperatorRejected` where TVM's own inference
 * throws.
 */
export function callType(name: string, call: RelaxCall, types: Types, setting: Setting): RelaxType | null {
  const type = RULES.get(name)?.(call, types, setting) ?? null;
  return type && onDevice(type, types);
}

/** What is made of tensors that are bound to a device is on that device. */
function onDevice(type: RelaxType, types: Types): RelaxType {
  if (type.type !== "TensorType" || type.vdevice) return type;
  const from = types.find((each) => each?.type === "TensorType" && each.vdevice);
  return from?.type === "TensorType" ? { ...type, vdevice: from.vdevice } : type;
}

/** Operators that give no tensor, or not always. */
const NO_TENSOR =
  /^(split|shape_of|tensor_to_shape|topk|unique|median|meshgrid|nn\.batch_norm|nn\.dropout|call_|invoke_|make_closure|null_value|print|assert_op|dist\.|vm\.|memory\.(alloc_storage|kill)|vision\.|inspect\.)/;

const mayGiveTensor = remembered((name) => !NO_TENSOR.test(name));

/** Whether an operator's result is a tensor, whatever its shape. */
export function givesTensor(name: string, types: Types): boolean {
  return (
    mayGiveTensor(name) &&
    types.every((each) => each?.type !== "Opaque" || each.of !== "DTensorType") &&
    !types.some((each) => each?.type === "PrimStructType")
  );
}
