/** What kind of number a scalar is. `other` keeps the narrow floats (`float8_e4m3fn`, `custom[…]`) by name. */
export type DTypeCode = "int" | "uint" | "float" | "bfloat" | "bool" | "handle" | "void" | "other";

export interface DType {
  readonly code: DTypeCode;
  readonly bits: number;
  readonly lanes: number;
  /** Lanes count in `vscale` units (`int32xvscalex4`). */
  readonly scalable: boolean;
  /** The name of an element as TVM prints it: `int32`, `bool`, `float8_e4m3fn`. */
  readonly base: string;
}

const cache = new Map<string, DType>();

/** Reads TVM's name of a type; null where it is none. */
export function parseDType(name: string): DType | null {
  const known = cache.get(name);
  if (known) return known;
  const parsed =
    /^(?<base>(?:u?int|b?float)(?=x)|[a-z]+[0-9]*(?:_e[0-9]+m[0-9]+[a-z0-9]*?)?)(?<vector>xvscale)?(?:x(?<lanes>[0-9]+))?$/.exec(
      name,
    );
  const base = parsed?.groups?.base;
  if (!base) return null;
  const element = elementType(base);
  if (!element) return null;
  const lanes = Number(parsed.groups?.lanes ?? 1);
  const made: DType = { ...element, lanes, scalable: parsed.groups?.vector !== undefined };
  cache.set(name, made);
  return made;
}

function elementType(base: string): Omit<DType, "lanes" | "scalable"> | null {
  switch (base) {
    case "bool":
      return { code: "bool", bits: 1, base };
    case "handle":
      return { code: "handle", bits: 64, base };
    case "void":
      return { code: "void", bits: 0, base };
  }
  const narrow = /^float(\d+)_/.exec(base);
  if (narrow) return { code: "other", bits: Number(narrow[1]), base };
  const parsed = /^(int|uint|float|bfloat)(\d*)$/.exec(base);
  if (!parsed) return null;
  const code = parsed[1] as DTypeCode;
  const bits = parsed[2] === "" ? 32 : Number(parsed[2]);
  return { code, bits, base: `${code}${bits}` };
}

function make(name: string): DType {
  const made = parseDType(name);
  if (!made) throw new Error(`not a type: ${name}`);
  return made;
}

export const INT32 = make("int32");
export const INT64 = make("int64");
export const FLOAT32 = make("float32");
export const BOOL = make("bool");
export const HANDLE = make("handle");
export const VOID = make("void");

/** TVM's name of the type. */
export function dtypeName(type: DType): string {
  if (type.scalable) return `${type.base}xvscalex${type.lanes}`;
  return type.lanes === 1 ? type.base : `${type.base}x${type.lanes}`;
}

export function sameDType(a: DType, b: DType): boolean {
  return a === b || (a.base === b.base && a.lanes === b.lanes && a.scalable === b.scalable);
}

export function withLanes(type: DType, lanes: number, scalable = type.scalable): DType {
  return type.lanes === lanes && type.scalable === scalable ? type : { ...type, lanes, scalable };
}

/** The same kind of number, of another width. */
export function withBits(type: DType, bits: number): DType {
  if (type.code === "bool" || type.code === "handle" || type.code === "void" || type.code === "other") return type;
  if (type.bits === bits && type.base === `${type.code}${bits}`) return type;
  return { ...type, bits, base: `${type.code}${bits}` };
}

export const isInteger = (type: DType): boolean => type.code === "int" || type.code === "uint";
export const isFloating = (type: DType): boolean =>
  type.code === "float" || type.code === "bfloat" || type.code === "other";
/** `int32` or `int64`, one lane: what TVM calls an index type. */
export const isIndex = (type: DType): boolean => type.code === "int" && type.lanes === 1 && type.bits >= 32;

/** The type that both operands of an operator are cast to (`PromoteBinaryOpType`, before 0.26 in `BinaryOpMatchTypes`). */
export function promote(a: DType, b: DType): DType | null {
  if (sameDType(a, b)) return a;
  if (a.code === "float" && b.code === "float") return a.bits < b.bits ? b : a;
  for (const code of ["float", "bfloat", "other"] as const) {
    if (a.code !== code && b.code === code) return b;
    if (a.code === code && b.code !== code) return a;
  }
  if (a.code === "bool" && isInteger(b)) return b;
  if (isInteger(a) && b.code === "bool") return a;
  if (isInteger(a) && isInteger(b)) {
    if (a.bits !== b.bits) return a.bits < b.bits ? b : a;
    return a.code === "uint" ? a : b;
  }
  return null;
}
