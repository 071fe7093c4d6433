/** Operators between values that TVM has none for. Sources: the parser's `operation.py` and `evaluator.py`, `op.cc`. */
import { dtypeOf } from "./arithmetic";
import { BOOL, type DType, dtypeName, FLOAT32, INT32, isFloating, isInteger, sameDType, withLanes } from "./dtype";
import type { Found } from "./faults";
import { foundIn } from "./found";
import { isTypeGuessed } from "./guesses";
import type { Source } from "./ir";
import type { Lowering } from "./lowering";
import type { Value } from "./values";

/** Values that no arithmetic is for. */
const NO_OPERAND = new Set<Found>(["none", "str", "tuple", "dict", "buffer", "range", "lambda", "frame", "api", "set"]);
/** Values that TVM's operators are for. */
const OPERAND = new Set<Found>(["expr", "scalar", "iter"]);
const NUMBER = new Set<Found>(["int", "float", "bool"]);

const NUMBER_TYPES = new Map<Value["type"], DType>([
  ["int", INT32],
  ["float", FLOAT32],
  ["bool", BOOL],
]);

const ARITHMETIC = /^(?:[-+*/%<>&|^]|\/\/|<<|>>|<=|>=)$/;
const COMPARISONS = new Set(["==", "!=", "<", "<=", ">", ">="]);
/** Python's operators that have no text beside a number; `*` repeats it, `%` fills it in. */
const WITHOUT_TEXT = new Set(["+", "-", "/", "//", "**"]);
/** What Python tells of any two objects: buffers were objects of their own up to 0.25. */
const IDENTITY = new Set(["==", "!="]);
const BITS = new Set(["&", "|", "^", "<<", ">>"]);
/** What there is for any two numbers. */
const USUAL = new Set(["+", "-", "*", "/", "//", "%", ...COMPARISONS, ...BITS]);

function isNumeric(found: Found): boolean {
  return OPERAND.has(found) || NUMBER.has(found);
}

/** Whether `a op b` can be, as far as both are known; what cannot be is noted. */
export function checkOperands(low: Lowering, operator: string, a: Value, b: Value, source: Source): boolean {
  const left = foundIn(a);
  const right = foundIn(b);
  if (!left || !right || !source.span || (!low.function() && !low.checksNames)) return true;
  // Which object something is, Python tells of anything; what a list holds it asks of each of its elements.
  if (/^is\b/.test(operator)) return true;
  if (/in$/.test(operator) && !OPERAND.has(right) && !NUMBER.has(right)) return true;
  const isTir = OPERAND.has(left) || OPERAND.has(right);
  const isFloat = left === "float" || right === "float";
  if (!isTir && NUMBER.has(left) && NUMBER.has(right) && operator !== "@" && !(isFloat && BITS.has(operator)))
    return true;
  const bad = (found: Found): boolean => NO_OPERAND.has(found) || (found === "region" && low.since("0.27"));
  const isUsual =
    USUAL.has(operator) && isNumeric(left) && isNumeric(right) && (isTir || !isFloat || !BITS.has(operator));
  const refused =
    !isUsual &&
    ((isTir && (bad(left) || bad(right)) && !(left === "str" && operator === "%")) ||
      (left === "region" && right === "region" && low.since("0.27")) ||
      (isTir && operator === "**") ||
      operator === "@" ||
      (!isTir && isFloat && BITS.has(operator) && NUMBER.has(left) && NUMBER.has(right)) ||
      (WITHOUT_TEXT.has(operator) &&
        ((NUMBER.has(left) && right === "str") || (left === "str" && NUMBER.has(right)))) ||
      (/in$/.test(operator) && NUMBER.has(left) && OPERAND.has(right)) ||
      (ARITHMETIC.test(operator) &&
        ((left === "none" && NUMBER.has(right)) || (NUMBER.has(left) && right === "none"))) ||
      (NUMBER.has(left) && right === "api") ||
      (left === "api" && NUMBER.has(right)) ||
      (left === "dict" && NUMBER.has(right)) ||
      (left === "tuple" && NUMBER.has(right) && (operator !== "*" || right === "float")) ||
      (operator === "in" && OPERAND.has(left) && (OPERAND.has(right) || NUMBER.has(right))) ||
      (NUMBER.has(left) && (right === "buffer" || (right === "region" && low.since("0.27")))) ||
      (left === "region" && NUMBER.has(right) && low.since("0.27")) ||
      (left === "buffer" &&
        (NUMBER.has(right) || (right === "buffer" && !(IDENTITY.has(operator) && !low.since("0.26"))))));
  if (refused) {
    low.fault({ kind: "operand-kinds", span: source.span, operator, left, right });
    return false;
  }
  const s = typeOf(a) ?? literalType(a, b);
  const t = typeOf(b) ?? literalType(b, a);
  if (BITS.has(operator) && isTir && (s ?? t) && isFloating((s ?? t) as DType)) {
    if (isGuess(a) || isGuess(b)) return true;
    const [one, other] = [s, t].map((type, at) => (type ? dtypeName(type) : (at === 0 ? a : b).type));
    low.fault({ kind: "operand-types", span: source.span, operator, left: one as string, right: other as string });
    return false;
  }
  if (isTir && !dividesAsSaid(operator, a, b) && !isGuess(a) && !isGuess(b)) {
    low.fault({ kind: "operand-types", span: source.span, operator, left: typeText(a), right: typeText(b) });
    return false;
  }
  if (!s || !t || !isTir) return true;
  if (!fits(operator, s, t) && !isGuess(a) && !isGuess(b)) {
    low.fault({ kind: "operand-types", span: source.span, operator, left: dtypeName(s), right: dtypeName(t) });
    return false;
  }
  return true;
}

/** Whole numbers are divided by `//` and `%` alone, and other numbers by `/`. */
function dividesAsSaid(operator: string, a: Value, b: Value): boolean {
  if (operator === "/") return !isWhole(a) || !isWhole(b);
  return (operator !== "//" && operator !== "%") || (!isFraction(a) && !isFraction(b));
}

function isWhole(value: Value): boolean {
  return value.type === "int" || typeOf(value)?.code === "int";
}

function isFraction(value: Value): boolean {
  const type = typeOf(value);
  return value.type === "float" || (type !== null && isFloating(type));
}

function typeText(value: Value): string {
  const type = typeOf(value);
  return type ? dtypeName(type) : value.type;
}

/** Whether a function of whole numbers gets some; `T.pow` is for others. */
export function checkNumbers(
  low: Lowering,
  name: string,
  callee: string,
  args: readonly Value[],
  source: Source,
): boolean {
  const isWrong = name === "T.pow" ? args.length === 2 && args.every(isWhole) : args.some(isFraction);
  if (!isWrong || !source.span || args.some(isGuess) || args.some((each) => foundIn(each) === null)) return true;
  const [one, other] = args.map(typeText);
  low.fault({ kind: "operand-types", span: source.span, operator: callee, left: one ?? "", right: other ?? null });
  return false;
}

/** Functions of whole numbers, and `T.pow`. */
export const NUMERIC = new Set(
  "floordiv floormod truncdiv ceildiv shift_left shift_right bitwise_and bitwise_or bitwise_xor bitwise_not pow"
    .split(" ")
    .map((each) => `T.${each}`),
);

function typeOf(value: Value): DType | null {
  if (value.type === "expr") return dtypeOf(value.node);
  if (value.type === "scalar") return value.buffer.info.dtype;
  if (value.type === "iter") return value.node.var.dtype;
  return null;
}

/** Whether the type that a value has here is a guess. */
function isGuess(value: Value): boolean {
  if (value.type === "expr") return isTypeGuessed(value.node);
  if (value.type === "scalar") return value.buffer.info.guessed === true;
  return value.type === "iter" && value.node.var.def.guessed === true;
}

/** A Python float is never compared with an integer, nor a Python number with a pointer. */
function literalType(value: Value, other: Value): DType | null {
  const type = typeOf(other);
  if (type?.code === "handle") return NUMBER_TYPES.get(value.type) ?? null;
  return value.type === "float" && type && isInteger(type) ? withLanes(FLOAT32, type.lanes) : null;
}

function fits(operator: string, a: DType, b: DType): boolean {
  if ((a.code === "handle") !== (b.code === "handle")) return false;
  if (COMPARISONS.has(operator)) return a.lanes !== b.lanes || a.scalable || b.scalable || sameDType(a, b);
  if (BITS.has(operator)) return !isFloating(a) && !isFloating(b);
  return true;
}

/** Whether a bool can be compared with the other side: a number is taken for a bool then. */
export function checkFlag(low: Lowering, operator: string, a: Value, b: Value, source: Source): boolean {
  const isTooLarge = b.type === "float" || (b.type === "int" && (b.value < 0n || b.value > 1n));
  if (!isTooLarge || typeOf(a)?.code !== "bool" || isGuess(a) || !source.span || !low.function()) return true;
  low.fault({ kind: "operand-types", span: source.span, operator, left: "bool", right: b.type });
  return false;
}

/** Whether both sides of `and` and `or` are conditions. */
export function checkJunction(low: Lowering, operator: string, a: Value, b: Value, source: Source): boolean {
  const left = foundIn(a);
  const right = foundIn(b);
  if (!left || !right || !source.span || !low.function()) return true;
  if (!OPERAND.has(left) && !OPERAND.has(right)) return true;
  if (NO_OPERAND.has(left) || NO_OPERAND.has(right)) {
    low.fault({ kind: "operand-kinds", span: source.span, operator, left, right });
    return false;
  }
  const s = typeOf(a);
  const t = typeOf(b);
  if ([s, t].some((each) => each && (each.lanes > 1 || each.scalable))) return true;
  const wrong = (type: DType | null, value: Value): boolean =>
    type === null ? value.type === "int" || value.type === "float" : type.code !== "bool";
  if ((!wrong(s, a) && !wrong(t, b)) || isGuess(a) || isGuess(b)) return true;
  const name = (type: DType | null, value: Value): string => (type ? dtypeName(type) : value.type);
  low.fault({ kind: "operand-types", span: source.span, operator, left: name(s, a), right: name(t, b) });
  return false;
}

/** Values of Python's that have no sign. */
const NO_SIGN = new Set<Found>(["none", "str", "tuple", "dict", "set", "lambda"]);

/** Whether `-a`, `~a` and `not a` can be. */
export function checkOperand(low: Lowering, operator: string, a: Value, source: Source): boolean {
  const found = foundIn(a);
  if (!found || !source.span || (!low.function() && !low.checksNames)) return true;
  if (!low.function()) {
    if (operator === "not" || !NO_SIGN.has(found)) return true;
    low.fault({ kind: "operand-kinds", span: source.span, operator, left: found, right: null });
    return false;
  }
  const needsNumber = operator !== "not";
  const isPlus = operator === "+" && OPERAND.has(found) && !(a.type === "expr" && a.node.type === "Opaque");
  if (isPlus || (needsNumber ? NO_OPERAND.has(found) : found === "buffer")) {
    low.fault({ kind: "operand-kinds", span: source.span, operator, left: found, right: null });
    return false;
  }
  const type = typeOf(a);
  if (!type || type.lanes > 1 || type.scalable) return true;
  const isRefused =
    operator === "not" ? type.code !== "bool" : operator === "~" && !isInteger(type) && type.code !== "bool";
  if (!isRefused || isGuess(a)) return true;
  low.fault({ kind: "operand-types", span: source.span, operator, left: dtypeName(type), right: null });
  return false;
}
