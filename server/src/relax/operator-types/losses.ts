/** Losses: what is predicted, and what it should have been. */
import { bindArguments } from "../../tir/calls";
import { isNone, unknowable } from "../../tir/coerce";
import { problem } from "./problems";
import { needAlike, needElements, needRank, needSameLength, type Rule, type Rules, site, tensor } from "./shared";

const crossEntropy: Rule = (_, types) => {
  const [x, y] = types.map(tensor);
  if (!x || !y) return unknowable();
  needAlike(x, y);
  return unknowable();
};

const REDUCTIONS = ["none", "mean", "sum"];

/** Predictions (N, C, d…), targets (N, d…), weights (C,). */
const negativeLogLikelihood: Rule = (call, types) => {
  const given = bindArguments(site(call), ["predictions", "targets", "weights", "reduction", "ignore_index"]);
  const reduction = given.reduction?.type === "str" ? given.reduction.value : "mean";
  if (!REDUCTIONS.includes(reduction)) return problem({ kind: "not-a-choice", value: reduction, known: REDUCTIONS });
  const x = tensor(types[0]);
  const y = tensor(types[1]);
  const weights = isNone(given.weights) ? null : tensor(types[2]);
  needElements(y, /^u?int/, "int");
  if (weights) needRank(weights, 1);
  // Without a batch there are as many targets' dimensions less.
  if (x.ndim >= 2 && y.ndim >= 0 && x.ndim !== y.ndim + 1)
    return problem({ kind: "rank", expected: x.ndim - 1, found: y.ndim });
  if (x.ndim < 2) return unknowable();
  needSameLength(x, 0, y, 0);
  for (let axis = 2; axis < x.ndim; axis++) needSameLength(x, axis, y, axis - 1);
  if (weights) needSameLength(x, 1, weights, 0);
  return unknowable();
};

export const lossRules: Rules = {
  "nn.cross_entropy_with_logits": crossEntropy,
  "nn.nll_loss": negativeLogLikelihood,
};
