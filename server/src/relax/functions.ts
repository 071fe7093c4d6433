/** A Relax function: parameters, body, result. */
import { child, childOfKind, type SyntaxNode } from "../syntax/node";
import { Unknowable } from "../tir/coerce";
import { evaluate, named } from "../tir/expressions";
import { parametersOf } from "../tir/functions";
import type { Expr, Opaque, Source } from "../tir/ir";
import type { Lowering } from "../tir/lowering";
import { opaque } from "../tir/make";
import { unknown, type Value } from "../tir/values";
import { type BodyBuilder, BodyBuilder as Builder, isLeaf } from "./bindings";
import { toRelax } from "./convert";
import { inferType } from "./inference";
import type { BindingBlock, RelaxExpr, RelaxFunction, RelaxType, RelaxVar, RelaxVariable, SeqExpr } from "./ir";
import { relax, useVar } from "./make";
import { toType } from "./types";

export interface RelaxTraits {
  readonly pure: boolean;
}

export function readRelaxFunction(
  low: Lowering,
  definition: SyntaxNode,
  source: Source,
  traits: RelaxTraits,
): RelaxFunction {
  const nameNode = child(definition, "name");
  return low.scoped(() => {
    const parameters = parametersOf(low, definition);
    low.prelude = preludeOf(low, definition);
    const params: (RelaxVar | Opaque)[] = [];
    const kinds = parameters.map(({ annotation }) => (annotation ? toType(low, evaluate(low, annotation)) : null));
    for (const [number, { name, at }] of parameters.entries())
      params.push(parameter(low, name, kinds[number] ?? null, low.source(at)));
    const returns = child(definition, "return_type");
    const annotated = returns ? toType(low, evaluate(low, returns)) : null;
    const builder = new Builder(low);
    readStatements(low, builder, child(definition, "body"));
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

/** The assignments of calls to plain names at the top of a body. */
function preludeOf(low: Lowering, definition: SyntaxNode): ReadonlyMap<string, SyntaxNode> {
  const body = child(definition, "body");
  const found = new Map<string, SyntaxNode>();
  for (const statement of body ? named(body) : []) {
    const [assignment] = statement.kind === "expression_statement" ? named(statement) : [];
    const [left, right] = assignment ? [child(assignment, "left"), child(assignment, "right")] : [];
    if (left?.kind === "identifier" && right?.kind === "call") found.set(low.text(left), right);
  }
  return found;
}

/** What a function says that it gives, read before its body: what calls of it take it to give. */
export function declaredResult(low: Lowering, definition: SyntaxNode): RelaxType | Opaque {
  const returns = child(definition, "return_type");
  return returns ? toType(low, evaluate(low, returns)) : { type: "ObjectType", span: null };
}

function parameter(low: Lowering, name: string, type: RelaxType | Opaque | null, source: Source): RelaxVar | Opaque {
  const def: RelaxVariable = { name, local: false, ty: type && type.type !== "Opaque" ? type : null };
  const variable = useVar(def, source);
  low.bind(name, relax(variable));
  return variable;
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
  if (!found) return { ...opaque("type", annotated), of: annotated.type };
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
    const source = low.source(node);
    low.nested(
      () => {
        try {
          visit(low, builder, node, source);
        } catch (error) {
          if (!(error instanceof Unknowable)) throw error;
          low.explain(source, error.reason ?? `${node.kind.replaceAll("_", " ")}: not known without running it`);
          builder.emit(opaque("expr", source), source);
        }
      },
      () => undefined,
    );
  }
}

function visit(low: Lowering, builder: BodyBuilder, node: SyntaxNode, source: Source): void {
  switch (node.kind) {
    case "expression_statement": {
      const [inner] = named(node);
      if (inner?.kind === "assignment") {
        assign(low, builder, inner, source);
        return;
      }
      if (inner) visitExpression(low, builder, inner, source);
      return;
    }
    case "with_statement":
      visitWith(low, builder, node, source);
      return;
    case "if_statement":
      visitIf(low, builder, node, source);
      return;
    case "return_statement": {
      const [inner] = named(node);
      const value = inner ? evaluate(low, inner) : unknown(source);
      builder.output = value.type === "opaque" ? opaque("expr", value.source) : toRelax(value);
      return;
    }
    case "decorated_definition":
      localFunction(low, builder, node, source);
      return;
    case "pass_statement":
      return;
    default:
      builder.emit(opaque("expr", source), source);
  }
}

function visitExpression(low: Lowering, builder: BodyBuilder, node: SyntaxNode, source: Source): void {
  const callee = node.kind === "call" ? child(node, "function") : null;
  const called = callee ? evaluate(low, callee) : null;
  if (called?.type === "api" && called.name === "R.output") {
    const list = child(node, "arguments");
    for (const each of list ? named(list) : []) {
      const value = evaluate(low, each);
      if (value.type === "relax" && value.node.type === "RelaxVar") value.node.def.local = false;
    }
    return;
  }
  const value = evaluate(low, node);
  switch (value.type) {
    case "none":
    case "str":
      return;
    case "relax": {
      const variable = builder.emit(value.node, source);
      variable.def.name = "_";
      return;
    }
    default:
      builder.emit(opaque("expr", source), source);
  }
}

function assign(low: Lowering, builder: BodyBuilder, node: SyntaxNode, source: Source): void {
  const left = child(node, "left");
  const right = child(node, "right");
  const type = child(node, "type");
  if (!left || !right || right.kind === "assignment") throw new Unknowable();
  const value = evaluate(low, right);
  const annotation = type ? toType(low, evaluate(low, type)) : null;
  bind(low, builder, left, value, annotation, source);
}

function bind(
  low: Lowering,
  builder: BodyBuilder,
  target: SyntaxNode,
  value: Value,
  annotation: RelaxType | Opaque | null,
  source: Source,
): void {
  if (target.kind !== "identifier") {
    const names = named(target);
    if (value.type !== "tuple" || value.items.length !== names.length) {
      for (const each of names) if (each.kind === "identifier") low.bind(low.text(each), unknown(source));
      throw new Unknowable();
    }
    names.forEach((each, at) => {
      bind(low, builder, each, value.items[at] ?? unknown(source), null, source);
    });
    return;
  }
  const name = low.text(target);
  const at = low.source(target);
  switch (value.type) {
    case "expr":
      if (value.node.type === "Var" && value.node.def.name === "") {
        const known = low.lookup(name);
        if (known?.type === "expr") return;
        value.node.def.name = name;
        low.bind(name, value);
        return;
      }
      if (!low.since("0.27")) {
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
      finish(
        low,
        builder.emit(value.type === "tuple" ? toRelax(value) : constantOf(value), source, annotation),
        name,
        at,
      );
      return;
    case "matchCast":
      finish(low, builder.emitMatchCast(value.value, value.of, source), name, at);
      return;
    case "meta":
      low.bind(name, value.of);
      return;
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
      finish(low, builder.emit(opaque("expr", value.source), source), name, at);
      return;
  }
}

function constantOf(value: Value): RelaxExpr {
  const plain =
    value.type === "int" ? Number(value.value) : value.type === "float" || value.type === "bool" ? value.value : null;
  return { type: "Constant", dtype: null, value: plain, span: value.source.span };
}

function finish(low: Lowering, variable: RelaxVar, name: string, at: Source): void {
  variable.def.name = name;
  Object.assign(variable, { span: at.span });
  low.bind(name, relax(variable));
}

function visitWith(low: Lowering, builder: BodyBuilder, node: SyntaxNode, source: Source): void {
  const clause = childOfKind(node, "with_clause");
  const [item] = clause ? named(clause) : [];
  const given = item ? child(item, "value") : null;
  const callee = given?.kind === "call" ? child(given, "function") : null;
  const called = callee ? evaluate(low, callee) : null;
  if (called?.type !== "api" || called.name !== "R.dataflow") {
    builder.emit(opaque("expr", source), source);
    return;
  }
  builder.beginDataflow();
  readStatements(low, builder, child(node, "body"));
  builder.endDataflow();
}

function visitIf(low: Lowering, builder: BodyBuilder, node: SyntaxNode, source: Source): void {
  const test = child(node, "condition");
  const otherwise = named(node).find((each) => each.kind === "else_clause");
  if (!test || !otherwise || named(node).some((each) => each.kind === "elif_clause")) throw new Unknowable();
  const condition = toRelax(evaluate(low, test));
  const name = { value: "" };
  const whenTrue = branch(low, builder, child(node, "consequence"), "_then", name, source);
  const whenFalse = branch(low, builder, child(otherwise, "body"), "_else", name, source);
  const variable = builder.emit(
    { type: "If", cond: condition, true_branch: whenTrue, false_branch: whenFalse, span: source.span },
    source,
  );
  finish(low, variable, name.value, source);
}

/** A branch leads to the value that its last statement binds. */
function branch(
  low: Lowering,
  builder: BodyBuilder,
  body: SyntaxNode | null,
  suffix: string,
  name: { value: string },
  source: Source,
): SeqExpr {
  builder.beginScope();
  low.scoped(() => readStatements(low, builder, body));
  const blocks = builder.endScope();
  const last = blocks.at(-1);
  const binding = last?.bindings.at(-1);
  if (!last || !binding) throw new Unknowable();
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
  const made = readRelaxFunction(low, definition, source, {
    pure: !/\bpure\s*=\s*False\b/.test(decoratorText(low, node)),
  });
  finish(low, builder.emit(made, source), low.text(nameNode), low.source(nameNode));
}

function decoratorText(low: Lowering, node: SyntaxNode): string {
  return named(node)
    .filter((each) => each.kind === "decorator")
    .map((each) => low.text(each))
    .join("\n");
}
