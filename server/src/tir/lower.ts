/** A definition (`@T.prim_func`, `@R.function`, `@I.ir_module`) as the tree that TVM would build of it. */

import { lazy } from "../api/lazy";
import type { Span } from "../position";
import { declaredParameters, declaredResult, readRelaxFunction } from "../relax/functions";
import type { RelaxFunction, RelaxType, Signature } from "../relax/ir";
import { checkRewriter } from "../relax/rewriter";
import { child, type SyntaxNode, spanOf, walk } from "../syntax/node";
import { givenIn } from "./arguments";
import { type DType, dtypeName } from "./dtype";
import { named } from "./expressions";
import type { Fault } from "./faults";
import { declaredScalar, readPrimFunc } from "./functions";
import type { BufferInfo, Opaque, PrimFunc } from "./ir";
import { Lowering, type LoweringContext } from "./lowering";
import { rankOf } from "./make";
import { scriptName } from "./names";
import { isPythonName } from "./python-names";
import { type Renderable, renderTree } from "./render";
import type { TreeNode } from "./tree";

export type { LoweringContext } from "./lowering";
export { type TreeNode, toAst } from "./tree";

export type DefinitionForm = "PrimFunc" | "Function" | "IRModule";

export interface LoweredDefinition {
  readonly kind: DefinitionForm;
  readonly name: string;
  readonly root: TreeNode;
}

/** What a decorator makes of what it decorates; null where it is none of TVMScript's. */
export function formOf(path: string | null): DefinitionForm | null {
  switch (scriptName(path)) {
    case "I.tir":
    case "I.tirx":
    case "T.prim_func":
    case "T.jit":
      return "PrimFunc";
    case "R.function":
      return "Function";
    case "I.ir_module":
    case "R.rewriter":
      return "IRModule";
    default:
      return null;
  }
}

export interface Decorated {
  readonly form: DefinitionForm;
  readonly definition: SyntaxNode;
  /** Read only when its constants are given: `T.jit`. */
  readonly lazy: boolean;
  /** The decorator, where it is a call. */
  readonly call: SyntaxNode | null;
  /** Keyword arguments of the decorator that are plain constants. */
  readonly flags: ReadonlyMap<string, string>;
  /** A class under `@tvm.script.tir`, which the first releases had for functions and modules alike. */
  readonly old: boolean;
  /** A class under `R.rewriter`: a module of a pattern and its replacement. */
  readonly rewriter: boolean;
}

/** The decorated function or class in a `decorated_definition`; null where no decorator is TVMScript's. */
export function decorated(node: SyntaxNode, context: LoweringContext): Decorated | null {
  if (node.kind !== "decorated_definition") return null;
  const definition = child(node, "definition");
  if (!definition) return null;
  for (const decorator of node.children) {
    if (decorator.kind !== "decorator") continue;
    const expression = named(decorator)[0];
    const call = expression?.kind === "call" ? expression : null;
    const callee = call ? child(call, "function") : expression;
    if (!callee) continue;
    const path = context.resolve(callee);
    let form = formOf(path) ?? formWithoutImport(callee, context);
    if (!form) continue;
    const old = form === "PrimFunc" && definition.kind === "class_definition";
    if (old) form = "IRModule";
    const script = scriptName(path);
    const flags = call ? flagsIn(call, context) : NO_FLAGS;
    return { form, definition, call, lazy: script === "T.jit", flags, old, rewriter: script === "R.rewriter" };
  }
  return null;
}

const NO_FLAGS: Decorated["flags"] = new Map();

function flagsIn(call: SyntaxNode, context: LoweringContext): Decorated["flags"] {
  const list = child(call, "arguments");
  const flags = new Map<string, string>();
  for (const each of list ? named(list) : []) {
    const name = child(each, "name");
    const value = child(each, "value");
    if (name && value) flags.set(text(context, name), text(context, value));
  }
  return flags;
}

/** `@T.prim_func` where nothing binds `T`. */
function formWithoutImport(callee: SyntaxNode, context: LoweringContext): DefinitionForm | null {
  const root = child(callee, "object");
  const name = child(callee, "attribute");
  if (root?.kind !== "identifier" || !name || text(context, name) !== "prim_func") return null;
  return context.binds && !context.binds(text(context, root)) ? "PrimFunc" : null;
}

function text(context: LoweringContext, node: SyntaxNode): string {
  return context.text.slice(node.start, node.end);
}

/** Never throws: what cannot be read is `Opaque` in the tree. Null where the node is no TVMScript definition. */
export function lowerDefinition(node: SyntaxNode, context: LoweringContext): LoweredDefinition | null {
  const found = decorated(node, context);
  if (!found) return null;
  const name = nameOf(found, context);
  const typed = found.form === "IRModule" ? readModule(found, node, context) : readFunction(found, node, context).typed;
  return { kind: found.form, name, root: renderTree(typed, context.text, context.release) };
}

/** A function as TVM would build it, and what TVM would reject in it. */
export interface Reading {
  readonly form: "PrimFunc" | "Function";
  /** The `decorated_definition`. */
  readonly node: SyntaxNode;
  readonly definition: SyntaxNode;
  readonly name: string;
  readonly typed: PrimFunc | RelaxFunction;
  readonly faults: readonly Fault[];
  /** What TVM does not read of it. */
  readonly unread: readonly Span[];
}

/** What the functions of a module give, as far as that is declared. */
export interface Siblings {
  readonly relax: ReadonlyMap<string, () => RelaxType | Opaque>;
  readonly scalars: ReadonlyMap<string, () => DType | null>;
  /** Their names, whatever their decorators; null where the class may have others. */
  readonly functions: ReadonlySet<string> | null;
  readonly signatures: ReadonlyMap<string, () => Signature | null>;
  /** Definitions of a name that the module has already. */
  readonly repeated: ReadonlySet<SyntaxNode>;
  /** Whether the module is looked at once more when it is done: `check_well_formed`. */
  readonly wellFormed: boolean;
  /** Whether the module is a rewriter's. */
  readonly rewriter: boolean;
}

/** Siblings while they are collected. */
export interface Collecting extends Siblings {
  readonly relax: Map<string, () => RelaxType | Opaque>;
  readonly scalars: Map<string, () => DType | null>;
  readonly functions: Set<string>;
  readonly repeated: Set<SyntaxNode>;
  readonly signatures: Map<string, () => Signature | null>;
}

export function collecting(module: Decorated): Collecting {
  return {
    relax: new Map(),
    scalars: new Map(),
    functions: new Set(),
    signatures: new Map(),
    repeated: new Set(),
    wellFormed: isUnlessSaid(module, "check_well_formed"),
    rewriter: module.rewriter,
  };
}

/** Whether a flag that is on by itself is on for sure: what it is set to may be known to the program alone. */
function isUnlessSaid({ flags }: Decorated, name: string): boolean {
  const said = flags.get(name);
  return said === undefined || said === "True";
}

const ALONE: Siblings = {
  relax: new Map(),
  scalars: new Map(),
  functions: null,
  signatures: new Map(),
  repeated: new Set(),
  wellFormed: true,
  rewriter: false,
};

export function nameOf({ definition }: Decorated, context: LoweringContext): string {
  const name = child(definition, "name");
  return name ? text(context, name) : "";
}

/** Reads a function; a module's with what its siblings give. */
export function readFunction(
  found: Decorated,
  node: SyntaxNode,
  context: LoweringContext,
  siblings: Siblings = ALONE,
): Reading {
  const low = new Lowering(context);
  low.results = siblings.relax;
  low.scalars = siblings.scalars;
  low.functions = siblings.functions;
  low.signatures = siblings.signatures;
  low.wellFormed = siblings.wellFormed && isUnlessSaid(found, "check_well_formed");
  const source = low.source(node);
  const { definition } = found;
  const repeated = siblings.repeated.has(node) ? child(definition, "name") : null;
  if (repeated) {
    const { start, end } = repeated;
    low.fault({ kind: "relax-duplicate-function", span: { start, end }, name: nameOf(found, context) });
  }
  checkDecorator(low, found, node);
  if (siblings.rewriter) checkRewriter(low, found, siblings);
  const isPrivate = found.flags.get("private") === "True";
  if (found.form === "PrimFunc") low.attributes = { isPrivate, keys: new Set() };
  const form = found.form === "Function" ? "Function" : "PrimFunc";
  const typed =
    form === "PrimFunc"
      ? readPrimFunc(low, definition, source, {
          lazy: found.lazy,
          stir: !low.since("0.24") || found.flags.get("s_tir") === "True",
        })
      : readRelaxFunction(low, definition, source, {
          pure: isUnlessSaid(found, "pure"),
          isPrivate,
        });
  return { form, node, definition, name: nameOf(found, context), typed, faults: low.faults, unread: low.unread };
}

/** Keywords of a decorator that no release has, and names in it that nothing binds. */
function checkDecorator(low: Lowering, found: Decorated, node: SyntaxNode): void {
  const { call } = found;
  for (const decorator of node.children) if (decorator.kind === "decorator") checkNames(low, decorator);
  const callee = call && child(call, "function");
  const path = callee && low.context.resolve(callee);
  const list = call && child(call, "arguments");
  const places = path ? low.placesAt(path) : null;
  if (!callee || !list || !path || !places || places.takesKeywords) return;
  const known = places.parameters.map((each) => each.name);
  for (const { name, node } of givenIn(low, list).keywords) {
    if (known.includes(name) || ELSEWHERE[found.form].has(name)) continue;
    const span = spanOf(node);
    low.fault({ kind: "unknown-keyword", span, callee: low.text(callee), path, name, known });
  }
}

/** Notes names that nothing binds where Python itself reads them: before there is a function. */
function checkNames(low: Lowering, within: SyntaxNode): void {
  const { binds } = low.context;
  if (!binds) return;
  walk(within, (each) => {
    if (each.kind !== "identifier") return !OWN_NAMES.has(each.kind);
    if (each.field === "attribute" || each.field === "name" || low.context.resolve(each) !== null) return true;
    const name = low.text(each);
    if (!isPythonName(name) && !binds(name)) low.fault({ kind: "undefined-name", span: spanOf(each), name, known: [] });
    return true;
  });
}

/** Syntax with names of its own. */
const OWN_NAMES = new Set([
  "lambda",
  "list_comprehension",
  "set_comprehension",
  "dictionary_comprehension",
  "generator_expression",
]);

/** What decorators take in some release: other rules speak of these. */
const ELSEWHERE: Readonly<Record<DefinitionForm, ReadonlySet<string>>> = {
  PrimFunc: new Set(["private", "check_well_formed", "s_tir", "persistent", "tirx", "is_stir"]),
  Function: new Set(["private", "check_well_formed", "pure"]),
  IRModule: new Set(["check_well_formed", "s_tir", "tirx"]),
};

/** A function of a module, before it is read. */
export interface Member {
  readonly found: Decorated;
  readonly node: SyntaxNode;
}

/** In a class of the first releases, under the one decorator that there was, functions have none of their own. */
function bareMember(found: Decorated, node: SyntaxNode): Decorated | null {
  if (!found.old || node.kind !== "function_definition") return null;
  return { form: "PrimFunc", definition: node, lazy: false, call: null, flags: new Map(), old: true, rewriter: false };
}

/** The functions in the body of a module's class. */
export function membersOf(found: Decorated, context: LoweringContext): Member[] {
  const body = child(found.definition, "body");
  const members: Member[] = [];
  for (const node of body?.children ?? []) {
    const member = decorated(node, context) ?? bareMember(found, node);
    if (member && child(member.definition, "name")) members.push({ found: member, node });
  }
  return members;
}

/**
 * Adds what a function of a module says that it takes and gives.
 * @param reading the function itself, where it is read anyway
 */
export function declare(
  { found, node }: Member,
  context: LoweringContext,
  into: Collecting,
  reading?: () => Reading,
): void {
  const name = nameOf(found, context);
  const { definition } = found;
  into.signatures.set(
    name,
    lazy(() => signatureOf({ found, node }, context, reading)),
  );
  if (found.form === "Function")
    into.relax.set(
      name,
      lazy(() => declaredResult(new Lowering(context), definition)),
    );
  if (found.form === "PrimFunc" && child(definition, "return_type"))
    into.scalars.set(
      name,
      lazy(() => declaredScalar(new Lowering(context), definition)),
    );
}

/** Adds the name of a member; false where the class has something else, that may bring other names. */
export function declareName(node: SyntaxNode, context: LoweringContext, into: Collecting): boolean {
  const definition = node.kind === "decorated_definition" ? child(node, "definition") : node;
  const name = definition?.kind === "function_definition" ? child(definition, "name") : null;
  const own = name ? text(context, name) : "";
  if (name && into.functions.has(own)) into.repeated.add(node);
  if (name) into.functions.add(own);
  return name !== null || node.kind === "expression_statement" || node.kind === "pass_statement";
}

function signatureOf(
  { found, node }: Member,
  context: LoweringContext,
  reading: (() => Reading) | undefined,
): Signature | null {
  const low = new Lowering(context);
  if (found.form === "Function")
    return {
      form: "Function",
      params: declaredParameters(low, found.definition),
      pure: found.flags.get("pure") !== "False",
    };
  if (found.lazy) return null;
  const read = reading?.().typed;
  const typed =
    read?.type === "PrimFunc"
      ? read
      : readPrimFunc(low, found.definition, low.source(node), { lazy: false, stir: true, headOnly: true });
  const params = typed.params.map((each, at) => {
    const buffer = typed.buffers[at];
    if (buffer) return rankOf(buffer) === null ? null : bufferType(buffer);
    return each.type === "Var" && each.def.annotation.type === "PrimType" ? scalarOf(each.def.dtype) : null;
  });
  return { form: "PrimFunc", params, pure: false };
}

function bufferType({ shape, dtype }: BufferInfo): RelaxType {
  return {
    type: "TensorType",
    shape: { type: "ShapeExpr", values: shape, span: null },
    dtype: dtypeName(dtype),
    vdevice: null,
    ndim: shape.length,
    span: null,
  };
}

function scalarOf(dtype: DType): RelaxType | null {
  if (dtype.code === "handle" || dtype.code === "void") return null;
  return { type: "PrimStructType", dtype: dtypeName(dtype), value: null, span: null };
}

/** Reads all functions of a module that is one piece of syntax. */
export function readMembers(found: Decorated, context: LoweringContext): Reading[] {
  const inner: LoweringContext = { ...context, moduleName: nameOf(found, context) };
  const members = membersOf(found, inner);
  const siblings = collecting(found);
  const readings = members.map((each) => lazy(() => readFunction(each.found, each.node, inner, known)));
  for (const [at, member] of members.entries()) declare(member, inner, siblings, readings[at]);
  const body = child(found.definition, "body");
  const plain = (body ? named(body) : []).every((each) => declareName(each, inner, siblings));
  const open = !plain || child(found.definition, "superclasses") !== null;
  const known: Siblings = open ? { ...siblings, functions: null } : siblings;
  return readings.map((read) => read());
}

function readModule(found: Decorated, node: SyntaxNode, context: LoweringContext): Renderable {
  const functions = readMembers(found, context).map((each) => each.typed);
  const span = spanOf(node);
  return { type: "IRModule", functions, span, text: nameOf(found, context) } as Renderable;
}
