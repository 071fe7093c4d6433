/** What the rules for operators' types share (TVM's `FInferStructInfo`, later `FInferType`). */
import { intImm, operate } from "../../tir/arithmetic";
import type { CallSite } from "../../tir/calls";
import { isNone, needDType, needInteger, unknowable } from "../../tir/coerce";
import { dtypeName, INT64 } from "../../tir/dtype";
import type { Expr, Source } from "../../tir/ir";
import type { Release } from "../../tir/release";
import { constantDifference, fingerprint, simplify } from "../../tir/simplify";
import type { Value } from "../../tir/values";
import type { Answers } from "../answers";
import type { RelaxCall, RelaxExpr, RelaxType, ShapeExpr, TensorType } from "../ir";
import { problem } from "./problems";

export type Types = readonly (RelaxType | null)[];

/** What a rule may ask of the release that the call is read for. */
export interface Setting {
  since(release: Release): boolean;
  /** What a real TVM has said, where one may be asked. */
  readonly answers?: Answers | undefined;
}

/** A rule answers null or throws `Unknowable` where the type is not known, and `OperatorProblem` where TVM rejects the call. */
export type Rule = (call: RelaxCall, types: Types, setting: Setting) => RelaxType | null;
export type Rules = Readonly<Record<string, Rule>>;

export const many = (names: string, rule: Rule): Record<string, Rule> =>
  Object.fromEntries(names.split(" ").map((name) => [name, rule]));

export function site(call: RelaxCall): CallSite {
  return call.site ?? unknowable();
}

/** An argument's type as a tensor's. Of a shape that only running the program could tell, nobody knows the rank here, though TVM does. */
export function tensor(type: RelaxType | null | undefined): TensorType {
  if (type?.type === "TensorType") return type.shape?.type === "Opaque" && type.ndim < 0 ? unknowable() : type;
  if (
    type?.type === "ShapeType" ||
    type?.type === "RelaxTupleType" ||
    type?.type === "FuncType" ||
    type?.type === "PrimStructType"
  )
    return problem({ kind: "not-a-tensor", type: type.type });
  return unknowable();
}

/** The dimensions, where they are known. */
export function dims(type: TensorType): readonly Expr[] | null {
  return type.shape?.type === "ShapeExpr" ? type.shape.values : null;
}

export function make(values: readonly Expr[] | null, dtype: string, ndim: number, source: Source): TensorType {
  const shape: ShapeExpr | null = values && { type: "ShapeExpr", values, span: source.span };
  return { type: "TensorType", shape, dtype, vdevice: null, ndim: values ? values.length : ndim, span: source.span };
}

export const size = (value: number, source: Source): Expr => intImm(INT64, value, source);

export function isOne(expr: Expr): boolean {
  return expr.type === "IntImm" && expr.value === 1n;
}

export function equal(a: Expr, b: Expr): boolean {
  return fingerprint(a) === fingerprint(b) || constantDifference(a, b) === 0n;
}

/** Whether two lengths cannot be the same: `n` and `n + 1`. */
export function differ(a: Expr, b: Expr): boolean {
  const difference = constantDifference(a, b);
  return difference !== null && difference !== 0n;
}

export function needRank(type: TensorType, expected: number): void {
  if (type.ndim >= 0 && type.ndim !== expected) problem({ kind: "rank", expected, found: type.ndim });
}

/** The element type, where it is known, is one of those. */
export function needElements({ dtype }: TensorType, wanted: RegExp, expected: string): void {
  if (dtype !== "" && !wanted.test(dtype)) problem({ kind: "element-type", expected, found: dtype });
}

/** Two tensors have the same lengths, on axes of the one and the other. */
export function needSameLength(a: TensorType, axis: number, b: TensorType, other: number): void {
  const x = dims(a)?.at(axis);
  const y = dims(b)?.at(other);
  if (x && y && differ(x, y)) problem({ kind: "lengths-differ", axis, lengths: [x, y] });
}

export function needLength(type: TensorType, axis: number, expected: number): void {
  const found = dims(type)?.at(axis);
  if (found?.type === "IntImm" && Number(found.value) !== expected) problem({ kind: "length", expected, found });
}

/** Tensors of one rank, element type and, as far as they are known, lengths. */
export function needAlike(a: TensorType, b: TensorType): void {
  if (a.ndim >= 0 && b.ndim >= 0 && a.ndim !== b.ndim) problem({ kind: "ranks-differ", ranks: [a.ndim, b.ndim] });
  for (let axis = 0; axis < a.ndim; axis++) needSameLength(a, axis, b, axis);
}

/** Shapes brought together from the right, as NumPy does; null where a dimension cannot be told. */
export function broadcast(a: readonly Expr[], b: readonly Expr[]): readonly Expr[] | null {
  const result: Expr[] = [];
  for (let i = 1; i <= Math.max(a.length, b.length); i++) {
    const x = a.at(-i);
    const y = b.at(-i);
    if (i > a.length || i > b.length) {
      result.unshift((i > a.length ? y : x) as Expr);
      continue;
    }
    if (!x || !y) return null;
    if (isOne(x)) result.unshift(y);
    else if (isOne(y)) result.unshift(x);
    else if (equal(x, y)) result.unshift(x);
    else if (x.type === "IntImm" && y.type === "IntImm")
      return problem({ kind: "not-broadcastable", shapes: [a, b], lengths: [x, y] });
    else return null;
  }
  return result;
}

const isBool = (dtype: string): boolean => /^bool/.test(dtype);

/** The element type of two operands together; empty where one is not known. */
export function commonDType(a: string, b: string, setting: Setting): string {
  if (a === "" || b === "") return "";
  if (a === b) return a;
  if (isBool(a) || isBool(b)) return setting.since("0.22") ? a : unknowable();
  return problem({ kind: "dtypes-differ", dtypes: [a, b] });
}

export function needFloat(dtype: string): void {
  if (dtype !== "" && !/^(float|bfloat)/.test(dtype)) problem({ kind: "not-float", dtype });
}

/** A number that is part of the operator itself: no variable, no text. */
export function needNumber(value: Value | undefined): number {
  const isVariable =
    (value?.type === "expr" && value.node.type === "Var") ||
    (value?.type === "relax" && (value.node.type === "RelaxVar" || value.node.type === "Constant"));
  if (isVariable || value?.type === "str" || value?.type === "float" || value?.type === "tuple")
    return problem({ kind: "not-a-number" });
  return needInteger(value);
}

/** An axis counted from the front. */
export function axisIn(axis: number, ndim: number): number {
  const at = axis < 0 ? axis + ndim : axis;
  return at >= 0 && at < ndim ? at : problem({ kind: "axis-out-of-range", axis, ndim });
}

/** Axes counted from the front, each once; null where none are given. */
export function axes(value: Value | undefined, ndim: number): number[] | null {
  if (isNone(value)) return null;
  const list = value?.type === "tuple" ? value.items : [value];
  return distinct(list.map(needNumber), ndim);
}

export function distinct(list: readonly number[], ndim: number): number[] {
  const found: number[] = [];
  for (const each of list) {
    const at = axisIn(each, ndim);
    if (found.includes(at)) return problem({ kind: "axis-repeated", axis: at });
    found.push(at);
  }
  return found;
}

/** The shape that an argument gives: a `ShapeExpr`, or a variable whose type is a known shape. */
export function shapeArgument(arg: RelaxExpr | undefined): {
  readonly values: readonly Expr[] | null;
  readonly ndim: number;
  readonly shape: TensorType["shape"];
} {
  if (arg?.type === "ShapeExpr") return { values: arg.values, ndim: arg.values.length, shape: arg };
  if (arg?.type === "RelaxVar" && arg.def.ty?.type === "ShapeType")
    return { values: arg.def.ty.values, ndim: arg.def.ty.ndim, shape: arg };
  if (arg?.type === "RelaxVar" && (arg.def.ty?.type === "TensorType" || arg.def.ty?.type === "FuncType"))
    return problem({ kind: "not-a-shape", type: arg.def.ty.type });
  return unknowable();
}

export const shaped =
  (at: number, dtype: (call: RelaxCall, types: Types) => string): Rule =>
  (call, types) => {
    const { shape, ndim } = shapeArgument(call.args[at]);
    return { type: "TensorType", shape, dtype: dtype(call, types), vdevice: null, ndim, span: call.span };
  };

export const firstDType = (_: RelaxCall, [type]: Types): string => tensor(type).dtype;

/** The element type that an argument names; null where it leaves that open. */
export function givenDType(value: Value | undefined): string | null {
  if (isNone(value) || (value?.type === "str" && (value.value === "" || value.value === "void"))) return null;
  return dtypeName(needDType(value));
}

export function sum(values: readonly Expr[], source: Source): Expr {
  return values.reduce((a, b) => operate("Add", a, b, source));
}

export function product(shape: readonly Expr[], source: Source): Expr {
  return shape.reduce<Expr>((a, b) => operate("Mul", a, b, source), intImm(INT64, 1, source));
}

/** Simplified as far as we can; what TVM would simplify further is not told. */
export function simplified(expr: Expr): Expr {
  if (expr.type === "IntImm") return expr;
  return simplify(expr) ?? expr;
}

/** The tensors in a tuple. */
export function tensorsOf(arg: RelaxExpr | undefined, type: RelaxType | null | undefined): TensorType[] {
  if (type?.type === "RelaxTupleType")
    return type.fields.map((each) => (each.type === "Opaque" ? unknowable() : tensor(each)));
  if (type?.type === "TensorType" || type?.type === "ShapeType")
    return problem({ kind: "not-a-tuple", type: type.type });
  if (arg?.type !== "Tuple") return unknowable();
  return arg.fields.map((each) => tensor(each.type === "RelaxVar" ? each.def.ty : null));
}
