/** Assignments: stores, bindings, new variables and their names. */
import { child, childrenOf, type SyntaxNode, spanOf } from "../syntax/node";
import { dtypeOf, intImm, isNumber } from "./arithmetic";
import { allocScalar, storeInto, vectorBuffer } from "./buffers";
import { needDType, toExpr, Unknowable } from "./coerce";
import { BOOL, INT32 } from "./dtype";
import { evaluate, named } from "./expressions";
import type { Found } from "./faults";
import { foundIn } from "./found";
import { checkAnnotation } from "./functions";
import { isTypeGuessed } from "./guesses";
import type { BufferNode, Expr, Source } from "./ir";
import { bufferBehind } from "./legacy";
import type { Lowering } from "./lowering";
import { bufferAt, opaque, use } from "./make";
import { bindVariable, letVariable } from "./scopes";
import { bindTarget, checkTarget, parenthesized, placeFrame } from "./statements";
import { checkElements, checkIndices, checkPointer, checkRank, indicesOf, readIndices } from "./subscripts";
import { bindUnknown, boundIn } from "./targets";
import { newVariable, typeNamed } from "./types";
import { expression, tuple, unknown, type Value } from "./values";

export function assign(low: Lowering, node: SyntaxNode, source: Source): void {
  const left = child(node, "left");
  const right = child(node, "right");
  const type = child(node, "type");
  if (!left || right?.kind === "assignment") {
    if (right && low.function()) low.fault({ kind: "chained-assignment", span: spanOf(node) });
    for (const name of boundIn(node)) bindUnknown(low, name);
    low.emit(opaque("stmt", source));
    return;
  }
  if (type) {
    annotated(low, left, type, right, source);
    return;
  }
  if (!right) {
    low.emit(opaque("stmt", source));
    return;
  }
  const value = evaluate(low, right, { vector: right.kind === "subscript", single: left.kind === "subscript" });
  if (left.kind === "subscript" && right.kind === "string" && value.type === "opaque" && low.function()) {
    low.fault({ kind: "stored-value", span: spanOf(right), found: "str" });
    low.emit(opaque("stmt", source));
    return;
  }
  if (left.kind === "attribute" && low.function())
    low.fault({ kind: "unsupported-statement", span: spanOf(left), statement: low.text(left) });
  storeTo(low, left, value, source);
}

/** `target = value`: a store where the target is an element or a scalar, else a name for the value. */
export function storeTo(low: Lowering, target: SyntaxNode, value: Value, source: Source): void {
  if (target.kind === "subscript") {
    storeElement(low, target, value, source);
    return;
  }
  const into = scalarTarget(low, target);
  if (into && value.type !== "frame" && value.type !== "buffer") {
    const stored = numberIn(into, value) ?? (value.type === "opaque" ? opaque("expr", value.source) : toExpr(value));
    storeInto(low, into, stored, [intImm(INT32, 0, source)], null, source);
    return;
  }
  if (mayBeScalar(low, target) && value.type !== "frame" && value.type !== "buffer") low.emit(opaque("stmt", source));
  else bindValue(low, target, value, source);
}

function storeElement(low: Lowering, target: SyntaxNode, value: Value, source: Source): void {
  const object = child(target, "value");
  const of = object ? evaluate(low, object) : null;
  if (of?.type === "expr")
    checkPointer(low, of, childrenOf(target, "subscript").filter(isIndex).length, low.source(target));
  const into =
    of?.type === "buffer"
      ? of.node
      : of?.type === "scalar"
        ? of.buffer
        : of?.type === "expr" && of.node.type === "Var" && !low.since("0.18")
          ? bufferBehind(of.node, of.source)
          : null;
  if (!into) {
    const found = foundIn(of);
    if (found && object && low.function() && NO_TARGET.has(found))
      low.fault({ kind: "not-a-buffer", span: spanOf(object), found });
    else if (of && object) checkElements(low, of, object);
    low.emit(opaque("stmt", source));
    return;
  }
  const given = readIndices(low, target, { vector: true });
  if (!checkIndices(low, given, true) || !checkRank(low, into, given, low.source(target), false))
    throw new Unknowable();
  const found = value.type === "relax" && value.node.type === "RelaxCall" ? "relax" : foundIn(value);
  if (
    found &&
    value.source.span &&
    low.function() &&
    (found === "relax" || isNoElement(low, found) || isPointerInto(into, value))
  )
    low.reject({ kind: "stored-value", span: value.source.span, found });
  const indices = indicesOf(into, given);
  const stored = numberIn(into, value) ?? (value.type === "opaque" ? opaque("expr", value.source) : toExpr(value));
  storeInto(low, into, stored, indices, null, source);
}

/** Values of which no element is stored to, though they may have some. */
const NO_TARGET = new Set<Found>(["region", "str", "tuple", "dict", "api", "frame", "set"]);

function isIndex({ kind }: SyntaxNode): boolean {
  return kind !== "comment" && kind !== "list_splat";
}

/** Values that no element of a buffer can have. */
const NO_ELEMENT = new Set<Found>([
  "none",
  "str",
  "tuple",
  "dict",
  "buffer",
  "lambda",
  "range",
  "counting",
  "frame",
  "api",
  "set",
]);

/** A pointer becomes no number. */
function isPointerInto({ info }: BufferNode, value: Value): boolean {
  return value.type === "expr" && isPointer(value.node) && /^(?:u?int|float|bfloat|bool)$/.test(info.dtype.code);
}

function isPointer(node: Expr): boolean {
  if (node.type === "Var") return node.def.dtype.code === "handle";
  return node.type === "Call" && node.op.type === "Op" && /\.address_of$/.test(node.op.name);
}

function isNoElement(low: Lowering, found: Found): boolean {
  return NO_ELEMENT.has(found) || (found === "region" && low.since("0.27"));
}

/** A Python boolean that goes into a buffer of booleans stays one. */
function numberIn(buffer: BufferNode, value: Value): Expr | null {
  if (value.type !== "bool") return null;
  if (buffer.info.dtype.code === "bool") return intImm(BOOL, value.value ? 1 : 0, value.source);
  return intImm(INT32, value.value ? 1 : 0, value.source);
}

/** The buffer that assigning to a name stores into, in releases with mutable scalars: one of a single element. */
function scalarTarget(low: Lowering, target: SyntaxNode): BufferNode | null {
  if (!low.since("0.25") || target.kind !== "identifier") return null;
  const known = low.lookup(low.text(target));
  const buffer = known?.type === "scalar" ? known.buffer : known?.type === "buffer" ? known.node : null;
  const extent = (buffer?.info.shape ?? [])[0];
  if (!buffer || !extent || buffer.info.shape.length !== 1 || !isNumber(extent, 1)) return null;
  return bufferAt(buffer.info, low.source(target));
}

/** Whether a name may be a buffer's, and nobody knows whether it has a single element. */
function mayBeScalar(low: Lowering, target: SyntaxNode): boolean {
  if (!low.since("0.25") || target.kind !== "identifier") return false;
  const known = low.lookup(low.text(target));
  if (known?.type === "opaque") return true;
  return known?.type === "buffer" && known.node.info.shape.length === 1 && known.node.info.shape[0]?.type === "Opaque";
}

function bindValue(low: Lowering, target: SyntaxNode, value: Value, source: Source): void {
  const inner = parenthesized(low, target);
  if (inner) {
    storeTo(low, inner, value, source);
    return;
  }
  if (target.kind !== "identifier") {
    if (value.type === "frame") {
      bindFrame(low, target, value, source);
      return;
    }
    checkTarget(low, target, named(target), value);
    if (value.type !== "tuple") throw new Unknowable();
    bindParts(low, target, value, source);
    return;
  }
  const name = low.text(target);
  switch (value.type) {
    case "opaque":
      low.bind(name, value);
      low.emit(opaque("stmt", source));
      return;
    case "frame":
      bindFrame(low, target, value, source);
      return;
    case "buffer":
    case "iter":
    case "scalar":
      bindTarget(low, target, value);
      return;
    case "lambda":
    case "dict":
    case "set":
    case "range":
    case "counting":
      rejectValue(low, value);
      low.bind(name, unknown(source));
      return;
    case "region":
      if (!low.since("0.22")) rejectValue(low, value);
      low.bind(name, value);
      return;
    case "api":
      if (foundIn(value) === "api") rejectValue(low, value);
      low.bind(name, foundIn(value) === "api" ? unknown(source) : value);
      return;
    case "module":
    case "global":
      low.bind(name, value);
      return;
    case "tuple":
      if (value.array) {
        rejectValue(low, value);
        low.bind(name, unknown(source));
        return;
      }
      value.items.forEach((each, at) => {
        if (each.type === "expr" && each.node.type === "Var" && !low.isBound(each)) low.name(each, `${name}_${at}`);
      });
      low.bind(name, value);
      return;
    case "none":
      rejectValue(low, value);
      low.bind(name, value);
      return;
    case "meta":
      low.bind(name, value.of);
      return;
    case "expr":
      if (value.node.type === "Var" && !low.isBound(value)) {
        bindTarget(low, target, value);
        return;
      }
      bindNew(low, target, value.node, source);
      return;
    case "int":
    case "float":
    case "bool":
      bindNew(low, target, toExpr(value), source);
      return;
    case "str":
      if (low.since("0.25")) rejectValue(low, value);
      bindNew(low, target, toExpr(value), source);
      return;
    default:
      throw new Unknowable();
  }
}

/** `x = lambda …`: TIR has no such value. */
function rejectValue(low: Lowering, value: Value): void {
  const found = foundIn(value);
  if (found && value.source.span && low.function())
    low.fault({ kind: "unbindable-value", span: value.source.span, found });
}

function bindFrame(low: Lowering, target: SyntaxNode, value: Extract<Value, { type: "frame" }>, source: Source): void {
  const made = value.frame.value;
  if (target.kind === "identifier" && made.type === "tuple" && made.items.length > 1) {
    if (low.function())
      low.fault({ kind: "unbindable-value", span: value.source.span ?? spanOf(target), found: "tuple" });
    throw new Unknowable();
  }
  placeFrame(value.frame, source);
  low.enterOpen(value.frame);
  bindTarget(low, target, value.frame.value);
}

/** `a, b = x, y`: each name on its own. */
function bindParts(low: Lowering, target: SyntaxNode, value: Extract<Value, { type: "tuple" }>, source: Source): void {
  const names = named(target);
  const starred = names.findIndex((each) => each.kind === "list_splat_pattern");
  if (starred < 0 && names.length !== value.items.length) throw new Unknowable();
  names.forEach((each, at) => {
    if (each.kind === "list_splat_pattern") {
      const inner = named(each)[0];
      const items = value.items.slice(at, value.items.length - (names.length - 1 - at));
      if (inner) bindValue(low, inner, tuple(items, value.source, true), source);
      return;
    }
    const from = starred >= 0 && at > starred ? value.items.length - (names.length - at) : at;
    const item = value.items[from];
    if (item) storeTo(low, each, item, source);
  });
}

/** A name for an expression: `LetStmt` before 0.24, then `Bind`, and from 0.25 on a scalar that can be stored to. */
function bindNew(low: Lowering, target: SyntaxNode, value: Expr, source: Source): void {
  const dtype = dtypeOf(value) ?? INT32;
  if (low.since("0.25") && value.type !== "StringImm" && dtype.code !== "handle" && dtype.code !== "void") {
    const scalar = allocScalar(low, dtype, "local", source);
    scalar.buffer.info.guessed = isTypeGuessed(value);
    bindTarget(low, target, scalar);
    scalar.buffer.info.source = low.source(target);
    storeInto(low, bufferAt(scalar.buffer.info, low.source(target)), value, [intImm(INT32, 0, source)], null, source);
    return;
  }
  const variable = use(letVariable(null, value), low.source(target));
  const frame = bindVariable(low, variable, value, source);
  bindTarget(low, target, expression(variable));
  if (frame) low.enterOpen(frame);
}

/** Values that no variable has. */
const NO_BOUND = new Set<Found>(["tuple", "dict", "lambda", "range", "counting", "frame", "api", "set"]);

/** `x: T.int32 = value`, `x: T.let[…] = value`, `x: T.float32[4]`. */
function annotated(
  low: Lowering,
  target: SyntaxNode,
  type: SyntaxNode,
  right: SyntaxNode | null,
  source: Source,
): void {
  const annotation = evaluate(low, type);
  const given = right ? evaluate(low, right) : null;
  if (target.kind !== "identifier") throw new Unknowable();
  if (low.function()) {
    checkAnnotation(low, annotation, type, "variable", low.text(target));
    const found = foundIn(given);
    const isLet = annotation.type === "let" || (annotation.type === "api" && annotation.name === "T.let");
    const isNothing = found === "none" && (isLet || !low.since("0.25"));
    const named = isLet ? null : typeNamed(annotation);
    const isText = found === "str" && named?.type === "PrimType" && named.dtype.code !== "handle";
    if (given?.source.span && found && (NO_BOUND.has(found) || isNothing || isText))
      low.reject({ kind: "stored-value", span: given.source.span, found });
  }
  if (annotation.type === "vector") {
    const shape: Value = { type: "tuple", items: annotation.shape, list: false, source: annotation.source };
    bindTarget(low, target, vectorBuffer(low, annotation.dtype.base, shape, source));
    return;
  }
  const value = given ? (given.type === "opaque" ? opaque("expr", given.source) : toExpr(given)) : null;
  if (annotation.type === "let" || (annotation.type === "api" && annotation.name === "T.let")) {
    if (!value) throw new Unknowable();
    const of = annotation.type === "let" ? annotation.of : null;
    const variable = use(letVariable(of, value), low.source(target));
    bindTarget(low, target, expression(variable));
    const frame = bindVariable(low, variable, value, source);
    if (frame) low.enterOpen(frame);
    return;
  }
  const named = typeNamed(annotation);
  if (!named) throw new Unknowable();
  if (!low.since("0.25")) {
    const span = spanOf(target);
    if (!right && low.function()) low.fault({ kind: "missing-bound-value", span, name: low.text(target) });
    if (!value) throw new Unknowable();
    const variable = use(
      annotation.type === "expr" && annotation.node.type === "Var" ? annotation.node.def : newVariable(named),
      low.source(target),
    );
    bindTarget(low, target, expression(variable));
    const frame = bindVariable(low, variable, value, source);
    if (frame) low.enterOpen(frame);
    return;
  }
  const dtype = named.type === "PrimType" ? named.dtype : needDType(annotation);
  const scalar = allocScalar(low, dtype, "local", source);
  bindTarget(low, target, scalar);
  if (value)
    storeInto(low, bufferAt(scalar.buffer.info, low.source(target)), value, [intImm(INT32, 0, source)], null, source);
}
