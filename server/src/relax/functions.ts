/** A Relax function: parameters, body, result. */
import type { Span } from "../position";
import { child, childOfKind, type SyntaxNode, spanOf, walk } from "../syntax/node";
import { checkArguments, givenIn } from "../tir/arguments";
import { Unknowable } from "../tir/coerce";
import { INT64, sameDType } from "../tir/dtype";
import { evaluate, named } from "../tir/expressions";
import type { Found } from "../tir/faults";
import { checkOrderOfParameters, parametersOf } from "../tir/functions";
import type { Expr, Opaque, Source } from "../tir/ir";
import { readString } from "../tir/literals";
import { type Lowering, MAX_DEPTH } from "../tir/lowering";
import { opaque } from "../tir/make";
import { parenthesized } from "../tir/statements";
import { bindUnknown, boundIn } from "../tir/targets";
import { unknown, type Value } from "../tir/values";
import { kindOf } from "./argument-kinds";
import { type BodyBuilder, BodyBuilder as Builder, isLeaf } from "./bindings";
import { toRelax } from "./convert";
import type { BlockFault, OutputFault, TupleFault } from "./faults";
import { inferType } from "./inference";
import type { BindingBlock, RelaxExpr, RelaxFunction, RelaxType, RelaxVar, RelaxVariable, SeqExpr } from "./ir";
import { opaqueType, relax, useVar } from "./make";
import { toType } from "./types";

export interface RelaxTraits {
  readonly pure: boolean;
  /** Without a name for the outside. */
  readonly isPrivate: boolean;
}

export function readRelaxFunction(
  low: Lowering,
  definition: SyntaxNode,
  source: Source,
  traits: RelaxTraits,
): RelaxFunction {
  const nameNode = child(definition, "name");
  return low.scoped(() => {
    low.checksNames = true;
    checkOrderOfParameters(low, definition);
    const outer = low.attributes;
    const outerSizes = low.signatureSizes;
    low.attributes = { isPrivate: traits.isPrivate, keys: new Set() };
    low.prelude = preludeOf(low, definition);
    const { params, annotated } = readSignature(low, definition);
    const builder = new Builder(low, { pure: traits.pure, forced: forcesPure(low, definition) });
    readStatements(low, builder, child(definition, "body"));
    low.attributes = outer;
    low.signatureSizes = outerSizes;
    checkReturn(low, builder, definition);
    checkSymbols(low, builder, definition);
    const body = builder.sequence(builder.output ?? opaque("expr", source), source);
    return {
      type: "Function",
      name: nameNode ? low.text(nameNode) : "",
      params,
      body,
      is_pure: traits.pure,
      reasons: low.reasons,
      ret_ty: resultType(low, annotated, body, params, source),
      span: source.span,
    };
  });
}

/** Parameters and the declared result. */
function readSignature(
  low: Lowering,
  definition: SyntaxNode,
): { params: (RelaxVar | Opaque)[]; annotated: RelaxType | Opaque | null } {
  const parameters = parametersOf(low, definition);
  const outer = low.sizeNames;
  // The value of a `R.Prim` is of any type.
  const prims = quotedNames(
    low,
    parameters.filter(({ annotation }) => annotation !== null && /\bPrim\b/.test(low.text(annotation))),
  );
  const all = quotedNames(low, parameters);
  low.signatureSizes = new Set([...all].filter((each) => !prims.has(each)));
  low.sizeNames = { all, isOpen: () => isOpenSignature(low, definition) };
  const params: RelaxVar[] = [];
  const later: [string, RelaxVar][] = [];
  const names = new Set<string>();
  for (const { name, node, at, annotation } of parameters) {
    if (names.has(name)) low.fault({ kind: "syntax-error", span: spanOf(at), what: "repeated", text: name });
    names.add(name);
    if (!annotation && node.kind === "identifier") low.fault({ kind: "relax-parameter-type", span: spanOf(at), name });
    const type = annotation ? annotationOf(low, annotation) : null;
    const variable = parameter(name, type, low.source(at));
    params.push(variable);
    // A number that is a parameter is a size of its own, since variables are told apart by identity.
    if (type?.type === "PrimStructType" && low.since("0.26")) low.bind(name, relax(variable));
    else later.push([name, variable]);
  }
  const returns = child(definition, "return_type");
  const bindLater = (): void => {
    for (const [name, variable] of later) low.bind(name, relax(variable));
  };
  if (low.since("0.26")) bindLater();
  const annotated = returns ? annotationOf(low, returns) : null;
  if (!low.since("0.26")) bindLater();
  low.sizeNames = outer;
  return { params, annotated };
}

/** A type that an annotation names. */
function annotationOf(low: Lowering, node: SyntaxNode): RelaxType | Opaque {
  const value = evaluate(low, node);
  const isBuiltin = value.type === "api" && value.name.startsWith("builtins.");
  const isOperator = value.type === "api" && /^R\.[a-z]\w*$/.test(value.name) && needsArguments(low, value.path);
  const isOther = value.type === "tuple" || value.type === "dict" || value.type === "set" || value.type === "lambda";
  if (
    isBuiltin ||
    isOperator ||
    isOther ||
    value.type === "int" ||
    value.type === "float" ||
    value.type === "bool" ||
    value.type === "str"
  )
    low.fault({ kind: "relax-type", span: spanOf(node), wrong: "not-a-type" });
  return toType(low, value);
}

/** Whether a function cannot be called with nothing, as what stands for a type without brackets is. */
function needsArguments(low: Lowering, path: string | null): boolean {
  const parameters = path === null ? undefined : low.placesAt(path)?.parameters;
  return parameters?.some((each) => each.kind === "positional" && each.default === undefined) ?? false;
}

/** The names that are quoted in annotations of parameters: each is a size of the function. */
function quotedNames(low: Lowering, parameters: ReturnType<typeof parametersOf>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { annotation } of parameters) {
    if (!annotation || !/["']/.test(low.text(annotation))) continue;
    walk(annotation, (node) => {
      const quoted = node.kind === "string" ? readString(low.text(node)) : null;
      if (quoted !== null && /^[A-Za-z_]\w*$/.test(quoted)) found.add(quoted);
    });
  }
  return found;
}

/** Whether the parameters' types may bring sizes that are not written there: they name what only running the program could tell. */
function isOpenSignature(low: Lowering, definition: SyntaxNode): boolean {
  return parametersOf(low, definition).some(({ annotation }) => annotation !== null && namesUnknown(low, annotation));
}

function namesUnknown(low: Lowering, node: SyntaxNode): boolean {
  if (node.kind === "identifier") return low.quietly(() => evaluate(low, node)).type === "opaque";
  if (node.kind === "attribute" || node.kind === "keyword_argument") {
    const part = child(node, node.kind === "attribute" ? "object" : "value");
    return part !== null && namesUnknown(low, part);
  }
  return named(node).some((each) => namesUnknown(low, each));
}

/** A function that says so is pure, whatever it calls. */
function forcesPure(low: Lowering, definition: SyntaxNode): boolean {
  const body = child(definition, "body");
  return (
    body !== null &&
    /["']relax\.force_pure["']\s*:|\bfunc_attr\(\s*(?:[A-Za-z_]|\{(?:[^{}]*,)?\s*[A-Za-z_]\w*\s*[:,}])/.test(
      low.text(body),
    )
  );
}

/** Every function ends by returning a value, once. */
function checkReturn(low: Lowering, builder: BodyBuilder, definition: SyntaxNode): void {
  const name = child(definition, "name");
  if (builder.returned || !name || definition.hasError) return;
  low.fault({ kind: "relax-return", span: spanOf(name), wrong: "missing" });
}

/** What nothing gives a value: a size that is named in the body, used, and neither of the signature nor of a `match_cast`. */
function checkSymbols(low: Lowering, builder: BodyBuilder, definition: SyntaxNode): void {
  const body = child(definition, "body");
  if (!body || !low.wellFormed || builder.symbols.length === 0) return;
  const text = low.text(body).replace(/#.*$/gm, "");
  const parameters = child(definition, "parameters");
  const signature = parameters ? low.text(parameters) : "";
  if (/match_cast|\bdef\b/.test(text) || isOpenSignature(low, definition)) return;
  for (const [name, span] of builder.symbols) {
    if (new RegExp(`\\b${name}\\b`).test(signature)) continue;
    // What was part of an operator, no argument of it, nobody looked at.
    const inOperator = low.since("0.18")
      ? "(?:tril|triu|eye\\w*)\\([^()]*"
      : "(?:tril|triu|eye\\w*)\\([^()]*|\\bstrides\\s*=\\s*[\\[(][^\\])]*";
    if (!low.since("0.26") && new RegExp(`\\b(?:${inOperator})\\b${name}\\b`).test(text)) continue;
    const uses = text.match(new RegExp(`(?<![\\w."'])${name}(?![\\w"'])`, "g"))?.length ?? 0;
    if (uses > 1) low.fault({ kind: "relax-type", span, wrong: "no-value" });
  }
}

/** The assignments of calls to plain names at the top of a body. */
function preludeOf(low: Lowering, definition: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const body = child(definition, "body");
  const found = new Map<string, SyntaxNode>();
  for (const statement of body ? named(body) : []) {
    const assignment = statement.kind === "expression_statement" ? named(statement)[0] : undefined;
    const right = assignment ? child(assignment, "right") : null;
    if (!assignment || right?.kind !== "call") continue;
    const left = child(assignment, "left");
    if (left?.kind === "identifier") found.set(low.text(left), right);
  }
  return found;
}

/** What a function says that it gives, read before its body: what calls of it take it to give. */
export function declaredResult(low: Lowering, definition: SyntaxNode): RelaxType | Opaque {
  const returns = child(definition, "return_type");
  return returns ? toType(low, evaluate(low, returns)) : { type: "ObjectType", span: null };
}

/** The types of the parameters, as they are declared. */
export function declaredParameters(low: Lowering, definition: SyntaxNode): (RelaxType | Opaque | null)[] {
  return low.scoped(() =>
    readSignature(low, definition).params.map((each) => (each.type === "RelaxVar" ? each.def.ty : null)),
  );
}

function parameter(name: string, type: RelaxType | Opaque | null, source: Source): RelaxVar {
  const def: RelaxVariable = { name, local: false, ty: type && type.type !== "Opaque" ? type : null };
  return useVar(def, source);
}

/** The annotation, unless the body's type says more. */
function resultType(
  low: Lowering,
  annotated: RelaxType | Opaque | null,
  body: SeqExpr,
  params: readonly (RelaxVar | Opaque)[],
  source: Source,
): RelaxType | Opaque {
  const found = inferType(body.body, low);
  const inferred = found && erased(found, sizesOf(params));
  if (!annotated) return inferred ?? opaque("type", source);
  return refined(annotated, inferred);
}

/** The annotation, or what the body gives where that says more (`Function`'s constructor in TVM). */
function refined(annotated: RelaxType | Opaque, inferred: RelaxType | Opaque | null): RelaxType | Opaque {
  if (annotated.type === "Opaque") return annotated;
  const found = inferred?.type === "Opaque" ? null : inferred;
  if (annotated.type === "RelaxTupleType" && annotated.fields.length > 0) {
    const of =
      found?.type === "RelaxTupleType" && found.fields.length === annotated.fields.length ? found.fields : null;
    if (found && !of) return annotated;
    return { ...annotated, fields: annotated.fields.map((each, at) => refined(each, of?.[at] ?? null)) };
  }
  if (!isCoarse(annotated)) return annotated;
  if (!found) return opaqueType(annotated.type, annotated);
  return fits(annotated, found) ? found : annotated;
}

/** A type that leaves something open. */
function isCoarse(type: RelaxType): boolean {
  switch (type.type) {
    case "ObjectType":
      return true;
    case "TensorType":
      return !type.shape || type.dtype === "";
    case "ShapeType":
      return !type.values;
    case "PrimStructType":
      return !type.value;
    default:
      return false;
  }
}

/** Whether the one type is among those that the other stands for. */
function fits(annotated: RelaxType, found: RelaxType): boolean {
  if (annotated.type === "ObjectType") return true;
  if (annotated.type === "TensorType" && found.type === "TensorType") {
    const sameKind = annotated.dtype === "" || annotated.dtype === found.dtype;
    return sameKind && !annotated.shape && (annotated.ndim < 0 || annotated.ndim === found.ndim);
  }
  if (annotated.type === "ShapeType" && found.type === "ShapeType")
    return annotated.ndim < 0 || annotated.ndim === found.ndim;
  return annotated.type === "PrimStructType" && found.type === "PrimStructType" && annotated.dtype === found.dtype;
}

/** The sizes that a function's parameters give names to. */
function sizesOf(params: readonly (RelaxVar | Opaque)[]): ReadonlySet<object> {
  const sizes = new Set<object>();
  const collect = (type: RelaxType | Opaque | null): void => {
    if (type?.type === "TensorType" && type.shape?.type === "ShapeExpr") collectSizes(type.shape.values, sizes);
    if (type?.type === "ShapeType" && type.values) collectSizes(type.values, sizes);
    if (type?.type === "PrimStructType" && type.value) collectSizes([type.value], sizes);
    if (type?.type === "RelaxTupleType") type.fields.forEach(collect);
  };
  for (const param of params) {
    if (param.type !== "RelaxVar") continue;
    sizes.add(param.def);
    collect(param.def.ty);
  }
  return sizes;
}

function collectSizes(values: readonly Expr[], sizes: Set<object>): void {
  for (const each of values) if (each.type === "Var") sizes.add(each.def);
}

/** A type as it is seen from outside of the function: sizes from inside are unknown there. */
function erased(type: RelaxType, sizes: ReadonlySet<object>): RelaxType {
  switch (type.type) {
    case "TensorType":
      if (type.shape?.type === "RelaxVar") return sizes.has(type.shape.def) ? type : { ...type, shape: null };
      if (type.shape?.type === "ShapeExpr" && !type.shape.values.every((each) => isSeen(each, sizes)))
        return { ...type, shape: null };
      return type;
    case "ShapeType":
      return type.values && !type.values.every((each) => isSeen(each, sizes)) ? { ...type, values: null } : type;
    case "RelaxTupleType":
      return { ...type, fields: type.fields.map((each) => (each.type === "Opaque" ? each : erased(each, sizes))) };
    default:
      return type;
  }
}

function isSeen(size: Expr, sizes: ReadonlySet<object>): boolean {
  switch (size.type) {
    case "Var":
      return sizes.has(size.def);
    case "IntImm":
      return true;
    case "Cast":
      return isSeen(size.value, sizes);
    case "Add":
    case "Sub":
    case "Mul":
    case "Div":
    case "FloorDiv":
    case "FloorMod":
    case "Min":
    case "Max":
      return isSeen(size.a, sizes) && isSeen(size.b, sizes);
    default:
      return false;
  }
}

export function readStatements(low: Lowering, builder: BodyBuilder, block: SyntaxNode | null): void {
  for (const node of block ? named(block) : []) {
    // Not `low.nested`, as in `evaluate`.
    if (low.depth >= MAX_DEPTH) return;
    low.depth++;
    try {
      if (node.hasError) low.quietly(() => readStatement(low, builder, node));
      else readStatement(low, builder, node);
    } finally {
      low.depth--;
    }
  }
}

function readStatement(low: Lowering, builder: BodyBuilder, node: SyntaxNode): void {
  const source = low.source(node);
  try {
    visit(low, builder, node, source);
  } catch (error) {
    if (!(error instanceof Unknowable)) throw error;
    low.explain(source, error.reason ?? `${node.kind.replaceAll("_", " ")}: not known without running it`);
    builder.emitUnread(opaque("expr", source), source);
    for (const each of boundIn(node)) bindUnknown(low, each);
  }
}

function visit(low: Lowering, builder: BodyBuilder, node: SyntaxNode, source: Source): void {
  if (builder.returned && !builder.wentOn && !low.since("0.22") && BINDS.has(node.kind)) {
    builder.wentOn = true;
    low.fault({ kind: "relax-return", span: headOf(low, node), wrong: "after" });
  }
  switch (node.kind) {
    case "expression_statement": {
      const parts = named(node);
      const inner = parts[0];
      if (inner?.kind === "assignment") {
        assign(low, builder, inner, source);
        return;
      }
      if (inner && (inner.kind === "augmented_assignment" || inner.kind === "yield" || inner.kind === "await")) {
        unsupported(low, builder, inner, source);
        return;
      }
      if (inner && parts.length === 1) visitExpression(low, builder, inner, source);
      return;
    }
    case "with_statement":
      visitWith(low, builder, node, source);
      return;
    case "if_statement":
      visitIf(low, builder, node, source);
      return;
    case "return_statement":
      visitReturn(low, builder, node, source);
      return;
    case "decorated_definition":
      localFunction(low, builder, node, source);
      return;
    case "pass_statement":
      return;
    case "ERROR":
      throw new Unknowable();
    default:
      unsupported(low, builder, node, source);
  }
}

/** A statement that TVM's parser doesn't read. */
function unsupported(low: Lowering, builder: BodyBuilder, node: SyntaxNode, source: Source): void {
  low.fault({ kind: "relax-statement", span: headOf(low, node), statement: node.kind });
  builder.emitUnread(opaque("expr", source), source);
  for (const each of boundIn(node)) bindUnknown(low, each);
  bindAll(low, node);
}

/** The names that statements anywhere in a statement bind. */
function bindAll(low: Lowering, node: SyntaxNode): void {
  walk(node, (each) => {
    const target =
      each.kind === "assignment" || each.kind === "for_statement" || each.kind === "augmented_assignment"
        ? child(each, "left")
        : each.kind === "as_pattern_target"
          ? each
          : each.kind === "function_definition" || each.kind === "class_definition"
            ? child(each, "name")
            : null;
    if (target) bindUnknown(low, target);
    if (each.kind === "dotted_name" || each.kind === "aliased_import") bindUnknown(low, each);
  });
}

/** Statements that bind something. */
const BINDS = new Set(["expression_statement", "with_statement", "if_statement"]);

/** A statement without its body. */
function headOf(low: Lowering, node: SyntaxNode): Span {
  const line = low.text(node).indexOf("\n");
  return { start: node.start, end: line < 0 ? node.end : node.start + line };
}

function visitReturn(low: Lowering, builder: BodyBuilder, node: SyntaxNode, source: Source): void {
  const inner = named(node)[0];
  if (!inner) low.fault({ kind: "relax-return", span: spanOf(node), wrong: "empty" });
  const value = inner ? evaluate(low, inner) : unknown(source);
  if (value.type === "module") low.fault({ kind: "relax-return", span: spanOf(node), wrong: "module" });
  const found = kindOf(value);
  if (inner && found && NO_RESULT.has(found))
    low.fault({
      kind: "argument-kind",
      span: spanOf(inner),
      callee: "return",
      parameter: "value",
      expected: "relax",
      found,
    });
  if (builder.inBranch) low.fault({ kind: "relax-return", span: spanOf(node), wrong: "in-branch" });
  else if (builder.returned)
    low.fault({
      kind: "relax-return",
      span: spanOf(node),
      wrong: "second",
      related: [{ span: builder.returned, as: "first" }],
    });
  builder.returned ??= spanOf(node);
  builder.output = value.type === "opaque" ? opaque("expr", value.source) : toRelax(value);
}

/** Values that no function gives. */
const NO_RESULT = new Set<Found>(["none", "dict", "lambda", "api", "relaxType", "set"]);

/** The call of a statement `R.output(…)`; null for any other. */
function outputCall(low: Lowering, node: SyntaxNode): SyntaxNode | null {
  const callee = node.kind === "call" ? child(node, "function") : null;
  const called = callee ? low.quietly(() => evaluate(low, callee)) : null;
  return called?.type === "api" && called.name === "R.output" ? child(node, "arguments") : null;
}

function visitOutput(low: Lowering, builder: BodyBuilder, node: SyntaxNode, list: SyntaxNode): void {
  const callee = child(node, "function");
  const path = callee && low.context.resolve(callee);
  if (callee && path) checkArguments(low, path, callee, givenIn(low, list));
  const fault = (wrong: OutputFault["wrong"], at: SyntaxNode, name = ""): void =>
    low.fault({ kind: "relax-output", span: spanOf(at), wrong, name });
  if (!builder.inDataflow) fault("outside", node);
  else if (builder.hasOutput) fault("second", node);
  for (const each of named(list)) {
    if (each.kind === "keyword_argument" || each.kind === "list_splat") continue;
    const value = evaluate(low, each);
    if (value.type === "opaque") continue;
    if (value.type !== "relax" || value.node.type !== "RelaxVar") {
      fault("not-a-variable", each, low.text(each));
      continue;
    }
    if (builder.inDataflow && !builder.hasOutput && !builder.hasBound(value.node.def)) {
      if (!builder.unread) fault("not-of-block", each, low.text(each));
      continue;
    }
    value.node.def.local = false;
    if (each.kind === "identifier") builder.outputs.push([low.text(each), value.node]);
  }
  builder.hasOutput = true;
}

function visitExpression(low: Lowering, builder: BodyBuilder, node: SyntaxNode, source: Source): void {
  const list = outputCall(low, node);
  if (list) {
    visitOutput(low, builder, node, list);
    return;
  }
  const value = evaluate(low, node);
  switch (value.type) {
    case "none":
      return;
    case "relax": {
      const variable = builder.emit(value.node, source);
      variable.def.name = "_";
      if (isValue(variable.def.ty)) low.fault({ kind: "relax-unbound-value", span: spanOf(node) });
      return;
    }
    case "str":
    case "int":
    case "float":
    case "bool":
    case "api":
    case "tuple":
    case "dict":
    case "lambda":
    case "expr":
    case "matchCast":
      low.fault({ kind: "relax-unbound-value", span: spanOf(node) });
      return;
    default:
      if (/^(?:list|dictionary|set)_comprehension$/.test(node.kind) && low.since("0.25"))
        low.fault({ kind: "relax-unbound-value", span: spanOf(node) });
      builder.emitUnread(opaque("expr", source), source);
  }
}

/** A type that is known to be none of nothing. */
function isValue(type: RelaxType | null): boolean {
  if (!type) return false;
  if (type.type === "Opaque") return type.of === "TensorType";
  return type.type !== "RelaxTupleType" || type.fields.length > 0;
}

function assign(low: Lowering, builder: BodyBuilder, node: SyntaxNode, source: Source): void {
  const left = child(node, "left");
  const right = child(node, "right");
  const type = child(node, "type");
  if (!left) throw new Unknowable();
  if (!right) {
    unsupported(low, builder, node, source);
    return;
  }
  if (right.kind === "assignment") {
    low.fault({ kind: "relax-statement", span: spanOf(node), statement: "chained_assignment" });
    throw new Unknowable();
  }
  const value = evaluate(low, right);
  const annotation = type ? annotationOf(low, type) : null;
  if (left.kind === "subscript" || left.kind === "attribute") {
    unsupported(low, builder, node, source);
    return;
  }
  bind(low, builder, left, value, annotation, source);
}

/** The fields of a tuple that is taken apart, as Python takes it apart. */
function fieldsOf(low: Lowering, target: SyntaxNode, names: readonly SyntaxNode[], value: Value): readonly Value[] {
  const fault = (wrong: TupleFault["wrong"], fields = 0): never => {
    const known = value.type === "relax" && value.node.type === "RelaxVar" ? value.node.def.ty : null;
    return low.reject({
      kind: "relax-tuple",
      span: spanOf(target),
      wrong,
      given: names.length,
      fields,
      ...(known && {}),
    });
  };
  const own = names.flatMap((each) => (each.kind === "identifier" ? [low.text(each)] : []));
  if (new Set(own).size < own.length) fault("repeated");
  if (value.type === "expr" && value.node.type !== "Opaque") fault("no-tuple");
  if (names.some((each) => each.kind === "list_splat_pattern")) throw new Unknowable();
  if (value.type === "tuple") {
    if (value.items.length !== names.length) fault("count", value.items.length);
    return value.items;
  }
  if (value.type === "expr" || value.type === "module") fault("no-tuple");
  if (value.type !== "relax") throw new Unknowable();
  const { node, source } = value;
  if (node.type === "RelaxCall") fault("call");
  if (node.type === "Constant") fault("no-tuple");
  const type = node.type === "RelaxVar" ? node.def.ty : null;
  if (type?.type === "TensorType" || type?.type === "ShapeType") fault("no-tuple");
  if (type?.type !== "RelaxTupleType") throw new Unknowable();
  if (type.fields.length !== names.length) fault("count", type.fields.length);
  return names.map((_, index) => relax({ type: "TupleGetItem", tuple_value: node, index, span: source.span }));
}

function bind(
  low: Lowering,
  builder: BodyBuilder,
  target: SyntaxNode,
  value: Value,
  annotation: RelaxType | Opaque | null,
  source: Source,
): void {
  const inner = parenthesized(low, target);
  if (inner) {
    bind(low, builder, inner, value, annotation, source);
    return;
  }
  if (target.kind !== "identifier") {
    const names = named(target);
    const fields = fieldsOf(low, target, names, value);
    names.forEach((each, at) => {
      bind(low, builder, each, fields[at] ?? unknown(source), null, source);
    });
    return;
  }
  const name = low.text(target);
  const at = low.source(target);
  switch (value.type) {
    case "expr":
      if (value.node.type === "Var" && value.node.def.name === "") {
        const known = low.lookup(name);
        if (known?.type === "expr") {
          const wrong = known.node.type === "Var" && !sameDType(known.node.def.dtype, value.node.def.dtype);
          const isOther = low.signatureSizes.has(name) && !sameDType(value.node.def.dtype, INT64);
          if ((wrong && low.since("0.26")) || isOther)
            low.fault({ kind: "relax-type", span: spanOf(target), wrong: "symbol-dtype" });
          return;
        }
        builder.symbols.push([name, spanOf(target)]);
        value.node.def.name = name;
        low.bind(name, value);
        return;
      }
      if (!low.since("0.26")) {
        low.bind(name, value);
        return;
      }
      finish(low, builder.emit(toRelax(value), source, annotation), name, at);
      return;
    case "relax":
      finish(low, builder.emit(value.node, source, annotation), name, at);
      return;
    case "tuple":
    case "int":
    case "float":
    case "bool":
      if (value.type !== "tuple" && value.source.span && annotation && !isOfNumber(annotation))
        low.fault({
          kind: "relax-type-mismatch",
          span: value.source.span,
          wrong: "annotation",
          given: annotation as RelaxType,
          found: NUMBER,
        });
      finish(
        low,
        builder.emit(value.type === "tuple" ? toRelax(value) : constantOf(value), source, annotation),
        name,
        at,
      );
      return;
    case "matchCast":
      finish(low, builder.emitMatchCast(value.value, value.of, source, annotation), name, at);
      return;
    case "meta":
      low.bind(name, value.of);
      return;
    case "lambda":
    case "set":
    case "global":
    case "module":
    case "str":
    case "api":
    case "dict":
    case "relaxType":
    case "none":
      low.bind(name, value);
      return;
    default:
      if (value.type === "opaque") {
        builder.emitUnread(opaque("expr", value.source), source);
        low.bind(name, unknown(source));
        return;
      }
      finish(low, builder.emit(opaque("expr", value.source), source), name, at);
      return;
  }
}

/** What a number of Python's is at first: a tensor without dimensions. */
const NUMBER: RelaxType = {
  type: "TensorType",
  shape: { type: "ShapeExpr", values: [], span: null },
  dtype: "",
  vdevice: null,
  ndim: 0,
  span: null,
};

/** Whether a type may be a number's: only those with dimensions are told from it. */
function isOfNumber(type: RelaxType | Opaque): boolean {
  if (type.type !== "TensorType") return true;
  return type.ndim < 1 && (type.shape?.type !== "ShapeExpr" || type.shape.values.length === 0);
}

function constantOf(value: Value): RelaxExpr {
  const plain =
    value.type === "int" ? Number(value.value) : value.type === "float" || value.type === "bool" ? value.value : null;
  return { type: "Constant", dtype: null, value: plain, span: value.source.span };
}

function finish(low: Lowering, variable: RelaxVar, name: string, at: Source): void {
  variable.def.name = name;
  (variable as { span: Source["span"] }).span = at.span;
  low.bind(name, relax(variable));
}

function visitWith(low: Lowering, builder: BodyBuilder, node: SyntaxNode, source: Source): void {
  const clause = childOfKind(node, "with_clause");
  const items = clause ? named(clause).filter((each) => each.kind === "with_item") : [];
  const fault = (wrong: BlockFault["wrong"]): void =>
    low.fault({ kind: "relax-block", span: headOf(low, node), wrong });
  if (/^async\b/.test(low.text(node))) {
    unsupported(low, builder, node, source);
    return;
  }
  const given = items[0] ? child(items[0], "value") : null;
  const context = given?.kind === "as_pattern" ? named(given)[0] : given;
  const callee = context?.kind === "call" ? child(context, "function") : null;
  const called = callee ? evaluate(low, callee) : context ? evaluate(low, context) : null;
  const isDataflow = callee !== null && called?.type === "api" && called.name === "R.dataflow";
  const list = isDataflow && context ? child(context, "arguments") : null;
  const path = list && callee && low.context.resolve(callee);
  if (path && list.kind === "argument_list") checkArguments(low, path, callee, givenIn(low, list));
  if (items.length > 1) fault("several-with");
  else if (given?.kind === "as_pattern") fault("with-target");
  else if (!isDataflow && (called?.type === "api" || called?.type === "relax") && !FRAMES.test(calledName(called)))
    fault("other-with");
  else if (isDataflow && builder.inDataflow) fault("nested-dataflow");
  if (!isDataflow || items.length > 1 || given?.kind === "as_pattern") {
    builder.emitUnread(opaque("expr", source), source);
    bindAll(low, node);
    return;
  }
  builder.beginDataflow();
  low.scoped(() => readStatements(low, builder, child(node, "body")));
  const outputs = builder.endDataflow();
  for (const [name, variable] of outputs) low.bind(name, relax(variable));
  if (builder.unread) bindAll(low, node);
}

/** Frames that the builder has, and that nobody writes by hand. */
const FRAMES = /^R\.(SeqExpr|If|Then|Else|function|BindingBlock)$/;

const calledName = (value: Value): string => (value.type === "api" ? value.name : "");

function visitIf(low: Lowering, builder: BodyBuilder, node: SyntaxNode, source: Source): void {
  const test = child(node, "condition");
  const [first, ...rest] = named(node).filter((each) => each.kind === "else_clause" || each.kind === "elif_clause");
  if (!test) throw new Unknowable();
  const head = headOf(low, node);
  if (builder.inDataflow) {
    low.fault({ kind: "relax-block", span: head, wrong: "if-in-dataflow" });
    bindAll(low, node);
    throw new Unknowable();
  }
  if (!first) low.fault({ kind: "relax-branch", span: head, wrong: "no-else", names: ["", ""] });
  if (!first || first.kind === "elif_clause" || rest.length > 0) {
    bindAll(low, node);
    throw new Unknowable();
  }
  const value = evaluate(low, test);
  const found = kindOf(value);
  // 0.22 made an expression of text, too.
  const isText = found === "str" && (low.since("0.26") || !low.since("0.18"));
  if (found && (NO_RESULT.has(found) || found === "tuple" || isText)) {
    bindAll(low, node);
    low.reject({ kind: "condition", span: spanOf(test), found });
  }
  const condition = toRelax(value);
  const name = { value: "" };
  const other = { value: "" };
  const whenTrue = branch(low, builder, child(node, "consequence"), "_then", name, source);
  const whenFalse = branch(low, builder, child(first, "body"), "_else", other, source);
  if (!whenTrue || !whenFalse) {
    bindAll(low, node);
    throw new Unknowable();
  }
  const one = lastTarget(low, child(node, "consequence"));
  const another = lastTarget(low, child(first, "body"));
  if (one !== null && another !== null && one !== another)
    low.fault({ kind: "relax-branch", span: lastOf(first, head), wrong: "names-differ", names: [one, another] });
  const variable = builder.emit(
    { type: "If", cond: condition, true_branch: whenTrue, false_branch: whenFalse, span: source.span },
    source,
  );
  finish(low, variable, other.value, source);
  // A value that is not known has no name of its own.
  if (builder.unread) bindAll(low, node);
}

/** The name that the last statement of a branch binds; null where that is not plain. */
function lastTarget(low: Lowering, body: SyntaxNode | null): string | null {
  const last = body ? named(body).at(-1) : undefined;
  const assignment = (last?.kind === "expression_statement" ? named(last) : [])[0];
  const right = assignment ? child(assignment, "right") : null;
  // Such a name stands for something of Python's, and binds nothing.
  if (right && /^(?:none|list|string|dictionary|set|lambda)$/.test(right.kind)) return null;
  const left = assignment?.kind === "assignment" ? child(assignment, "left") : null;
  return left?.kind === "identifier" ? low.text(left) : null;
}

/** The last statement of a branch. */
function lastOf(clause: SyntaxNode, otherwise: Span): Span {
  const body = child(clause, "body");
  const last = body ? named(body).at(-1) : null;
  return last ? spanOf(last) : otherwise;
}

/** A branch leads to the value that its last statement binds. Null where it binds none. */
function branch(
  low: Lowering,
  builder: BodyBuilder,
  body: SyntaxNode | null,
  suffix: string,
  name: { value: string },
  source: Source,
): SeqExpr | null {
  builder.beginScope();
  low.scoped(() => readStatements(low, builder, body));
  const blocks = builder.endScope();
  const last = blocks.at(-1);
  const binding = last?.bindings.at(-1);
  if (!last || !binding) {
    if (body && !builder.returned && !body.hasError)
      low.fault({ kind: "relax-branch", span: headOf(low, body), wrong: "empty", names: ["", ""] });
    return null;
  }
  name.value = binding.var.def.name;
  const kept = last.bindings.slice(0, -1);
  let value: RelaxExpr;
  if (binding.type === "VarBinding" && isLeaf(binding.value)) value = binding.value;
  else {
    const variable = useVar({ ...binding.var.def, name: `${name.value}${suffix}` }, binding.var);
    kept.push({ ...binding, var: variable });
    value = variable;
  }
  const made: BindingBlock[] = [...blocks.slice(0, -1), ...(kept.length > 0 ? [{ ...last, bindings: kept }] : [])];
  return { type: "SeqExpr", blocks: made, body: value, span: body ? low.source(body).span : source.span };
}

function localFunction(low: Lowering, builder: BodyBuilder, node: SyntaxNode, source: Source): void {
  const definition = child(node, "definition");
  const nameNode = definition ? child(definition, "name") : null;
  if (definition?.kind !== "function_definition" || !nameNode) throw new Unknowable();
  // It may call itself.
  low.bind(low.text(nameNode), unknown(source));
  const made = readRelaxFunction(low, definition, source, {
    pure: !/\bpure\s*=\s*(?!True\b)/.test(decoratorText(low, node)),
    isPrivate: true,
  });
  finish(low, builder.emit(made, source), low.text(nameNode), low.source(nameNode));
}

function decoratorText(low: Lowering, node: SyntaxNode): string {
  return named(node)
    .filter((each) => each.kind === "decorator")
    .map((each) => low.text(each))
    .join("\n");
}
