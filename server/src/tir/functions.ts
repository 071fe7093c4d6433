/** A PrimFunc: its parameters, its body, the root block that TVM puts around blocks. */
import { child, type SyntaxNode, spanOf, walk } from "../syntax/node";
import { dtypeOf } from "./arithmetic";
import { callValue } from "./callee";
import { Unknowable } from "./coerce";
import { complete } from "./complete";
import { type DType, HANDLE, VOID } from "./dtype";
import { evaluate, named } from "./expressions";
import type { FaultOf, Found } from "./faults";
import { foundIn } from "./found";
import type { FunctionFrame } from "./frames";
import type { BufferInfo, BufferNode, PrimFunc, Source, VarType } from "./ir";
import { readString } from "./literals";
import { checkLooseVariables } from "./loose-variables";
import type { Lowering } from "./lowering";
import { bufferAt, opaque, primVariable, sequence, use } from "./make";
import { readBody } from "./statements";
import { dtypeByName, newVariable, typeNamed } from "./types";
import { expression, none, unknown, type Value } from "./values";

export interface FunctionTraits {
  /** A kernel whose parameters may be filled in before it is read: `T.jit`. */
  readonly lazy: boolean;
  /** `s_tir=True`, or a release in which every function is of that kind. */
  readonly stir: boolean;
  /** Only what it takes is wanted. */
  readonly headOnly?: boolean;
}

/** A parameter as it is written. */
interface Written {
  readonly name: string;
  readonly annotation: SyntaxNode | null;
  readonly node: SyntaxNode;
  readonly at: SyntaxNode;
}

/**
 * Parameters as written, with their annotations. TVM's parser looks at those alone that can be given by place and by name: what
 * stands before a `/` or from a `*` on is no parameter of what it makes.
 */
export function parametersOf(low: Lowering, definition: SyntaxNode): Written[] {
  let found: Written[] = [];
  for (const node of child(definition, "parameters")?.children ?? []) {
    if (node.kind === "comment") continue;
    if (node.kind === "positional_separator") {
      found = [];
      continue;
    }
    if (isStarred(node)) break;
    const first = node.kind === "identifier" ? node : (child(node, "name") ?? named(node)[0]);
    found.push({ name: first ? low.text(first) : "", annotation: child(node, "type"), node, at: first ?? node });
  }
  return found;
}

const STARRED = new Set(["list_splat_pattern", "dictionary_splat_pattern", "keyword_separator"]);

function isStarred(node: SyntaxNode): boolean {
  if (node.kind === "identifier" || node.kind === "typed_default_parameter") return false;
  return STARRED.has(node.kind) || (node.kind === "typed_parameter" && named(node).some(isStarred));
}

export function readPrimFunc(low: Lowering, definition: SyntaxNode, source: Source, traits: FunctionTraits): PrimFunc {
  const nameNode = child(definition, "name");
  const name = nameNode ? low.text(nameNode) : "";
  const frame: FunctionFrame = {
    kind: "function",
    source,
    stmts: [],
    closesWith: [],
    value: none(source),
    params: [],
    bufferMap: new Map(),
    bufferNodes: new Map(),
    rootBuffers: [],
    threads: new Map(),
    stir: traits.stir,
  };
  low.enter(frame);
  checkOrderOfParameters(low, definition);
  const made = low.scoped(() => {
    const order: BufferNode[] = [];
    bindAhead(low, definition, traits);
    const names = new Set<string>();
    for (const { name, annotation, at } of parametersOf(low, definition)) {
      const span = spanOf(at);
      if (name !== "" && names.has(name)) low.fault({ kind: "syntax-error", span, what: "repeated", text: name });
      if (annotation && !traits.lazy) checkEarlyNames(low, annotation, names);
      if (annotation && !traits.lazy && /^[rb]?["']/i.test(low.text(annotation)))
        low.fault({ kind: "annotation-kind", span: spanOf(annotation), of: "parameter", name, found: "str" });
      names.add(name);
      readParameter(low, frame, name, annotation, at, order);
    }
    const returns = child(definition, "return_type");
    const ret = returns ? returnType(low, returns) : null;
    const block = child(definition, "body");
    // Statements that turn parameters into buffers are the only ones that say more of them.
    if (block && !(traits.headOnly && !low.text(block).includes("match_buffer"))) readBody(low, block);
    low.exit(frame);
    const body = sequence(frame.stmts, source);
    const whole = complete(low, body, frame, source);
    checkLooseVariables(low, whole);
    return {
      type: "PrimFunc" as const,
      name,
      params: finalParams(low, frame),
      ret_type: ret,
      buffer_map: buffersOf(low, frame),
      buffers: frame.params.map((each) => (each.type === "Var" ? (frame.bufferMap.get(each.def) ?? null) : null)),
      body: whole,
      reasons: low.reasons,
      span: source.span,
    };
  });
  low.frames.length = 0;
  return made;
}

/** Names that annotations may use before a parameter of theirs is read. */
function bindAhead(low: Lowering, definition: SyntaxNode, traits: FunctionTraits): void {
  const types = child(definition, "type_parameters");
  if (types) walk(types, (node) => node.kind === "identifier" && low.bind(low.text(node), unknown(low.source(node))));
  const parameters = child(definition, "parameters");
  for (const node of parameters ? named(parameters) : []) {
    const name = child(node, "name") ?? (node.kind === "identifier" ? node : named(node)[0]);
    if (traits.lazy && name?.kind === "identifier") low.bind(low.text(name), unknown(low.source(name)));
    const annotation = child(node, "type");
    if (annotation) for (const each of namesInStrings(low, annotation)) low.bind(each, unknown(low.source(annotation)));
  }
}

/** Notes parameters that have to be given behind one that need not. */
export function checkOrderOfParameters(low: Lowering, definition: SyntaxNode): void {
  let hasDefault = false;
  for (const node of child(definition, "parameters")?.children ?? []) {
    if (isStarred(node)) return;
    if (/default_parameter$/.test(node.kind)) hasDefault = true;
    else if (hasDefault && (node.kind === "typed_parameter" || node.kind === "identifier")) {
      const at = node.kind === "identifier" ? node : (named(node)[0] ?? node);
      low.fault({ kind: "syntax-error", span: spanOf(at), what: "default", text: low.text(at) });
      return;
    }
  }
}

/** The names in quoted sizes: `T.Buffer(("n", "m * 2"))` defines `n` and `m`; the name of a type defines nothing. */
function namesInStrings(low: Lowering, annotation: SyntaxNode): string[] {
  const found: string[] = [];
  if (!/^[^"']+["']/.test(low.text(annotation))) return found;
  walk(annotation, (node) => {
    const quoted = node.kind === "string" ? readString(low.text(node)) : null;
    if (quoted !== null && dtypeByName(quoted) === null) found.push(...(quoted.match(/[A-Za-z_]\w*/g) ?? []));
  });
  return found;
}

function readParameter(
  low: Lowering,
  frame: FunctionFrame,
  name: string,
  annotation: SyntaxNode | null,
  node: SyntaxNode,
  order: BufferNode[],
): void {
  const source = low.source(node);
  if (!annotation && (node.kind === "identifier" || node.kind === "default_parameter"))
    low.fault({ kind: "missing-annotation", span: spanOf(node), name });
  const value = annotation ? annotationValue(low, annotation, name) : unknown(source);
  const at = { span: source.span };
  if (value.type === "buffer") {
    const buffer = bufferAt(value.node.info, at);
    low.nameBuffer(buffer.info, name);
    buffer.info.source = at;
    order.push(buffer);
    const param = low.since("0.26")
      ? use(buffer.info.data, at)
      : use({ ...primVariable(`${name}_handle`, HANDLE), written: name }, at);
    frame.params.push(param);
    frame.bufferMap.set(param.def, buffer.info);
    frame.bufferNodes.set(param.def, buffer);
    low.bind(name, { type: "buffer", node: buffer, source: at });
    return;
  }
  if (value.type === "expr" && value.node.type === "Var") {
    const variable = use(value.node.def, at);
    variable.def.name = name;
    frame.params.push(variable);
    low.bind(name, expression(variable));
    return;
  }
  frame.params.push(opaque("expr", at));
  low.bind(name, unknown(at));
}

/** Notes parameters in the annotations of others: Python reads those before there are any, unless they are put off. */
function checkEarlyNames(low: Lowering, annotation: SyntaxNode, parameters: ReadonlySet<string>): void {
  const { binds } = low.context;
  if (!binds || parameters.size === 0 || low.context.defersAnnotations?.()) return;
  walk(annotation, (node) => {
    const name =
      node.kind === "identifier" && node.field !== "attribute" && node.field !== "name" ? low.text(node) : "";
    if (parameters.has(name) && !binds(name) && low.context.resolve(node) === null)
      low.fault({ kind: "undefined-name", span: spanOf(node), name, known: [] });
    return node.kind !== "lambda" && node.kind !== "string";
  });
}

const NO_TYPE = new Set<Found>(["none", "bool", "int", "float", "str", "tuple", "dict", "lambda", "frame"]);

/** Notes an annotation that names no type: `A: int`, `-> 3`. */
export function checkAnnotation(
  low: Lowering,
  value: Value,
  { start, end }: SyntaxNode,
  of: FaultOf<"annotation-kind">["of"],
  name: string,
): void {
  const found = foundIn(value);
  const isPython = value.type === "api" && /^builtins\.(?:int|float|bool|str|list|tuple)$/.test(value.name);
  const isRelax =
    value.type === "relaxType" || (value.type === "api" && /^R\.(?:Tensor|Tuple|Shape)$/.test(value.name));
  const isFunction =
    of === "parameter" &&
    value.type === "api" &&
    (value.name === "T.Buffer" || (found === "api" && value.name.startsWith("T.") && !typeNamed(value)));
  const isValue =
    of === "variable" &&
    (value.type === "buffer" || (value.type === "expr" && value.node.type !== "Var" && value.node.type !== "Opaque"));
  const isWrong =
    isValue ||
    isPython ||
    isRelax ||
    isFunction ||
    (found && NO_TYPE.has(found) && !(of === "result" && found === "none"));
  // Text for a parameter is noted where it is read.
  if (isWrong && (found !== "str" || of !== "parameter"))
    low.fault({
      kind: "annotation-kind",
      span: { start, end },
      of,
      name,
      found: isRelax ? "relaxType" : (found ?? "api"),
    });
}

/** An annotation's value; a type's constructor without a call is called. */
export function annotationValue(low: Lowering, node: SyntaxNode, name: string): Value {
  const value = evaluate(low, node);
  checkAnnotation(low, value, node, "parameter", name);
  if (value.type !== "api") return value;
  try {
    const type = typeNamed(value);
    if (type) return expression(use(newVariable(type), value.source));
    return callValue(low, value, { node, source: value.source, args: [], kwargs: new Map() });
  } catch (error) {
    if (error instanceof Unknowable) return unknown(value.source);
    throw error;
  }
}

/** The scalar that a function is declared to return. */
export function declaredScalar(low: Lowering, definition: SyntaxNode): DType | null {
  const returns = child(definition, "return_type");
  const type = returns && returnType(low, returns);
  return type?.type === "PrimType" ? type.dtype : null;
}

function returnType(low: Lowering, node: SyntaxNode): PrimFunc["ret_type"] {
  const value = evaluate(low, node);
  checkAnnotation(low, value, node, "result", "");
  if (value.type === "none") return null;
  const type = typeNamed(value);
  if (type?.type === "PrimType" && type.dtype.code === "handle" && low.since("0.26"))
    return { type: "PointerType", element_type: { type: "PrimType", dtype: VOID }, storage_scope: "global" };
  if (type) return type;
  if (value.type === "expr") {
    const dtype = dtypeOf(value.node);
    if (dtype) return { type: "PrimType", dtype } satisfies VarType;
  }
  return opaque("type", low.source(node));
}

/** The parameters of the finished function: from 0.27 on a matched buffer takes its handle's place. */
function finalParams(low: Lowering, frame: FunctionFrame): PrimFunc["params"] {
  if (!low.since("0.26")) return frame.params;
  return frame.params.map((each) => {
    const info = each.type === "Var" ? frame.bufferMap.get(each.def) : undefined;
    return info ? use(bufferVariable(info), info.source) : each;
  });
}

/** From 0.26 on a buffer is a variable by itself. */
export function bufferVariable(info: BufferInfo): BufferInfo["data"] {
  return { ...info.data, name: info.name };
}

/** So many buffers TVM keeps in the order in which they were matched, before 0.21; more of them as the parameters are. */
const LISTED = 3;

/** The buffers of parameters. */
function buffersOf(low: Lowering, frame: FunctionFrame): BufferNode[] {
  if (frame.bufferMap.size > LISTED && !low.since("0.21")) {
    const defs = frame.params.flatMap((each) => (each.type === "Var" ? [each.def] : []));
    return defs.flatMap((def) => frame.bufferNodes.get(def) ?? []);
  }
  return [...frame.bufferMap].map(([def, info]) => frame.bufferNodes.get(def) ?? bufferAt(info, info.source));
}
