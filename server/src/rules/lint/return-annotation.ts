import { t } from "../../l10n";
import type { RelaxExpr, RelaxType } from "../../relax/ir";
import { child } from "../../syntax/node";
import type { Opaque } from "../../tir/ir";
import { constantValue } from "../../tir/simplify";
import { defineRule } from "../rule";
import { hasFunctions, soundReadings } from "./readings";

/**
 * A function that says it gives one type and returns another: another dtype, rank, or size. TVM believes the annotation, and
 * so do the function's callers. Silent where either type leaves something open.
 */
export const returnAnnotation = defineRule({
  code: "TVM405",
  name: "wrong-return-annotation",
  severity: "warning",
  needs: { script: true },
  about: hasFunctions,
  check(context, report) {
    for (const { typed, definition } of soundReadings(context)) {
      if (typed.type !== "Function") continue;
      const annotation = child(definition, "return_type");
      const returned = annotation && typeOfResult(typed.body);
      const difference = returned && typed.ret_ty && differenceOf(typed.ret_ty, returned);
      if (difference) report({ span: annotation, message: difference });
    }
  },
});

function typeOfResult(body: RelaxExpr): RelaxType | null {
  const result = body.type === "SeqExpr" ? body.body : body;
  return result.type === "RelaxVar" ? result.def.ty : null;
}

/** What is certainly not the same, in words. */
function differenceOf(said: RelaxType | Opaque, given: RelaxType | Opaque): string | null {
  if (said.type === "TensorType" && given.type === "TensorType") {
    if (said.dtype !== "" && given.dtype !== "" && said.dtype !== given.dtype)
      return t("The function returns a tensor of {0}, not of {1}.", given.dtype, said.dtype);
    if (said.ndim >= 0 && given.ndim >= 0 && said.ndim !== given.ndim)
      return t("The function returns a tensor with {0} axes, not {1}.", given.ndim, said.ndim);
    return differenceOfShapes(said, given);
  }
  if (said.type === "RelaxTupleType" && given.type === "RelaxTupleType") {
    // `R.Tuple` alone is what people write for any tuple.
    if (said.fields.length === 0) return null;
    if (said.fields.length !== given.fields.length)
      return t("The function returns a tuple of {0}, not of {1}.", given.fields.length, said.fields.length);
    for (const [i, field] of said.fields.entries()) {
      const other = given.fields[i];
      const found = other ? differenceOf(field, other) : null;
      if (found) return found;
    }
  }
  return null;
}

type Tensor = Extract<RelaxType, { type: "TensorType" }>;

function differenceOfShapes(said: Tensor, given: Tensor): string | null {
  if (said.shape?.type !== "ShapeExpr" || given.shape?.type !== "ShapeExpr") return null;
  for (const [axis, size] of said.shape.values.entries()) {
    const other = given.shape.values[axis];
    const a = constantValue(size);
    const b = other ? constantValue(other) : null;
    if (a !== null && b !== null && a !== b)
      return t("The function returns a tensor with {0} elements along axis {1}, not {2}.", `${b}`, axis, `${a}`);
  }
  return null;
}
