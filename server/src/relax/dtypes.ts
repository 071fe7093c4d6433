/** Names of element types in Relax, as TVM reads them. */
import { checkDType, isPlainDType } from "../tir/argument-kinds";
import type { Lowering } from "../tir/lowering";
import type { Value } from "../tir/values";

/** Short names, which 0.26 takes; only up to 0.22 are they known to be none. */
const SHORT = /^(?:[iuf]|bf)\d+$/;
/** What follows a kind was read loosely up to 0.22; only since 0.25 is it known to be rejected: `float-32`. */
const LOOSE = /^(?:int|uint|float|bfloat|bool|handle)\d*(?:[-+ ].*|x)$/;

/** Names of NumPy's for types that TVM has too. */
const NUMPY =
  /^(?:half|single|double|float_|bool_|int_|u?(?:byte|short|intc|intp|int|long|longlong)|[bBhHiIlLqQefd?]|[<>=|]?(?:[iu][1248]|f[248]|b1))$/;

export function isNumPyType(value: Value | undefined): boolean {
  return value?.type === "str" && NUMPY.test(value.value);
}

/** Notes text that is the name of no element type. */
export function checkElementType(low: Lowering, value: Value | undefined): void {
  const { span } = value?.source ?? { span: null };
  if (value?.type !== "str" || !span || !low.checksNames || value.value === "") return;
  if (isPlainDType(value.value)) return;
  if (SHORT.test(value.value) && low.since("0.23")) return;
  if (LOOSE.test(value.value) && !low.since("0.25")) return;
  checkDType(low, value.value, span);
}
