/** Operators on images, boxes and the scores of boxes. What they give TVM tells; what it rejects is told here. */
import { bindArguments } from "../../tir/calls";
import { isNone, needInteger, unknowable } from "../../tir/coerce";
import type { Value } from "../../tir/values";
import type { TensorType } from "../ir";
import { problem } from "./problems";
import {
  dims,
  needElements,
  needLength,
  needRank,
  needSameLength,
  type Rule,
  type Rules,
  shapeArgument,
  site,
  tensor,
} from "./shared";

const regions =
  (layouts: readonly string[]): Rule =>
  (call, types) => {
    const x = tensor(types[0]);
    const rois = tensor(types[1]);
    needRank(x, 4);
    needRank(rois, 2);
    needLength(rois, 1, 5);
    const layout = call.site?.kwargs.get("layout");
    if (layout?.type === "str" && !layouts.includes(layout.value))
      return problem({ kind: "not-a-choice", value: layout.value, known: layouts });
    return unknowable();
  };

/** The number of values of a box, where it is known. */
const perBox = (data: TensorType): number | null => {
  const last = dims(data)?.[2];
  return last?.type === "IntImm" ? Number(last.value) : null;
};

function needIndex(name: string, value: Value | undefined, least: number, length: number): void {
  if (isNone(value)) return;
  const index = needInteger(value);
  if (index < least || index >= length) problem({ kind: "out-of-range", name, value: index });
}

const validCounts: Rule = (call, [type]) => {
  const data = tensor(type);
  const given = bindArguments(site(call), ["data", "score_threshold", "id_index", "score_index"]);
  needRank(data, 3);
  const length = perBox(data);
  if (length !== null) {
    needIndex("score_index", given.score_index, 0, length);
    needIndex("id_index", given.id_index, -1, length);
  }
  return unknowable();
};

const suppression: Rule = (call, types) => {
  const [data, counts, indices] = types.map(tensor);
  if (!data || !counts || !indices) return unknowable();
  const { kwargs } = site(call);
  needRank(data, 3);
  needRank(counts, 1);
  needRank(indices, 2);
  needElements(counts, /^int32$/, "int32");
  needElements(indices, /^int32$/, "int32");
  needSameLength(data, 0, counts, 0);
  needSameLength(data, 0, indices, 0);
  needSameLength(data, 1, indices, 1);
  const length = perBox(data);
  if (length !== null) {
    needIndex("score_index", kwargs.get("score_index"), 0, length);
    needIndex("id_index", kwargs.get("id_index"), -1, length);
    needIndex("coord_start", kwargs.get("coord_start"), 0, length - 3);
  }
  return unknowable();
};

const multibox: Rule = (_, types) => {
  const [classes, places, anchors] = types.map(tensor);
  if (!classes || !places || !anchors) return unknowable();
  needRank(classes, 3);
  needRank(places, 2);
  needRank(anchors, 3);
  if (classes.dtype !== "" && places.dtype !== "" && classes.dtype !== places.dtype)
    return problem({ kind: "dtypes-differ", dtypes: [classes.dtype, places.dtype] });
  const length = dims(places)?.[1];
  const count = dims(classes)?.[2];
  if (length?.type === "IntImm" && Number(length.value) % 4 !== 0)
    return problem({ kind: "not-divisible", length: Number(length.value), by: 4 });
  if (count?.type === "IntImm") needLength(places, 1, 4 * Number(count.value));
  needLength(anchors, 0, 1);
  needLength(anchors, 2, 4);
  needSameLength(classes, 0, places, 0);
  return unknowable();
};

const affineGrid: Rule = (call, [type]) => {
  const x = tensor(type);
  needRank(x, 3);
  const size = call.site?.kwargs.get("size") ?? call.site?.args[1];
  if (size?.type === "int") return unknowable();
  const { ndim } = shapeArgument(call.args[1]);
  if (ndim !== 2 && ndim !== 3) return ndim < 0 ? unknowable() : problem({ kind: "rank", expected: 2, found: ndim });
  needLength(x, 1, ndim);
  return unknowable();
};

export const visionRules: Rules = {
  "vision.roi_align": regions(["NCHW", "NHWC"]),
  "vision.roi_pool": regions(["NCHW"]),
  "vision.get_valid_counts": validCounts,
  "vision.non_max_suppression": suppression,
  "vision.multibox_transform_loc": multibox,
  "image.affine_grid": affineGrid,
};
