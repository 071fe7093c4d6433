/** `T.int32`, `T.handle("float32")`, `T.bool(x)`: types by name, and the constants and variables that calling them makes. */
import { remembered } from "../remembered";
import { cast, constant } from "./arithmetic";
import { bindArguments, type CallSite } from "./calls";
import { isNone, needDType, needInteger, needString, toExpr, unknowable } from "./coerce";
import { type DType, HANDLE, isFloating, parseDType, VOID } from "./dtype";
import type { Variable, VarType } from "./ir";
import { use } from "./make";
import { expression, type Value } from "./values";

const ALIASES: Readonly<Record<string, string>> = {
  boolean: "bool",
  f16: "float16",
  f32: "float32",
  f64: "float64",
  bf16: "bfloat16",
  i8: "int8",
  i16: "int16",
  i32: "int32",
  i64: "int64",
  u8: "uint8",
  u16: "uint16",
  u32: "uint32",
  u64: "uint64",
};

/** The number type that a name of `T` stands for: `T.int32`, `T.bool`. */
export const dtypeByName = remembered((name): DType | null => {
  const plain = Object.hasOwn(ALIASES, name) ? ALIASES[name] : name;
  if (plain === undefined || plain === "handle" || plain === "void") return null;
  return parseDType(plain);
});

/** `T.float32(x)` casts, `T.float32()` is a new variable. */
export function callDType(dtype: DType, call: CallSite): Value {
  const { expr, is_size_var } = bindArguments(call, ["expr", "is_size_var"]);
  if (isNone(expr))
    return expression(use(newVariable({ type: "PrimType", dtype }, needFlag(is_size_var)), call.source));
  if (expr?.type === "str") {
    const special = { inf: Number.POSITIVE_INFINITY, "-inf": Number.NEGATIVE_INFINITY, nan: Number.NaN }[expr.value];
    return special === undefined || !isFloating(dtype)
      ? unknowable()
      : expression(constant(dtype, special, call.source));
  }
  const node = cast(dtype, toExpr(expr ?? unknowable()), call.source);
  const literal = expr?.type === "int" || expr?.type === "float" || expr?.type === "bool";
  return expression(literal ? { ...node, span: call.source.span } : node);
}

function needFlag(value: Value | undefined): boolean {
  return isNone(value) ? false : needInteger(value) !== 0;
}

export function newVariable(annotation: VarType, size = false): Variable {
  const dtype = annotation.type === "PrimType" ? annotation.dtype : HANDLE;
  return { name: "", dtype, annotation, size };
}

/** `T.handle`, `T.handle(dtype, scope)`. Without a type it is a plain handle. */
export function handleType(call: CallSite | null): VarType {
  if (!call) return { type: "PrimType", dtype: HANDLE };
  const { dtype, storage_scope } = bindArguments(call, ["dtype", "storage_scope", "is_size_var"]);
  if (isNone(dtype)) return { type: "PrimType", dtype: HANDLE };
  if (dtype?.type === "str" && /^(tensormap|cutensormap)$/i.test(dtype.value)) return { type: "TensorMapType" };
  const element = dtype?.type === "str" && dtype.value === "handle" ? HANDLE : needDType(dtype);
  return {
    type: "PointerType",
    element_type: { type: "PrimType", dtype: element.code === "void" ? VOID : element },
    storage_scope: isNone(storage_scope) ? "global" : needString(storage_scope),
  };
}

/** The type that an annotation names; null where it is none. */
export function typeNamed(value: Value): VarType | null {
  if (value.type === "expr" && value.node.type === "Var") return value.node.def.annotation;
  if (value.type !== "api" || !value.name.startsWith("T.")) return null;
  const name = value.name.slice(2);
  if (name === "handle") return handleType(null);
  if (name === "void") return { type: "PrimType", dtype: VOID };
  const dtype = dtypeByName(name);
  return dtype && { type: "PrimType", dtype };
}
