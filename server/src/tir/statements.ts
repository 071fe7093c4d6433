/** Statements of a TIR function, read as TVM's parser visits them. */
import { child, childOfKind, closest, type SyntaxNode, spanOf } from "../syntax/node";
import { type Given, givenIn } from "./arguments";
import { dtypeOf } from "./arithmetic";
import { assign, storeTo } from "./assignments";
import { isNone, toExpr, Unknowable } from "./coerce";
import { INT32, VOID } from "./dtype";
import { applyBinary, asExpr, evaluate, named } from "./expressions";
import type { Found } from "./faults";
import { foundIn } from "./found";
import type { Frame, PartFrame } from "./frames";
import type { Expr, Source, Stmt } from "./ir";
import { rangeLoop } from "./loops";
import { type Lowering, MAX_DEPTH, TOO_DEEP } from "./lowering";
import { opaque, opCall } from "./make";
import { checkOperands } from "./operands";
import { assertFrame, condition } from "./scopes";
import { bindUnknown, boundIn, namesIn } from "./targets";
import { none, tuple, unknown, type Value } from "./values";

/** Reads a body; what one statement cannot tell becomes an opaque statement, the others stand. */
export function readBody(low: Lowering, block: SyntaxNode | null): void {
  for (const node of block ? named(block) : []) readStatement(low, node);
}

export function readStatement(low: Lowering, node: SyntaxNode): void {
  const source = low.source(node);
  const open = low.frames.length;
  // Not `low.nested`, as in `evaluate`.
  if (low.depth >= MAX_DEPTH) {
    low.emit(opaque("stmt", source, TOO_DEEP));
    return;
  }
  low.depth++;
  try {
    visit(low, node, source);
  } catch (error) {
    if (!(error instanceof Unknowable)) throw error;
    low.frames.length = open;
    low.explain(source, error.reason ?? reasonOf(node));
    low.emit(opaque("stmt", source));
    if (node.kind === "expression_statement") for (const name of boundIn(node)) bindUnknown(low, name);
  } finally {
    low.depth--;
  }
}

function reasonOf(node: SyntaxNode): string {
  return `${node.kind.replaceAll("_", " ")}: not known without running it`;
}

function visit(low: Lowering, node: SyntaxNode, source: Source): void {
  switch (node.kind) {
    case "expression_statement": {
      const inner = named(node)[0];
      if (inner) visitExpression(low, inner, source);
      return;
    }
    case "with_statement":
      visitWith(low, node);
      return;
    case "for_statement":
      visitFor(low, node, source);
      return;
    case "while_statement":
      visitWhile(low, node, source);
      return;
    case "if_statement":
      visitIf(low, node, source);
      return;
    case "assert_statement":
      visitAssert(low, node, source);
      return;
    case "return_statement":
      visitReturn(low, node, source);
      return;
    case "break_statement":
    case "continue_statement":
      visitJump(low, node, source);
      return;
    case "pass_statement":
    case "comment":
      return;
    case "function_definition":
      for (const name of boundIn(node)) bindUnknown(low, name);
      low.reject({ kind: "unsupported-statement", span: firstLine(low, node), statement: "def" });
      return;
    case "decorated_definition":
      for (const each of named(node)) {
        const decorator = (each.kind === "decorator" ? named(each) : [])[0];
        const callee = decorator?.kind === "call" ? child(decorator, "function") : decorator;
        if (callee) evaluate(low, callee);
      }
      for (const name of boundIn(node)) bindUnknown(low, name);
      return;
    case "print_statement":
    case "exec_statement":
      if (low.function()) {
        const text = node.kind === "print_statement" ? "print" : "exec";
        low.fault({ kind: "syntax-error", span: firstLine(low, node), what: "gone", text });
      }
      low.emit(opaque("stmt", source));
      return;
    default:
      unsupported(low, node);
  }
}

/** Statements of Python that TVM's parser has no visitor for, by their first word. */
const UNSUPPORTED: Readonly<Record<string, string>> = {
  try_statement: "try",
  delete_statement: "del",
  global_statement: "global",
  raise_statement: "raise",
  import_statement: "import",
  import_from_statement: "import",
  class_definition: "class",
  match_statement: "match",
  nonlocal_statement: "nonlocal",
  type_alias_statement: "type",
};

function unsupported(low: Lowering, node: SyntaxNode): never {
  const statement = UNSUPPORTED[node.kind];
  if (statement !== undefined && low.function() && !isFuture(low, node)) {
    for (const name of boundIn(node)) bindUnknown(low, name);
    low.fault({ kind: "unsupported-statement", span: firstLine(low, node), statement });
  }
  throw new Unknowable(`a ${node.kind.replaceAll("_", " ")} is not read by TVM's parser`);
}

/** `from __future__ import annotations` is what newer printers write. */
function isFuture(low: Lowering, node: SyntaxNode): boolean {
  return node.kind === "import_from_statement" && low.text(node).includes("__future__");
}

/** A compound statement is pointed at by its first line. */
function firstLine(low: Lowering, node: SyntaxNode): { start: number; end: number } {
  const line = /^[^\n\r]*/.exec(low.text(node))?.[0].trimEnd() ?? "";
  return { start: node.start, end: node.start + line.length };
}

function visitExpression(low: Lowering, node: SyntaxNode, source: Source): void {
  if (node.kind === "assignment") {
    assign(low, node, source);
    return;
  }
  if (node.kind === "augmented_assignment") {
    augment(low, node, source);
    return;
  }
  const value = evaluate(low, node);
  const made = COMPREHENSIONS[node.kind];
  if (made && low.since("0.25") && low.function())
    low.fault({ kind: "statement-value", span: spanOf(node), found: made });
  switch (value.type) {
    case "none":
    case "str":
      return;
    case "frame":
      placeFrame(value.frame, source);
      low.enterOpen(value.frame);
      return;
    case "opaque":
      low.emit(opaque("stmt", source));
      return;
    case "buffer":
      if (!low.since("0.25") && node.kind !== "call" && low.function())
        low.fault({ kind: "statement-value", span: spanOf(node), found: "buffer" });
      return;
    case "scalar":
      return;
    case "int":
    case "bool":
      low.emit({ type: "Evaluate", value: toExpr(value), span: source.span });
      return;
    case "expr":
      if (value.node.type === "Var" && low.since("0.25")) return;
      low.emit({ type: "Evaluate", value: value.node, span: source.span });
      return;
    default:
      if (low.function()) {
        const found = foundIn(value);
        if (found && NO_STATEMENT.has(found)) low.fault({ kind: "statement-value", span: spanOf(node), found });
      }
      throw new Unknowable(`a ${value.type} is no statement`);
  }
}

/** What they give; before 0.25 a name of theirs is unknown in them. */
const COMPREHENSIONS: Readonly<Record<string, Found>> = {
  list_comprehension: "tuple",
  dictionary_comprehension: "dict",
};

/** Values of which a statement does nothing: "Parsing resulted in unexpected type". */
const NO_STATEMENT = new Set<Found>(["float", "tuple", "region", "range", "lambda", "dict", "api"]);

/** A frame that a whole statement opens spans that statement. */
export function placeFrame(frame: Frame, source: Source): void {
  (frame as { source: Source }).source = source;
}

const AUGMENTED = /=$/;

function augment(low: Lowering, node: SyntaxNode, source: Source): void {
  const left = child(node, "left");
  const right = child(node, "right");
  const operator = child(node, "operator");
  if (!left || !right || !operator) {
    low.emit(opaque("stmt", source));
    return;
  }
  const before = evaluate(low, left);
  const by = evaluate(low, right);
  const name = low.text(operator).replace(AUGMENTED, "");
  if (!checkOperands(low, name, before, by, source)) throw new Unknowable();
  const value = applyBinary(name, before, by, source);
  storeTo(low, left, value, source);
}

function visitWith(low: Lowering, node: SyntaxNode): void {
  const source = low.source(node);
  const clause = childOfKind(node, "with_clause");
  const items = clause ? named(clause).filter((each) => each.kind === "with_item") : [];
  low.scoped(() => {
    const entered: Frame[] = [];
    for (const item of items) {
      const given = child(item, "value");
      const isAs = given?.kind === "as_pattern";
      const context = (given ? (isAs ? named(given) : [given]) : [])[0];
      const target = isAs ? child(given, "alias") : null;
      const value = context ? evaluate(low, context) : null;
      if (value?.type === "frame") {
        placeFrame(value.frame, source);
        low.enter(value.frame);
        entered.push(value.frame);
        if (target && value.frame.value.type === "none") {
          // `as []` is `block-targets`'.
          if (low.function() && !/^\[\s*\]$/.test(low.text(target)))
            low.fault({ kind: "scope-without-value", span: spanOf(target) });
          bindUnknown(low, target);
        } else if (target) bindOr(low, target, value.frame.value);
      } else {
        const found = foundIn(value);
        if (found && context && NO_SCOPE.has(found)) low.fault({ kind: "not-a-scope", span: spanOf(context), found });
        const frame = unknownScope(low, source);
        low.enter(frame);
        entered.push(frame);
        if (target) bindUnknown(low, target);
      }
    }
    readBody(low, child(node, "body"));
    for (const frame of entered.reverse()) low.exit(frame);
  });
}

/** Values that a `with` or a `for` cannot be about. */
const NO_SCOPE = new Set<Found>([
  "none",
  "bool",
  "int",
  "float",
  "str",
  "tuple",
  "dict",
  "expr",
  "buffer",
  "region",
  "range",
  "lambda",
  "iter",
  "scalar",
  "api",
]);

/** A scope that nobody knows: what stands in it is read for what it is, and hangs below an opaque statement. */
function unknownScope(low: Lowering, source: Source): Frame {
  return {
    kind: "part",
    source,
    stmts: [],
    closesWith: [],
    value: none(source),
    unknown: true,
    take() {
      low.emit(opaque("stmt", source));
    },
  };
}

/** Names of a `for` or `with` target: one name, or as many as there are values. */
export function bindTarget(low: Lowering, target: SyntaxNode, value: Value): void {
  if (target.kind === "as_pattern_target") {
    const inner = named(target)[0];
    if (inner) bindTarget(low, inner, value);
    return;
  }
  if (target.kind === "identifier") {
    const name = low.text(target);
    low.name(value, name);
    low.define(target, value);
    pointAt(value, low.source(target));
    return;
  }
  const inner = parenthesized(low, target);
  if (inner) {
    bindTarget(low, inner, value);
    return;
  }
  const names = named(target);
  checkTarget(low, target, names, value);
  if (value.type !== "tuple") throw new Unknowable();
  const starred = names.findIndex((each) => each.kind === "list_splat_pattern");
  for (let at = 0; at < names.length; at++) {
    const each = names[at] as SyntaxNode;
    if (each.kind === "list_splat_pattern") {
      const rest = value.items.slice(at, value.items.length - (names.length - 1 - at));
      const inner = named(each)[0];
      if (inner) bindTarget(low, inner, tuple(rest, value.source, true));
      continue;
    }
    const from = starred >= 0 && at > starred ? value.items.length - (names.length - at) : at;
    const item = value.items[from];
    if (item) bindTarget(low, each, item);
  }
}

/** The one name in `(i)`, which is no tuple. */
export function parenthesized(low: Lowering, target: SyntaxNode): SyntaxNode | null {
  if (target.kind !== "tuple_pattern") return null;
  const parts = named(target);
  const inner = parts[0];
  if (!inner || parts.length > 1) return null;
  return /,\s*\)$/.test(low.text(target)) ? null : inner;
}

/** Values that cannot be taken apart. */
const WHOLE = new Set<Found>([
  "none",
  "bool",
  "int",
  "float",
  "expr",
  "buffer",
  "range",
  "iter",
  "scalar",
  "lambda",
  "api",
]);

/** Whether the names of a target are different ones, and as many as the value has parts. */
export function checkTarget(low: Lowering, target: SyntaxNode, names: readonly SyntaxNode[], value: Value): void {
  const span = spanOf(target);
  if (low.function()) checkRepeated(low, namesIn(target));
  const starred = names.some((each) => each.kind === "list_splat_pattern");
  const found = foundIn(value);
  if (value.type === "tuple") {
    const fits = starred ? value.items.length >= names.length - 1 : value.items.length === names.length;
    if (fits) return;
    if (low.function()) low.fault({ kind: "unpacking", span, expected: names.length, found: value.items.length });
    throw new Unknowable();
  }
  if (found && WHOLE.has(found) && low.function())
    low.reject({ kind: "unpacking", span, expected: names.length, found });
}

function checkRepeated(low: Lowering, names: readonly SyntaxNode[]): void {
  const seen = names.map((each) => low.text(each));
  for (let at = 1; at < seen.length; at++) {
    const name = seen[at] as string;
    const before = seen.lastIndexOf(name, at - 1);
    const [first, node] = before < 0 ? [] : [names[before], names[at]];
    if (!first || !node) continue;
    const related = [{ span: spanOf(first), as: "first" }] as const;
    low.reject({ kind: "duplicate-name", span: spanOf(node), name, inTarget: true, related });
  }
}

/** As `bindTarget`; names that do not fit the values stand for something unknown. */
function bindOr(low: Lowering, target: SyntaxNode, value: Value): void {
  try {
    bindTarget(low, target, value);
  } catch (error) {
    if (!(error instanceof Unknowable)) throw error;
    bindUnknown(low, target);
  }
}

/** A variable's definition is where it gets its name. */
function pointAt(value: Value, source: Source): void {
  if (value.type === "expr" && value.node.type === "Var") Object.assign(value.node, source);
  if (value.type === "iter") Object.assign(value.node.var, source);
  if (value.type === "buffer") value.node.info.source = source;
  if (value.type === "scalar") value.buffer.info.source = source;
}

function visitFor(low: Lowering, node: SyntaxNode, source: Source): void {
  const target = child(node, "left");
  const iterable = child(node, "right");
  const value = iterable ? iterate(low, iterable) : null;
  low.scoped(() => {
    if (!target || value?.type !== "frame" || value.frame.kind !== "for") {
      const found = foundIn(value);
      const isLoop = found === null || (!NO_SCOPE.has(found) && found !== "frame");
      const made = iterable && isLoop ? itemsOfPython(low, iterable) : null;
      if ((!isLoop || made) && iterable && low.function())
        low.fault({
          kind: "not-a-loop",
          span: spanOf(iterable),
          found: made ?? found ?? "tuple",
        });
      low.explain(source, "a loop over values of Python's");
      const frame = unknownScope(low, source);
      low.enter(frame);
      if (target) bindUnknown(low, target);
      readBody(low, child(node, "body"));
      low.exit(frame);
      return;
    }
    placeFrame(value.frame, source);
    low.enter(value.frame);
    bindOr(low, target, value.frame.value);
    readBody(low, child(node, "body"));
    low.exit(value.frame);
  });
}

/** Python's functions that give something to go through, which is none of TVM's loops. */
const GIVES_ITEMS = /^(?:zip|enumerate|reversed|sorted|map|filter|list|tuple|set|dict)$/;

/** What an expression of Python's holds, where it certainly is something to go through. */
function itemsOfPython(low: Lowering, node: SyntaxNode): Found | null {
  if (node.kind === "list_comprehension") return "tuple";
  const callee = node.kind === "call" ? child(node, "function") : null;
  if (callee?.kind !== "identifier") return null;
  const name = low.text(callee);
  const isOwn = low.lookup(name) !== undefined || low.context.binds?.(name) !== false;
  return GIVES_ITEMS.test(name) && !isOwn ? "tuple" : null;
}

function iterate(low: Lowering, node: SyntaxNode): Value {
  const callee = node.kind === "call" ? child(node, "function") : null;
  const list = callee ? child(node, "arguments") : null;
  if (callee?.kind !== "identifier" || !list || low.text(callee) !== "range" || low.lookup("range"))
    return evaluate(low, node);
  const args: Value[] = [];
  const kwargs = new Map<string, Value>();
  for (const each of named(list)) {
    const name = each.kind === "keyword_argument" ? child(each, "name") : null;
    const value = each.kind === "keyword_argument" ? child(each, "value") : each;
    if (!value) throw new Unknowable();
    if (name) kwargs.set(low.text(name), evaluate(low, value));
    else args.push(evaluate(low, value));
  }
  checkRange(low, callee, args, kwargs, givenIn(low, list));
  return rangeLoop({ node, source: low.source(node), args, kwargs }, low);
}

/** Notes what `range` cannot take: it stands for `T.serial`, and takes a step since 0.25. */
function checkRange(
  low: Lowering,
  callee: SyntaxNode,
  args: readonly Value[],
  kwargs: ReadonlyMap<string, Value>,
  given: Given,
): void {
  if (given.open || !low.function()) return;
  const span = spanOf(callee);
  const most = low.since("0.25") ? 3 : 2;
  if (args.length > most)
    low.reject({ kind: "too-many-arguments", span, callee: "range", expected: most, found: args.length });
  if (args.length === 0 && !(kwargs.has("start") && !low.since("0.25")))
    low.reject({ kind: "missing-argument", span, callee: "range", names: ["stop"] });
  const unknown = given.keywords.find(({ name }) => !KEYWORDS.has(name));
  if (unknown) {
    const path = "tvm.script.tir.serial";
    const { node, name } = unknown;
    const at = spanOf(node);
    low.reject({ kind: "unknown-keyword", span: at, callee: "range", path, name, known: [...KEYWORDS] });
  }
  for (const value of args) {
    const found = foundIn(value);
    const isNumber =
      (found === "float" && !low.since("0.27")) || (found === "none" && value === args[0] && !low.since("0.25"));
    if (found && value.source.span && (NO_EXTENT.has(found) || isNumber))
      low.reject({
        kind: "argument-kind",
        span: value.source.span,
        callee: "range",
        parameter: "stop",
        expected: "extent",
        found,
      });
  }
}

/** What a loop takes by name in some release. */
const KEYWORDS = new Set(["start", "stop", "annotations", "step", "unroll", "dtype"]);
const NO_EXTENT = new Set<Found>(["str", "tuple", "dict", "lambda", "range", "counting", "frame", "api", "set"]);

function visitWhile(low: Lowering, node: SyntaxNode, source: Source): void {
  const test = child(node, "condition");
  low.scoped(() => {
    const value = test ? evaluate(low, test) : null;
    const found = foundIn(value);
    // Before 0.22 a loop's condition could not be a constant (`IRBuilder`'s `While`).
    const isTrivial = (found === "int" || found === "bool") && !low.since("0.22");
    // Releases around 0.22 made an expression of text.
    const isText = found === "str" && low.since("0.18") && !low.since("0.26");
    if (test && found && (isTrivial || (found !== "int" && !isText && NO_CONDITION.has(found))))
      low.fault({ kind: "condition", span: spanOf(test), found });
    const made: Expr =
      value && value.type !== "opaque" ? condition(value) : opaque("expr", test ? low.source(test) : source);
    const frame: Frame = {
      kind: "wrap",
      source,
      stmts: [],
      closesWith: [],
      value: none(source),
      make: (body) => ({ type: "While", condition: made, body, span: source.span }),
    };
    low.enter(frame);
    readBody(low, child(node, "body"));
    low.exit(frame);
  });
}

function visitIf(low: Lowering, node: SyntaxNode, source: Source): void {
  const branches = named(node).filter((each) => each.kind === "elif_clause" || each.kind === "else_clause");
  branch(low, child(node, "condition"), child(node, "consequence"), branches, source);
}

function branch(
  low: Lowering,
  test: SyntaxNode | null,
  body: SyntaxNode | null,
  rest: readonly SyntaxNode[],
  source: Source,
): void {
  const value = test ? evaluate(low, test) : null;
  const otherwise = (): void => {
    const [next, ...later] = rest;
    if (!next) return;
    if (next.kind === "else_clause") {
      readBody(low, child(next, "body"));
      return;
    }
    const end = rest.at(-1)?.end ?? next.end;
    branch(low, child(next, "condition"), child(next, "consequence"), later, { span: { start: next.start, end } });
  };
  if (value?.type === "bool") {
    // Newer parsers keep the names of a branch that is chosen while parsing.
    const chosen = (): void => (value.value ? readBody(low, body) : otherwise());
    for (const each of value.value ? rest : [body]) if (each) low.goPast(each);
    if (low.since("0.26")) chosen();
    else low.scoped(chosen);
    return;
  }
  const found = foundIn(value);
  const isPointer = value?.type === "expr" && dtypeOf(value.node)?.code === "handle" && found === "expr";
  const isCondition =
    found === null ||
    (isPointer ? !low.since("0.22") : !NO_CONDITION.has(found)) ||
    (found === "int" && !low.since("0.22"));
  if (test && !isCondition) low.fault({ kind: "condition", span: spanOf(test), found });
  if (value && value.type !== "expr" && value.type !== "opaque" && value.type !== "scalar" && value.type !== "int") {
    quietly(low, () => {
      part(low, source, () => readBody(low, body));
      part(low, source, otherwise);
    });
    throw new Unknowable();
  }
  const made = value && value.type !== "opaque" ? toExpr(value) : opaque("expr", test ? low.source(test) : source);
  // Nor would such a branch be a scope.
  const unknownScope = made.type === "Opaque";
  const thenCase = part(low, source, () => readBody(low, body), unknownScope);
  const elseCase = rest.length > 0 ? part(low, source, otherwise, unknownScope) : null;
  // A condition that is known while parsing would let the names of the branch that it chooses out.
  if (value?.type === "opaque" && low.since("0.26"))
    for (const block of [body, ...rest])
      for (const name of block ? boundIn(block) : []) low.bind(low.text(name), unknown(low.source(name)));
  low.emit({ type: "IfThenElse", condition: made, then_case: thenCase, else_case: elseCase, span: source.span });
}

/** Values that are no condition of TVM's. */
const NO_CONDITION = new Set<Found>([
  "none",
  "int",
  "float",
  "str",
  "tuple",
  "dict",
  "buffer",
  "region",
  "range",
  "lambda",
  "frame",
  "api",
]);

/** Reads for the sake of the faults in it: what is made goes nowhere. */
function quietly(low: Lowering, read: () => void): void {
  const source = { span: null };
  const frame: PartFrame = { kind: "part", source, stmts: [], closesWith: [], value: none(source), take() {} };
  low.enter(frame);
  read();
  low.exit(frame);
}

/** A branch's statements as one. */
function part(low: Lowering, source: Source, read: () => void, isUnknown = false): Stmt {
  let made: Stmt | null = null;
  const frame: PartFrame = {
    kind: "part",
    source,
    unknown: isUnknown,
    stmts: [],
    closesWith: [],
    value: none(source),
    take(body) {
      made = body;
    },
  };
  low.enter(frame);
  low.scoped(read);
  low.exit(frame);
  return made ?? opaque("stmt", source);
}

function visitAssert(low: Lowering, node: SyntaxNode, source: Source): void {
  const [test, message] = named(node);
  if (test && !message && low.function()) low.fault({ kind: "missing-message", span: spanOf(node) });
  if (!test || !message) {
    low.emit(opaque("stmt", source));
    return;
  }
  const value = evaluate(low, test);
  const text = evaluate(low, message);
  const dtype = value.type === "expr" ? dtypeOf(value.node) : null;
  if (dtype?.lanes === 1 && !dtype.scalable && /^(?:int|float|bfloat)$/.test(dtype.code) && low.function())
    low.fault({ kind: "condition", span: spanOf(test), found: "expr" });
  const given = foundIn(value);
  if (given && NO_CONDITION.has(given) && low.function())
    low.fault({ kind: "condition", span: spanOf(test), found: given });
  const said = foundIn(text);
  if (said && NO_MESSAGE.has(said) && low.function()) {
    const span = spanOf(message);
    low.fault({ kind: "argument-kind", span, callee: "assert", parameter: "message", expected: "text", found: said });
  }
  const made = value.type === "opaque" ? opaque("expr", value.source) : condition(value);
  const [kind, parts] =
    text.type === "tuple" && text.items.length === 2 && low.since("0.24") ? text.items : [undefined, text];
  low.enterOpen(assertFrame(low, made, parts ?? text, kind, source));
}

/** Values that say nothing of what went wrong. */
const NO_MESSAGE = new Set<Found>(["int", "float", "bool", "dict", "set", "buffer", "lambda"]);

/** Values that no function returns. */
const NO_RESULT = new Set<Found>(["tuple", "dict", "lambda", "range", "frame", "api", "set"]);

function visitReturn(low: Lowering, node: SyntaxNode, source: Source): void {
  const inner = named(node)[0];
  const given = inner && evaluate(low, inner);
  if (isNone(given) && low.function()) low.fault({ kind: "missing-return-value", span: spanOf(node) });
  if (!given) {
    low.emit(opaque("stmt", source));
    return;
  }
  const found = foundIn(given);
  const isBuffer = found === "buffer" && !low.since("0.26");
  if (found && (NO_RESULT.has(found) || isBuffer) && low.function()) {
    const span = spanOf(inner);
    low.reject({ kind: "argument-kind", span, callee: "return", parameter: "value", expected: "value", found });
  }
  const value = asExpr(low, given, inner);
  if (low.since("0.26")) {
    low.emit({ type: "Return", value, span: source.span });
    return;
  }
  low.emit({ type: "Evaluate", value: opCall("ret", [value], dtypeOf(value) ?? INT32, source), span: source.span });
}

function visitJump(low: Lowering, node: SyntaxNode, source: Source): void {
  const word = node.kind === "break_statement" ? "break" : "continue";
  if (low.function() && !closest(node.parent, (each) => /^(?:for|while)_statement$/.test(each.kind))) {
    const span = spanOf(node);
    low.reject({ kind: "syntax-error", span, what: "outside-loop", text: word });
  }
  const name = `${word}_loop`;
  if (!low.since("0.22")) {
    if (low.function()) low.fault({ kind: "unsupported-statement", span: spanOf(node), statement: word });
    low.emit(opaque("stmt", source));
    return;
  }
  low.emit({ type: "Evaluate", value: opCall(name, [], VOID, source), span: source.span });
}
