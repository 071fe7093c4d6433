/**
 * What arguments of Relax's functions have to be: by the annotations of their parameters, where those name plain types, and by a
 * table. TVM asserts the types of what crosses into C++ (“Mismatched type on argument …”). Only what is certain is noted.
 */
import type { Parameter } from "../api/signatures";
import { remembered } from "../remembered";
import type { SyntaxNode } from "../syntax/node";
import type { Places } from "../tir/arguments";
import type { Found, Wanted } from "../tir/faults";
import { foundIn } from "../tir/found";
import type { Lowering } from "../tir/lowering";
import { plainName } from "../tir/names";
import type { Value, ValueOf } from "../tir/values";

/** What a value is; null where that is not certain. */
export function kindOf(value: Value | null | undefined): Found | null {
  switch (value?.type) {
    case "relax":
      return value.node.type === "Opaque" ? null : "relax";
    case "relaxType":
    case "module":
      return value.type;
    case "api":
      return FUNCTION.test(value.name) || value.name === "R" ? "api" : foundIn(value);
    default:
      return foundIn(value);
  }
}

/** Operators and the like, by their small letters, and what makes types. */
const FUNCTION = /^R\.(?:\w+\.)*(?:[a-z]\w*|Tensor|Shape|Tuple|Prim|Callable)$/;

type Kinds = Readonly<Record<string, Wanted>>;

const TYPES: Kinds = { sinfo_args: "type", ty_args: "type" };
const PACKED: Kinds = { func: "callee", "*": "relax", ...TYPES };

const KINDS: Readonly<Record<string, Kinds>> = {
  func_attr: { attrs: "attributes" },
  str: { value: "text" },
  prim_value: { value: "prim" },
  dtype: { value: "dtype" },
  shape: { value: "shape" },
  const: { value: "constant", dtype: "dtype" },
  call_packed: PACKED,
  call_pure_packed: PACKED,
  match_cast: { value: "matched-value", struct_info: "single-type", ty: "single-type" },
  Shape: { values: "sizes" },
  Tensor: { dtype: "written-dtype", shape: "type-shape" },
  Prim: { dtype: "dtype" },
  assert_op: { condition: "matched-value" },
  call_tir: { tir_vars: "sizes" },
  call_tir_with_grad: { tir_vars: "sizes" },
  permute_dims: { axes: "items" },
  clip: { min: "scalar", max: "scalar" },
  einsum: { subscripts: "text" },
  full: { fill_value: "fill" },
  full_like: { fill_value: "fill" },
  strided_slice: { axes: "positions", begin: "positions", end: "positions", strides: "positions" },
  flip: { axis: "integer" },
  take: { indices: "indices" },
  tuple: { "*": "field" },
  emit_te: { func: "te-function" },
  // A number of Relax's is looked into.
  topk: { k: "scalar" },
};

const ALL: readonly Found[] = ["relax", "relaxType", "module", "api", "lambda", "dict", "set", "frame", "range"];

/** What certainly does not fit. */
const WRONG: Readonly<Partial<Record<Wanted, readonly Found[]>>> = {
  attributes: [...ALL.filter((each) => each !== "dict"), "none", "int", "float", "bool", "str", "tuple"],
  text: [...ALL, "none", "int", "float", "bool", "tuple"],
  scalar: ["relaxType", "module", "api", "lambda", "dict", "set", "frame", "none", "tuple", "str"],
  // Text was taken for a list of its letters in some releases.
  positions: ["int", "float", "bool"],
  prim: ["relaxType", "module", "api", "lambda", "dict", "set", "frame", "none", "tuple"],
  items: ["int", "float", "bool", "str"],
  dtype: ["relax", "module", "tuple", "lambda", "dict", "set", "frame", "int", "float"],
  "written-dtype": ["relax", "module", "tuple", "lambda", "dict", "set", "frame", "int", "float", "bool", "api"],
  shape: [...ALL, "none", "int", "float", "str"],
  "new-shape": ["relaxType", "module", "api", "lambda", "dict", "set", "frame", "int", "float", "bool", "str", "expr"],
  fill: ["relaxType", "module", "api", "lambda", "dict", "set", "frame", "none", "int", "float", "bool", "str", "expr"],
  indices: ["relaxType", "module", "api", "lambda", "dict", "set", "frame", "none", "str"],
  field: ["relaxType", "module", "lambda", "dict", "set", "frame", "none"],
  "te-function": [
    "relax",
    "relaxType",
    "module",
    "dict",
    "set",
    "frame",
    "none",
    "int",
    "float",
    "bool",
    "str",
    "tuple",
  ],
  integer: ["relax", "relaxType", "module", "api", "lambda", "dict", "set", "frame", "none", "float", "str", "tuple"],
  constant: [...ALL, "none", "str"],
  callee: ["module", "lambda", "dict", "set", "frame", "none", "int", "float", "bool", "tuple"],
  relax: ["relaxType", "module", "api", "lambda", "dict", "set", "frame", "none"],
  "matched-value": ["relaxType", "module", "api", "lambda", "dict", "set", "frame", "none"],
  type: ["int", "float", "str", "dict", "lambda"],
  "single-type": ["int", "float", "str", "dict", "lambda", "tuple"],
  "type-shape": ["module", "api", "lambda", "dict", "set", "frame"],
  sizes: ["relaxType", "module", "api", "lambda", "dict", "set", "frame", "str", "int", "float"],
};

const kindsNamed = remembered((name) => {
  const plain = plainName(name);
  return Object.hasOwn(KINDS, plain) ? KINDS[plain] : undefined;
});

/**
 * Whether the arguments are of the kinds that the function takes, as far as they are known.
 * @param name the function's name: `R.nn.conv2d`
 */
export function checkRelaxKinds(
  low: Lowering,
  name: string,
  callee: SyntaxNode,
  known: Places,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
): boolean {
  if (!low.checksNames) return true;
  const { places, rest } = known;
  const table = kindsNamed(name);
  let right = true;
  for (let at = 0; at < args.length; at++)
    if (!checkKind(low, callee, known, table, places[at] ?? rest, args[at] as Value)) right = false;
  if (kwargs.size > 0)
    for (const [parameter, value] of kwargs) if (!checkKind(low, callee, known, table, parameter, value)) right = false;
  return right;
}

function checkKind(
  low: Lowering,
  callee: SyntaxNode,
  { parameters, rest }: Places,
  table: Kinds | undefined,
  parameter: string,
  value: Value,
): boolean {
  const found = kindOf(value);
  const { span } = value.source;
  if (!found || !span) return true;
  const wanted = table?.[parameter === rest ? "*" : parameter];
  const expected = wanted ? unfit(low, wanted, found, value) : unfitAt(low, parameters, parameter, found, value);
  if (!expected) return true;
  low.fault({ kind: "argument-kind", span, callee: low.text(callee), parameter, expected, found });
  return false;
}

function unfitAt(
  low: Lowering,
  parameters: readonly Parameter[],
  name: string,
  found: Found,
  value: Value,
): Wanted | null {
  for (let at = 0; at < parameters.length; at++) {
    const each = parameters[at] as Parameter;
    if (each.name !== name) continue;
    return isShape(each.annotation ?? "") ? unfit(low, "new-shape", found, value) : unfitFor(low, each, found, value);
  }
  return null;
}

/** Whether an annotation says what a shape is made of, and nothing else: no single number. */
const isShape = remembered((annotation) => /^(?:Union\[)?[Tt]uple\[PrimExprLike\](?:, | \| )Expr\]?$/.test(annotation));

function unfit(low: Lowering, wanted: Wanted, found: Found, value: Value): Wanted | null {
  if (WRONG[wanted]?.includes(found)) return wanted;
  if (wanted === "field" && !low.since("0.26")) return /^(?:int|float|bool|str)$/.test(found) ? wanted : null;
  if (wanted === "prim") {
    const isTensor =
      value.type === "relax" && value.node.type === "RelaxVar" && value.node.def.ty?.type === "TensorType";
    // Releases around 0.22 made an expression of text.
    return isTensor || (found === "str" && (low.since("0.26") || !low.since("0.18"))) ? wanted : null;
  }
  if (value.type === "tuple") return isUnfitTuple(wanted, value) ? wanted : null;
  if (value.type === "dict" && wanted === "attributes")
    return value.entries.some(([key]) => /^(?:int|float|bool|none|tuple)$/.test(kindOf(key) ?? "")) ? wanted : null;
  return null;
}

/** Whether a tuple or list holds what it may not where it could stand. */
function isUnfitTuple(wanted: Wanted, { items, list }: ValueOf<"tuple">): boolean {
  switch (wanted) {
    case "items":
    case "positions":
      return items.some(({ type }) => type === "float" || type === "str");
    case "new-shape":
      return items.some((each) => NO_EXTENT.has(kindOf(each) ?? "expr"));
    case "shape":
      return items.some((each) => NO_SIZE.has(kindOf(each) ?? "expr"));
    case "type-shape":
      return items.some(({ type }) => type === "tuple");
    case "constant":
      return !list;
    default:
      return false;
  }
}

const NO_EXTENT = new Set<Found>(["float", "str", "tuple", "dict", "api", "relaxType"]);
const NO_SIZE = new Set<Found>(["float", "str", "none", "tuple", "dict", "api", "relaxType"]);

/** What annotations are made of that are understood. */
const PLAIN = new Set(
  "int str bool float None Optional Union List list Tuple tuple Sequence Expr RxExpr PrimExpr PrimExprLike PrimValue DataType PrimType".split(
    " ",
  ),
);

/** What an annotation that is understood says. */
interface Annotated {
  readonly has: (...any: string[]) => boolean;
  readonly isExpr: boolean;
  readonly takesNumbers: boolean;
  readonly wanted: Wanted;
}

const annotated = remembered((annotation): Annotated | null => {
  const words = new Set(annotation.match(/[A-Za-z_]\w*/g) ?? []);
  if (words.size === 0 || [...words].some((each) => !PLAIN.has(each))) return null;
  const has = (...any: string[]): boolean => any.some((each) => words.has(each));
  // `Tuple` alone is Relax's.
  const isExpr = has("Expr", "RxExpr", "PrimExpr") || (words.size === 1 && has("Tuple") && !annotation.includes("["));
  const takesNumbers = has("PrimExprLike", "PrimValue");
  return { has, isExpr, takesNumbers, wanted: isExpr ? "relax" : takesNumbers ? "scalar" : plainWanted(has) };
});

/** What is wanted where an annotation names types of Python's alone. */
function plainWanted(has: Annotated["has"]): Wanted {
  if (has("int")) return "integer";
  if (has("float")) return "number";
  return has("bool") ? "flag" : "text";
}

/** What a parameter would take instead; null where the value fits, or may. */
function unfitFor(low: Lowering, parameter: Parameter, found: Found, value: Value): Wanted | null {
  const known = annotated(parameter.annotation ?? "");
  if (!known) return null;
  const { has, isExpr, takesNumbers, wanted } = known;
  if (found === "relax" && (isExpr || takesNumbers)) return null;
  const isList = has("List", "list", "Tuple", "tuple", "Sequence");
  if (takesNumbers && (found === "int" || found === "float" || found === "bool") && !isList) return null;
  if (takesNumbers && (found === "none" || found === "tuple")) return null;
  switch (found) {
    case "none":
      // An object of TVM's could be none in the first of its interfaces.
      if (!low.since("0.18") && has("List", "list", "Tuple", "tuple", "DataType")) return null;
      return isExpr || has("None", "Optional", "bool") || parameter.default === "None" ? null : wanted;
    case "dict":
    case "set":
    case "lambda":
    case "frame":
    case "api":
    case "relaxType":
    case "module":
      // A class of Python's stands for a type in what numpy is given, not in what goes to TVM itself.
      return value.type === "api" && value.name.startsWith("builtins.") && !has("DataType") ? null : wanted;
    case "tuple":
      if (SEPARATORS.has(parameter.name)) return null;
      if (isList)
        return value.type === "tuple" &&
          (isExpr
            ? !low.since("0.26") &&
              !TAKEN_APART.has(parameter.name) &&
              value.items.some(({ type }) => type === "int" || type === "str")
            : !has("float", "str") && value.items.some(isFraction))
          ? wanted
          : null;
      if (!isExpr) return wanted;
      if (OPERANDS.has(parameter.name)) return wanted;
      return value.type === "tuple" && !TAKEN_APART.has(parameter.name) && value.items.some(holdsNoExpr)
        ? wanted
        : null;
    case "str":
      return isExpr || has("str", "DataType", "PrimType") ? null : wanted;
    case "bool":
      return has("DataType") && !isExpr && !has("int", "float", "bool") ? wanted : null;
    case "float":
      return isExpr || has("float") ? null : wanted;
    case "int":
      return isExpr || has("int", "float", "bool", "list", "List", "Tuple", "tuple", "Sequence") ? null : wanted;
    case "relax":
      return wanted;
    default:
      return null;
  }
}

/** Parameters that are one tensor in every operator that has one of the name: no list becomes one. */
const OPERANDS = new Set(["x", "x1", "x2"]);

/** Parameters that are annotated as one number, and are lists. */
const SEPARATORS = new Set(["axis_separators", "input_axis_separators"]);

/** Parameters of which each part is converted by itself. */
const TAKEN_APART = new Set(["args", "shape", "values", "fields"]);

/** What becomes no expression of Relax's. */
function holdsNoExpr({ type }: Value): boolean {
  return type === "none" || type === "str";
}

function isFraction({ type }: Value): boolean {
  return type === "float" || type === "str" || type === "none";
}
