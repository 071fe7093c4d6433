/** `t[0]`: a field of a tuple, read by its number. */
import type { Span } from "../position";
import type { Lowering } from "../tir/lowering";
import type { Value } from "../tir/values";
import type { TupleFault } from "./faults";
import { inferType } from "./inference";
import type { RelaxExpr } from "./ir";

/**
 * Notes what TVM would reject in a subscript of a Relax expression, and gives up on it then.
 * @param isAnnotated it is the value of a variable whose type is written: TVM takes that type for the value's
 */
export function checkField(
  low: Lowering,
  of: RelaxExpr,
  indices: readonly Value[],
  span: Span,
  isAnnotated: boolean,
): void {
  const reject = (wrong: TupleFault["wrong"], given = 0, fields = 0): never =>
    low.reject({ kind: "relax-tuple", span, wrong, given, fields });
  const index = indices[0];
  if (indices.length > 1) reject("several");
  if (index?.type === "slice") reject("slice");
  const isEllipsis = index?.type === "api" && index.name === "builtins.Ellipsis";
  if (index?.type === "str" || index?.type === "float" || index?.type === "none" || isEllipsis) reject("not-a-number");
  const type = inferType(of, low);
  if (!isAnnotated && (type?.type === "TensorType" || type?.type === "ShapeType")) reject("no-tuple");
  if (!isAnnotated && type?.type === "Opaque" && type.of === "TensorType") reject("no-tuple");
  if (index?.type !== "int") return;
  const given = Number(index.value);
  if (given < 0) reject("negative-index", given);
  if (type?.type === "RelaxTupleType" && given >= type.fields.length) reject("index", given, type.fields.length);
}
