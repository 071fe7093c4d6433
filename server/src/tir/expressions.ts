/** Python expressions as TVM's parser evaluates them: one function per kind of syntax. */

import { checkRelaxKinds } from "../relax/argument-kinds";
import { useVar } from "../relax/make";
import {
  checkOperand as checkRelaxOperand,
  checkOperands as checkRelaxOperands,
  relaxOperate,
} from "../relax/operators";
import { child, closest, type SyntaxNode, spanOf, walk } from "../syntax/node";
import { checkKinds } from "./argument-kinds";
import { checkArguments, givenIn, isGone, takes } from "./arguments";
import { type BitOperator, binary, bitwise, dtypeOf, floorDiv, intImm, negate, operate } from "./arithmetic";
import { attributeOf } from "./attributes";
import { checkBuiltin, checkForeign, isComputed } from "./builtins";
import { callValue } from "./callee";
import { type CallSite, NO_KEYWORDS } from "./calls";
import { closureValue } from "./closures";
import { compareOperands, toExpr, Unknowable } from "./coerce";
import { BOOL } from "./dtype";
import { foundIn } from "./found";
import { ifThenElse } from "./intrinsics";
import type { BinaryType, Expr, Source } from "./ir";
import { readFloat, readInteger, readString } from "./literals";
import { type Lowering, MAX_DEPTH, TOO_DEEP } from "./lowering";
import { bufferAt, opaque, opCall } from "./make";
import { isDialect, scriptName } from "./names";
import { checkFlag, checkJunction, checkOperand, checkOperands } from "./operands";
import { isPythonFunction, isPythonName } from "./python-names";
import { subscript } from "./subscripts";
import { oneLine } from "./text";
import { expression, none, tuple, unknown, type Value, type ValueOf } from "./values";

/** How a subscript is read: as an operand, `A[0:4]` is a vector; as a region's argument it stays a slice. */
export interface Reading {
  readonly vector: boolean;
  /** A single value is wanted: no region will do. */
  readonly single?: boolean;
}
const PLAIN: Reading = { vector: false };
const ARGUMENT: Reading = { vector: true };
const OPERAND: Reading = { vector: true, single: true };

/** The value of an expression; never throws: what cannot be known is opaque. */
export function evaluate(low: Lowering, node: SyntaxNode, reading: Reading = PLAIN): Value {
  // Neither `low.source` nor `low.nested`: there is hardly anything that is done more often.
  const source = { span: { start: node.start, end: node.end } };
  if (low.depth >= MAX_DEPTH) return explained(low, node, unknown(source, TOO_DEEP));
  low.depth++;
  try {
    const value = read(low, node, source, reading);
    return value.type === "opaque" ? explained(low, node, value) : value;
  } catch (error) {
    if (error instanceof Unknowable) return explained(low, node, unknown(source, error.reason));
    throw error;
  } finally {
    low.depth--;
  }
}

/** An opaque value with the reason for it: its own, else what is opaque inside, else what it is. */
function explained(low: Lowering, node: SyntaxNode, value: ValueOf<"opaque">): Value {
  if (low.reasonAt(node) === undefined) low.explain(low.source(node), value.reason ?? reasonOf(low, node));
  return value.reason === undefined ? unknown(value.source, low.reasonAt(node)) : value;
}

function reasonOf(low: Lowering, node: SyntaxNode): string {
  switch (node.kind) {
    case "identifier":
      return `${low.text(node)} has its value when the program runs`;
    case "attribute":
      return `${low.text(node)} is not known`;
    case "call": {
      const callee = child(node, "function");
      const name = callee ? (scriptName(low.context.resolve(callee)) ?? oneLine(low.text(callee))) : "a call";
      return `what ${name} gives is not known`;
    }
    default:
      return `${node.kind.replaceAll("_", " ")}: not known without running it`;
  }
}

/** The value of an expression as a TIR expression; opaque where it is none. */
export function evaluateExpr(low: Lowering, node: SyntaxNode, reading: Reading = PLAIN): Expr {
  return asExpr(low, evaluate(low, node, reading), node);
}

/** What a value is as an expression; opaque where it is none. */
export function asExpr(low: Lowering, value: Value, node: SyntaxNode): Expr {
  try {
    return toExpr(value);
  } catch (error) {
    if (!(error instanceof Unknowable)) throw error;
    low.explain(low.source(node), error.reason ?? `a ${value.type} is no expression of TIR`);
    return opaque("expr", low.source(node));
  }
}

/** What is read most comes first: until this is optimized, each case is a comparison. */
function read(low: Lowering, node: SyntaxNode, source: Source, reading: Reading): Value {
  switch (node.kind) {
    case "identifier":
      return readName(low, node, source);
    case "attribute": {
      const full = isLocalBase(low, node) ? null : low.context.resolve(node);
      const path = scriptName(full);
      if (path !== null) return { type: "api", name: path, path: full, source };
      const number = full === null ? undefined : numberNamed(full);
      if (number !== undefined) return { type: "float", value: number, source };
      const object = child(node, "object");
      const attribute = child(node, "attribute");
      if (!object || !attribute) return unknown(source);
      return attributeOf(low, evaluate(low, object), low.text(attribute), source);
    }
    case "call":
      return readCall(low, node, source);
    case "integer": {
      const value = readInteger(low.text(node));
      return value === null ? unknown(source) : { type: "int", value, source };
    }
    case "subscript":
      return subscript(low, node, source, reading);
    case "binary_operator":
      return readBinary(low, node, source);
    case "tuple":
    case "expression_list":
    case "list":
      return readItems(low, node, source);
    case "float": {
      const value = readFloat(low.text(node));
      return value === null ? unknown(source) : { type: "float", value, source };
    }
    case "true":
    case "false":
      return { type: "bool", value: node.kind === "true", source };
    case "none":
      return none(source);
    case "string": {
      const value = readString(low.text(node));
      if (value === null) readInterpolations(low, node);
      return value === null ? unknown(source) : { type: "str", value, source };
    }
    case "concatenated_string": {
      const parts = named(node).map((each) => readString(low.text(each)));
      if (parts.includes(null)) readInterpolations(low, node);
      return parts.includes(null) ? unknown(source) : { type: "str", value: parts.join(""), source };
    }
    case "parenthesized_expression":
    case "type":
    case "expression_statement": {
      const inner = named(node)[0];
      return inner ? withSource(evaluate(low, inner, reading), source) : unknown(source);
    }
    case "dictionary":
      return readDictionary(low, node, source);
    case "set":
      for (const each of named(node)) evaluate(low, each);
      return { type: "set", source };
    case "slice":
      return unknown(source);
    case "unary_operator":
      return readUnary(low, node, source);
    case "not_operator":
      return readNot(low, node, source);
    case "boolean_operator":
      return readBoolean(low, node, source);
    case "comparison_operator":
      return readComparison(low, node, source);
    case "conditional_expression":
      return readConditional(low, node, source);
    case "lambda":
      checkLambda(low, node);
      return { type: "lambda", node, source };
    case "yield":
    case "await": {
      const span = spanOf(node);
      if (low.function()) low.reject({ kind: "unsupported-statement", span, statement: node.kind });
      if (low.checksNames) low.reject({ kind: "relax-statement", span, statement: node.kind });
      return unknown(source);
    }
    case "named_expression":
      return readNamed(low, node, source);
    case "ellipsis":
      return { type: "api", name: "builtins.Ellipsis", path: null, source };
    case "list_comprehension":
    case "set_comprehension":
    case "dictionary_comprehension":
    case "generator_expression":
      checkComprehension(low, node);
      return unknown(source);
    default:
      return unknown(source);
  }
}

/** What stands in the braces of an f-string. */
function readInterpolations(low: Lowering, node: SyntaxNode): void {
  walk(node, (each) => {
    const inner = (each.kind === "interpolation" ? named(each) : [])[0];
    if (inner) evaluate(low, inner);
    return each.kind !== "interpolation";
  });
}

/** `(y := x)`: TVM's evaluator reads both sides, and gives nothing a name by it. */
function readNamed(low: Lowering, node: SyntaxNode, source: Source): Value {
  for (const each of named(node)) evaluate(low, each);
  return unknown(source);
}

/** Names in a comprehension that it does not bind itself. TVM knows those of a generator in no release, of others since 0.25. */
function checkComprehension(low: Lowering, node: SyntaxNode): void {
  const isScope = node.kind !== "generator_expression" && low.since("0.25");
  checkFreeNames(low, node, isScope ? boundWithin(low, node) : new Set());
}

/** Names in a function of Python's that nothing around it defines: it fails as soon as it is called. */
function checkLambda(low: Lowering, node: SyntaxNode): void {
  const body = child(node, "body");
  if (body && (low.function() || low.checksNames)) checkFreeNames(low, body, boundWithin(low, node));
}

/** The names that comprehensions and lambdas in an expression bind. */
function boundWithin(low: Lowering, node: SyntaxNode): ReadonlySet<string> {
  const own = new Set<string>();
  walk(node, (each) => {
    const target = scopeTarget(each);
    if (target)
      walk(target, (name) => {
        if (name.kind === "identifier") own.add(low.text(name));
      });
  });
  return own;
}

function scopeTarget(node: SyntaxNode): SyntaxNode | null {
  if (node.kind === "for_in_clause") return child(node, "left");
  if (node.kind === "named_expression") return child(node, "name");
  return node.kind === "lambda" ? child(node, "parameters") : null;
}

function checkFreeNames(low: Lowering, node: SyntaxNode, own: ReadonlySet<string>): void {
  walk(node, (each) => {
    const isTarget = each.parent !== null && scopeTarget(each.parent) === each;
    if (isTarget || (each.kind === "lambda" && each !== node)) return false;
    if (each.kind === "identifier" && each.field !== "attribute" && each.field !== "name" && !own.has(low.text(each)))
      readName(low, each, low.source(each));
    return true;
  });
}

/** Parentheses belong to the source of what they hold only where a person points at it; TVM drops them. */
function withSource(value: Value, _source: Source): Value {
  return value;
}

/** Children that are program text: no comments. */
export function named(node: SyntaxNode): readonly SyntaxNode[] {
  const { children } = node;
  for (let at = 0; at < children.length; at++)
    if (children[at]?.kind === "comment") return children.filter(({ kind }) => kind !== "comment");
  return children;
}

/** The same value, named at another place. */
export function relocate(value: Value, source: Source): Value {
  switch (value.type) {
    case "expr":
      if (value.node.type === "Var") {
        const { def, dtype } = value.node;
        return { type: "expr", node: { type: "Var", def, dtype, span: source.span }, source };
      }
      return {
        type: "expr",
        node: { ...value.node, span: source.span } as Expr,
        source,
      };
    case "buffer":
      return { type: "buffer", node: bufferAt(value.node.info, source), source };
    case "relax":
      if (value.node.type === "RelaxVar") return { type: "relax", node: useVar(value.node.def, source), source };
      return { type: "relax", node: { ...value.node, span: source.span }, source };
    case "scalar":
      return { type: "scalar", buffer: bufferAt(value.buffer.info, source), source };
    case "api":
      return { type: "api", name: value.name, path: null, source };
    default:
      return { ...value, source };
  }
}

function readName(low: Lowering, node: SyntaxNode, source: Source): Value {
  const name = low.text(node);
  const local = low.lookup(name);
  if (local) {
    if (local.type === "scalar") return expression(toExpr(relocate(local, source)));
    return relocate(local, source);
  }
  if (low.moduleName !== null && name === low.moduleName) return { type: "module", source };
  const path = low.context.resolve(node);
  if (path !== null && isDialect(path)) return { type: "api", name: "T", path, source };
  const api = scriptName(path);
  if (api !== null) return { type: "api", name: api, path, source };
  const constant = low.context.constantOf(name);
  switch (typeof constant) {
    case "number":
      return Number.isInteger(constant)
        ? { type: "int", value: BigInt(constant), source }
        : { type: "float", value: constant, source };
    case "string":
      return { type: "str", value: constant, source };
    case "boolean":
      return { type: "bool", value: constant, source };
    case "object":
      return none(source);
  }
  const around = valueAround(low, name, source);
  if (around) return around;
  if (BUILTINS.has(name)) return { type: "api", name: `builtins.${name}`, path: null, source };
  const binds = low.context.binds;
  if (binds && path === null && isPythonFunction(name) && !binds(name))
    return { type: "api", name: `builtins.${name}`, path: null, source };
  if (binds && path === null && !isPythonName(name) && (low.checksNames || low.function()) && !binds(name))
    low.fault({ kind: "undefined-name", span: spanOf(node), name, known: low.names() });
  return unknown(source);
}

/** A value that is made outside of the function; a variable is the same wherever it is named. */
function valueAround(low: Lowering, name: string, source: Source): Value | null {
  let known = low.known.get(name);
  if (known === undefined) {
    const closure = low.context.closureOf?.(name) ?? null;
    known = closure && closureValue(closure, low, source);
    low.known.set(name, known);
  }
  return known && relocate(known, source);
}

const NUMBERS: Readonly<Record<string, number>> = {
  pi: Math.PI,
  e: Math.E,
  inf: Number.POSITIVE_INFINITY,
  nan: Number.NaN,
};

/** `math.pi`, `numpy.inf`. */
function numberNamed(path: string): number | undefined {
  const [, name] = /^(?:math|numpy)\.(\w+)$/.exec(path) ?? [];
  return name !== undefined && Object.hasOwn(NUMBERS, name) ? NUMBERS[name] : undefined;
}

const BUILTINS = new Set([
  "range",
  "int",
  "float",
  "bool",
  "len",
  "min",
  "max",
  "abs",
  "tuple",
  "list",
  "str",
  "print",
  "slice",
  "sum",
  "sorted",
  "round",
  "pow",
  "divmod",
]);

/** Whether the name that an attribute starts from is a variable of the function, not an import. */
function isLocalBase(low: Lowering, node: SyntaxNode): boolean {
  let at: SyntaxNode | null = node;
  while (at?.kind === "attribute") at = child(at, "object");
  return at?.kind === "identifier" && low.lookup(low.text(at)) !== undefined;
}

function readItems(low: Lowering, node: SyntaxNode, source: Source): Value {
  const items: Value[] = [];
  const given = named(node);
  for (let at = 0; at < given.length; at++) {
    const each = given[at] as SyntaxNode;
    if (each.kind !== "list_splat") {
      items.push(evaluate(low, each));
      continue;
    }
    const inner = named(each)[0];
    const value = inner ? evaluate(low, inner) : unknown(source);
    if (value.type !== "tuple") return unknown(source);
    items.push(...value.items);
  }
  return tuple(items, source, node.kind === "list");
}

function readDictionary(low: Lowering, node: SyntaxNode, source: Source): Value {
  const entries: [Value, Value][] = [];
  for (const pair of named(node)) {
    const key = child(pair, "key");
    const value = child(pair, "value");
    if (pair.kind !== "pair" || !key || !value) return unknown(source);
    entries.push([evaluate(low, key), evaluate(low, value)]);
  }
  return { type: "dict", entries, source };
}

/** Attribute calls whose arguments keep their slices as slices. */
const REGION_ARGUMENTS = new Set(["reads", "writes", "match_buffer"]);

function readCall(low: Lowering, node: SyntaxNode, source: Source): Value {
  const callee = child(node, "function");
  const list = child(node, "arguments");
  if (!callee || !list) return unknown(source);
  const called = evaluate(low, callee);
  if (list.kind !== "argument_list") {
    if (list.kind === "generator_expression") checkComprehension(low, list);
    return unknown(source);
  }
  const attribute = callee.kind === "attribute" ? child(callee, "attribute") : null;
  const reading = attribute && !REGION_ARGUMENTS.has(low.text(attribute)) ? ARGUMENT : PLAIN;
  const args: Value[] = [];
  let byName: Map<string, Value> | undefined;
  let names = 0;
  let known = true;
  const given = named(list);
  for (let at = 0; at < given.length; at++) {
    const each = given[at] as SyntaxNode;
    if (each.kind === "keyword_argument") {
      const name = child(each, "name");
      const value = child(each, "value");
      if (name && value) {
        byName ??= new Map();
        byName.set(low.text(name), evaluate(low, value));
        names++;
      } else known = false;
    } else if (each.kind === "list_splat") {
      const inner = named(each)[0];
      const value = inner ? evaluate(low, inner) : unknown(source);
      if (value.type === "tuple") args.push(...value.items);
      else known = false;
      const found = isComputed(value) || NOT_ITERABLE.has(value.type) ? foundIn(value) : null;
      if (inner && found && (low.function() || low.checksNames)) {
        const span = spanOf(inner);
        low.fault({ kind: "argument-kind", span, callee: low.text(callee), parameter: "*", expected: "items", found });
      }
    } else if (each.kind === "dictionary_splat" || each.error) {
      known = false;
    } else {
      if (byName) checkOrder(low, each);
      args.push(evaluate(low, each, reading));
    }
  }
  const kwargs = byName ?? NO_KEYWORDS;
  if (!isCallable(low, called, callee)) return unknown(source);
  if (!checkBuiltin(low, called, args, node)) return unknown(source);
  if (called.type === "opaque" && !checkForeign(low, callee, args)) return unknown(source);
  const path = pathOf(low, called, callee);
  const places = path === null ? null : low.placesAt(path);
  const isTaken = known && names === kwargs.size && places !== null && takes(places, args.length, kwargs);
  if (path !== null && !isTaken && !checkArguments(low, path, callee, givenIn(low, list))) return unknown(source);
  if (!known) return unknown(source);
  if (places && called.type === "api") {
    const check = called.name.startsWith("T.") ? checkKinds : checkRelaxKinds;
    if (!check(low, called.name, callee, places, args, kwargs)) return unknown(source);
  }
  const call: CallSite = { node, source, args, kwargs };
  const value = callValue(low, called, call);
  // A function of another release: what it gave there is not what follows from it here.
  if (path !== null && !places && low.context.binds && value.type !== "frame" && isGone(path, low.release))
    return unknown(source);
  return value;
}

/** What `*` cannot take apart. */
const NOT_ITERABLE = new Set<Value["type"]>(["int", "float", "bool", "none"]);

/** Python takes arguments without names first. */
function checkOrder(low: Lowering, node: SyntaxNode): void {
  const text = oneLine(low.text(node));
  if (low.function() || low.checksNames) low.reject({ kind: "syntax-error", span: spanOf(node), what: "order", text });
}

/** The dotted path of a function or method of TIR; null for others. */
function pathOf(low: Lowering, called: Value, callee: SyntaxNode): string | null {
  if (called.type === "api") {
    const { name } = called;
    const isAsked = name.startsWith("T.") || (low.checksNames && (name.startsWith("R.") || name.startsWith("I.")));
    return isAsked ? (called.path ?? low.context.resolve(callee)) : null;
  }
  if (called.type !== "method" || !low.function()) return null;
  const module = low.since("0.24") ? "tvm.tirx" : "tvm.tir";
  if (called.of.type === "buffer") return `${module}.Buffer.${called.name}`;
  if (called.of.type === "expr" && called.name === "astype") return `${module}.Var.astype`;
  return null;
}

/** What Python would say that it is not callable. */
const NOT_CALLABLE = new Set<Value["type"]>([
  "none",
  "bool",
  "int",
  "float",
  "str",
  "tuple",
  "dict",
  "buffer",
  "region",
  "range",
  "frame",
]);

function isCallable(low: Lowering, called: Value, callee: SyntaxNode): boolean {
  if (low.checksNames && (called.type === "relaxType" || called.type === "none" || called.type === "module")) {
    low.fault({ kind: "not-callable", span: spanOf(callee), found: called.type });
    return false;
  }
  // An annotation, where it is no scope any more.
  const isLet = low.function() && called.type === "api" && called.name === "T.let" && low.since("0.25");
  if (isLet) {
    low.fault({ kind: "not-callable", span: spanOf(callee), found: "api" });
    return false;
  }
  const isValue = called.type === "expr";
  const isModule = called.type === "api" && (called.name === "T" || called.name === "T.axis");
  if (!isValue && !isModule && !NOT_CALLABLE.has(called.type)) return true;
  const found = foundIn(called);
  if (!found || !low.function()) return true;
  // 0.26 made a call of it, for as long as nothing asked for its type.
  const isPointer = called.type === "expr" && dtypeOf(called.node)?.code === "handle";
  if ((called.type === "buffer" || isPointer) && low.since("0.26") && !low.since("0.27")) return true;
  low.fault({ kind: "not-callable", span: spanOf(callee), found });
  return false;
}

const BINARY: Readonly<Record<string, BinaryType>> = {
  "+": "Add",
  "-": "Sub",
  "*": "Mul",
  "/": "Div",
  "//": "FloorDiv",
  "%": "FloorMod",
};
const BITS: Readonly<Record<string, BitOperator>> = {
  "&": "bitwise_and",
  "|": "bitwise_or",
  "^": "bitwise_xor",
  "<<": "shift_left",
  ">>": "shift_right",
};

function readBinary(low: Lowering, node: SyntaxNode, source: Source): Value {
  const left = child(node, "left");
  const right = child(node, "right");
  const operator = child(node, "operator");
  if (!left || !right || !operator) return unknown(source);
  const a = evaluate(low, left, OPERAND);
  const b = evaluate(low, right, OPERAND);
  checkRelaxOperands(low, operator.kind, a, b, source);
  if (!checkOperands(low, operator.kind, a, b, source)) return unknown(source);
  return applyBinary(operator.kind, a, b, source);
}

/** `a op b`, of Python's numbers or of TVM's expressions. */
export function applyBinary(operator: string, a: Value, b: Value, source: Source): Value {
  if (a.type === "relax" || b.type === "relax") return relaxOperate(operator, a, b, source);
  if (isPlain(a) && isPlain(b)) return python(operator, a, b, source) ?? unknown(source);
  if (a.type === "tuple" && b.type === "tuple" && operator === "+")
    return tuple([...a.items, ...b.items], source, a.list);
  if (isPlain(a) && b.type === "opaque") return unknown(source);
  if (a.type === "opaque" && (isPlain(b) || b.type === "opaque")) return unknown(source);
  const bit = BITS[operator];
  if (bit) return expression(bitwise(bit, toExpr(a), toExpr(b), source));
  const type = BINARY[operator];
  return type ? expression(operate(type, toExpr(a), toExpr(b), source)) : unknown(source);
}

type Plain = Extract<Value, { type: "int" | "float" | "bool" | "str" }>;
function isPlain(value: Value): value is Plain {
  return value.type === "int" || value.type === "float" || value.type === "bool" || value.type === "str";
}

/** Python's own arithmetic; null where Python raises or we do not know. */
function python(operator: string, a: Plain, b: Plain, source: Source): Value | null {
  if (a.type === "str" || b.type === "str") {
    return a.type === "str" && b.type === "str" && operator === "+"
      ? { type: "str", value: a.value + b.value, source }
      : null;
  }
  if (a.type === "float" || b.type === "float" || operator === "/") {
    const x = Number(a.value);
    const y = Number(b.value);
    const value = floatOperation(operator, x, y);
    return value === null ? null : { type: "float", value, source };
  }
  const x = BigInt(a.value);
  const y = BigInt(b.value);
  const value = intOperation(operator, x, y);
  return value === null ? null : { type: "int", value, source };
}

function floatOperation(operator: string, a: number, b: number): number | null {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return b === 0 ? null : a / b;
    case "//":
      return b === 0 ? null : Math.floor(a / b);
    case "%":
      return b === 0 ? null : a - b * Math.floor(a / b);
    case "**":
      return a ** b;
    default:
      return null;
  }
}

function intOperation(operator: string, a: bigint, b: bigint): bigint | null {
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "//":
      return b === 0n ? null : floorDiv(a, b);
    case "%":
      return b === 0n ? null : a - b * floorDiv(a, b);
    case "**":
      return b >= 0n && b < 1024n ? a ** b : null;
    case "&":
      return a & b;
    case "|":
      return a | b;
    case "^":
      return a ^ b;
    case "<<":
      return b >= 0n && b < 1024n ? a << b : null;
    case ">>":
      return b >= 0n && b < 1024n ? a >> b : null;
    default:
      return null;
  }
}

function readUnary(low: Lowering, node: SyntaxNode, source: Source): Value {
  const argument = child(node, "argument");
  const operator = child(node, "operator");
  if (!argument || !operator) return unknown(source);
  const value = evaluate(low, argument, OPERAND);
  if (!checkOperand(low, operator.kind, value, source)) return unknown(source);
  switch (operator.kind) {
    case "-":
      if (value.type === "int") return { type: "int", value: -value.value, source };
      if (value.type === "float") return { type: "float", value: -value.value, source };
      if (value.type === "opaque") return unknown(source);
      return value.type === "relax" ? unknown(source) : expression(negate(toExpr(value), source));
    case "+":
      checkRelaxOperand(low, "+", value, source);
      return isPlain(value) ? { ...value, source } : unknown(source);
    case "~": {
      // 0.26 made an expression of TIR's of it.
      if (!low.since("0.26") || low.since("0.27")) checkRelaxOperand(low, "~", value, source);
      if (value.type === "int") return { type: "int", value: ~value.value, source };
      if (value.type === "opaque") return unknown(source);
      const node = toExpr(value);
      return expression(
        opCall("bitwise_not", [node], node.type === "CommReducer" || !node.dtype ? BOOL : node.dtype, source),
      );
    }
    default:
      return unknown(source);
  }
}

function readNot(low: Lowering, node: SyntaxNode, source: Source): Value {
  const argument = child(node, "argument");
  if (!argument) return unknown(source);
  const value = evaluate(low, argument, OPERAND);
  if (low.since("0.26")) checkRelaxOperand(low, "not", value, source);
  if (!checkOperand(low, "not", value, source)) return unknown(source);
  if (value.type === "bool") return { type: "bool", value: !value.value, source };
  if (value.type === "opaque" || isPlain(value)) return unknown(source);
  return expression({ type: "Not", dtype: BOOL, a: toExpr(value), span: source.span });
}

function readBoolean(low: Lowering, node: SyntaxNode, source: Source): Value {
  const left = child(node, "left");
  const right = child(node, "right");
  const operator = child(node, "operator");
  if (!left || !right || !operator) return unknown(source);
  const type = low.text(operator) === "and" ? "And" : "Or";
  const a = evaluate(low, left);
  if (a.type === "bool" && a.value === (type === "Or") && isLazy(low, node)) {
    low.goPast(right);
    return a;
  }
  const b = evaluate(low, right);
  if (low.since("0.26")) for (const each of [a, b]) checkRelaxOperand(low, low.text(operator), each, source);
  if (a.type === "bool" && b.type === "bool") {
    return { type: "bool", value: type === "And" ? a.value && b.value : a.value || b.value, source };
  }
  if (isPlain(a) && isPlain(b)) return unknown(source);
  if (a.type === "opaque" && (b.type === "opaque" || isPlain(b))) return unknown(source);
  if (!checkJunction(low, low.text(operator), a, b, source)) return unknown(source);
  return expression(binary(type, boolean(a), boolean(b), source));
}

/**
 * Whether of two operands that a constant chooses from only one is read. Before 0.26 TVM read both first; what stands in a keyword's
 * value it left to Python before 0.25.
 */
function isLazy(low: Lowering, node: SyntaxNode): boolean {
  if (low.since("0.26")) return true;
  return !low.since("0.25") && closest(node, ({ kind }) => kind === "keyword_argument") !== null;
}

function boolean(value: Value): Expr {
  return value.type === "bool" ? intImm(BOOL, value.value ? 1 : 0, value.source) : toExpr(value);
}

const COMPARE: Readonly<Record<string, BinaryType>> = {
  "==": "EQ",
  "!=": "NE",
  "<": "LT",
  "<=": "LE",
  ">": "GT",
  ">=": "GE",
};

function readComparison(low: Lowering, node: SyntaxNode, source: Source): Value {
  const operators: string[] = [];
  const operands: SyntaxNode[] = [];
  const values: Value[] = [];
  const parts = named(node);
  for (let at = 0; at < parts.length; at++) {
    const each = parts[at] as SyntaxNode;
    if (each.field === "operators") operators.push(low.text(each));
    else {
      operands.push(each);
      values.push(evaluate(low, each, OPERAND));
    }
  }
  if (operators.length === 0 || values.length !== operators.length + 1) return unknown(source);
  if (operators.includes("<>") && low.function())
    low.reject({ kind: "syntax-error", span: spanOf(node), what: "gone", text: "<>" });
  // Since 0.26 several comparisons are one condition, which tensors are none of.
  if (operators.length > 1 && low.since("0.26")) for (const each of values) checkRelaxOperand(low, "and", each, source);
  let result: Value | null = null;
  for (let at = 0; at < operators.length; at++) {
    const operator = operators[at] as string;
    // Before 0.22 what was compared first was compared again: `(0 <= i) < n`.
    const isChained: boolean = result !== null && !low.since("0.22");
    const a = isChained && result ? result : (values[at] as Value);
    const b = values[at + 1] as Value;
    checkRelaxOperands(low, operator, a, b, source);
    if (isChained && !checkFlag(low, operator, a, b, source)) return unknown(source);
    if (!checkOperands(low, operator, a, b, source)) return unknown(source);
    const part = compareValues(
      operator,
      a,
      b,
      operators.length > 1 ? between(operands, at, isChained, source) : source,
    );
    if (part.type === "opaque") return unknown(source);
    result = result === null || isChained ? part : expression(binary("And", boolean(result), boolean(part), source));
  }
  return result ?? unknown(source);
}

/** Where one of several comparisons stands: `i < n` in `0 < i < n`. */
function between(operands: readonly SyntaxNode[], at: number, isChained: boolean, source: Source): Source {
  const first = operands[isChained ? 0 : at];
  const last = operands[at + 1];
  return first && last ? { span: { start: first.start, end: last.end } } : source;
}

function compareValues(operator: string, a: Value, b: Value, source: Source): Value {
  if (operator === "is" || operator === "is not") {
    if (a.type === "opaque" || b.type === "opaque") return unknown(source);
    if (a.type !== "none" && b.type !== "none") return unknown(source);
    const same = a.type === b.type;
    return { type: "bool", value: same === (operator === "is"), source };
  }
  const type = COMPARE[operator];
  if (!type) return unknown(source);
  if (a.type === "relax" || b.type === "relax") return relaxOperate(operator, a, b, source);
  if (isPlain(a) && isPlain(b)) {
    if ((a.type === "str") !== (b.type === "str")) return unknown(source);
    return { type: "bool", value: comparePlain(type, a.value, b.value), source };
  }
  if (a.type === "opaque" && (b.type === "opaque" || isPlain(b))) return unknown(source);
  if (isPlain(a) && b.type === "opaque") return unknown(source);
  return expression(compareOperands(type, a, b, source));
}

function comparePlain(type: BinaryType, a: string | number | bigint | boolean, b: typeof a): boolean {
  // Python compares numbers of different kinds by value; so does JavaScript's loose order.
  const equal = !(a < b) && !(a > b);
  switch (type) {
    case "EQ":
      return equal;
    case "NE":
      return !equal;
    case "LT":
      return a < b;
    case "LE":
      return a < b || equal;
    case "GT":
      return a > b;
    default:
      return a > b || equal;
  }
}

function readConditional(low: Lowering, node: SyntaxNode, source: Source): Value {
  const [body, test, otherwise] = named(node);
  if (!body || !test || !otherwise) return unknown(source);
  const condition = evaluate(low, test);
  if (low.since("0.22")) checkRelaxOperand(low, "if", condition, source);
  if (condition.type === "bool") {
    const [chosen, other] = condition.value ? [body, otherwise] : [otherwise, body];
    if (isLazy(low, node)) low.goPast(other);
    else evaluate(low, other);
    return evaluate(low, chosen);
  }
  const whole = foundIn(condition);
  if (low.since("0.22") && low.function() && (whole === "buffer" || whole === "str"))
    low.reject({ kind: "condition", span: spanOf(test), found: whole });
  if (condition.type !== "expr") return unknown(source);
  const asked = dtypeOf(condition.node);
  if (
    low.since("0.22") &&
    low.function() &&
    asked &&
    asked.lanes === 1 &&
    /^(?:int|float|bfloat|handle)$/.test(asked.code)
  )
    low.reject({ kind: "condition", span: spanOf(test), found: "expr" });
  // Before 0.22 Python itself would choose, and asks whether the expression is true.
  if (!low.since("0.22") && low.function() && condition.node.type !== "Opaque" && condition.node.type !== "IntImm")
    low.reject({ kind: "condition", span: spanOf(test), found: "expr" });
  const a = evaluateExpr(low, body);
  const b = evaluateExpr(low, otherwise);
  return expression(ifThenElse(condition.node, a, b, source));
}
