/** Blocks: `T.block` (newer: `T.sblock`) and what is said inside of one. */

import { child, spanOf } from "../syntax/node";
import { dtypeOf, intImm, isNumber, operate } from "./arithmetic";
import { bindArguments, type CallSite, type Handler, type Handlers } from "./calls";
import {
  isNone,
  needDType,
  needInteger,
  needItems,
  needString,
  toAnnotations,
  toExpr,
  toRegion,
  unknowable,
} from "./coerce";
import { BOOL, dtypeName, INT32, isFloating, withBits } from "./dtype";
import type { BlockFrame, PartFrame } from "./frames";
import { typedBy } from "./guesses";
import type { Annotation, Annotations, Expr, IterVar, Range, Source, VarNode } from "./ir";
import { listAxes } from "./legacy";
import type { Lowering } from "./lowering";
import { opaque, primVariable, range, use } from "./make";
import { difference } from "./simplify";
import { expression, none, tuple, type Value } from "./values";

const block: Handler = (call, low) => {
  const first = call.args[0];
  if (first?.type === "tuple") {
    const made = block({ ...call, args: call.args.slice(1) }, low);
    if (made.type !== "frame" || made.frame.kind !== "block") return unknowable();
    return { ...made, frame: Object.assign(made.frame, { value: listAxes(made.frame, first) }) };
  }
  const { name, no_realize } = bindArguments(call, ["name", "no_realize", "exec_scope"]);
  const frame: BlockFrame = {
    kind: "block",
    source: call.source,
    stmts: [],
    closesWith: [],
    value: none(call.source),
    name: isNone(name) ? "" : needString(name),
    realize: isNone(no_realize) || needInteger(no_realize) === 0,
    iterVars: [],
    iterValues: [],
    reads: null,
    writes: null,
    init: null,
    predicate: null,
    allocBuffers: [],
    matchBuffers: [],
    annotations: new Map(),
  };
  return { type: "frame", frame, source: call.source };
};

/** The block that something is said of. An axis has to stand in it directly; the rest has to since 0.25 (`FindSBlockFrame`). */
function blockOf(
  call: CallSite,
  low: Lowering,
  within: "directly" | "anywhere" = low.since("0.25") ? "directly" : "anywhere",
): BlockFrame {
  const at = low.frames.at(-1);
  if (at?.kind === "block") return at;
  const around = low.block();
  if (around && within === "anywhere") return around;
  if (low.function() && isCertain(low))
    low.fault({ kind: "outside-block", span: calleeSpan(call), callee: calleeText(call, low) });
  return around ?? unknowable();
}

/** Notes what has to be said of a function in the function itself (`FindPrimFuncFrame`), where another scope is open. */
export function checkOfFunction(call: CallSite, low: Lowering): void {
  if (low.frames.at(-1)?.kind === "function" || !low.function() || !isCertain(low)) return;
  low.fault({ kind: "outside-function", span: calleeSpan(call), callee: calleeText(call, low) });
}

/** Whether every open scope is one that is known. */
function isCertain(low: Lowering): boolean {
  return !low.frames.some((each) => each.unknown);
}

function calleeSpan(call: CallSite): { start: number; end: number } {
  const callee = child(call.node, "function") ?? call.node;
  return spanOf(callee);
}

function calleeText(call: CallSite, low: Lowering): string {
  return low.text(child(call.node, "function") ?? call.node);
}

/** Notes that something is said of a block a second time. */
function onlyOnce(call: CallSite, low: Lowering, isSaid: boolean): void {
  if (isSaid && isCertain(low))
    low.fault({ kind: "repeated-in-block", span: calleeSpan(call), callee: calleeText(call, low) });
}

const init: Handler = (call, low) => {
  const around = blockOf(call, low);
  onlyOnce(call, low, around.init !== null);
  const frame: PartFrame = {
    kind: "part",
    source: call.source,
    stmts: [],
    closesWith: [],
    value: none(call.source),
    take(body) {
      around.init = body;
    },
  };
  return { type: "frame", frame, source: call.source };
};

const where: Handler = (call, low) => {
  const { predicate } = bindArguments(call, ["predicate"]);
  const around = blockOf(call, low);
  onlyOnce(call, low, around.predicate !== null);
  const value = predicate ?? unknowable();
  around.predicate =
    value.type === "int" || value.type === "bool" ? intImm(BOOL, needInteger(value), value.source) : toExpr(value);
  return none(call.source);
};

const regions =
  (field: "reads" | "writes"): Handler =>
  (call, low) => {
    const around = blockOf(call, low);
    onlyOnce(call, low, around[field] !== null);
    const only = call.args[0];
    const given = call.args.length === 1 && only?.type === "tuple" ? only.items : call.args;
    around[field] = given.map(toRegion);
    return none(call.source);
  };

/** Notes a key that the block has already, with another value. */
function checkAnnotations(call: CallSite, low: Lowering, before: Annotations, said: Annotations): void {
  for (const [key, value] of said) {
    const first = before.get(key);
    if (isPlain(value) && isPlain(first) && typeof value === typeof first && value !== first)
      low.fault({ kind: "annotation-conflict", span: calleeSpan(call), key });
  }
}

function isPlain(value: Annotation | undefined): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

const blockAttr: Handler = (call, low) => {
  const around = blockOf(call, low, "anywhere");
  const said = toAnnotations(call.args[0]);
  if (low.since("0.22") && isCertain(low)) checkAnnotations(call, low, around.annotations, said);
  around.annotations = new Map([...around.annotations, ...said]) satisfies Annotations;
  return none(call.source);
};

/** `T.axis.spatial(dom, binding)`: TVM's `IterVarType`s. */
const AXES = { spatial: 0, S: 0, reduce: 2, R: 2, scan: 3, opaque: 4 } as const;

const axis =
  (kind: number): Handler =>
  (call, low) => {
    const { dom, binding, dtype } = bindArguments(call, ["dom", "binding", "dtype"]);
    const domain = toRange(dom ?? unknowable(), low);
    const type = isNone(dtype) ? INT32 : needDType(dtype);
    const bits = Math.max(type.bits, dtypeOf(domain.min)?.bits ?? 0, dtypeOf(domain.extent)?.bits ?? 0);
    const variable = use(typedBy(primVariable("", withBits(type, bits)), [domain.min, domain.extent]), call.source);
    const bound = toExpr(binding ?? unknowable());
    checkAxis(call, low, [domain.min, domain.extent, bound]);
    pushAxis(blockOf(call, low, "directly"), domain, variable, kind, bound);
    return expression(variable);
  };

/** Notes an axis that would not count in integers. */
function checkAxis(call: CallSite, low: Lowering, parts: readonly Expr[]): void {
  for (const part of parts) {
    const type = dtypeOf(part);
    if (!type || !isFloating(type)) continue;
    low.fault({ kind: "axis-type", span: part.span ?? calleeSpan(call), found: dtypeName(type) });
    return;
  }
}

function pushAxis(around: BlockFrame, dom: Range, variable: VarNode, kind: number, binding: Expr): void {
  const iter: IterVar = { type: "IterVar", dom, var: variable, iter_type: kind, thread_tag: "", span: variable.span };
  around.iterVars.push(iter);
  around.iterValues.push(binding);
}

/** A domain: an extent, a pair `(begin, end)`, or a range. */
function toRange(value: Value, low: Lowering): Range {
  if (value.type === "range") return value.node;
  if (value.type === "tuple") {
    const [begin, end] = value.items.length === 2 ? (value.items.map(toExpr) as [Expr, Expr]) : unknowable();
    return rangeBetween(begin, end, low.since("0.24"), value.source);
  }
  const extent = toExpr(value);
  return range(intImm(dtypeOf(extent) ?? INT32, 0, value.source), extent, value.source);
}

/** `Range(begin, end)`: the extent is `end - begin`, simplified by newer releases where that is a constant. */
function rangeBetween(begin: Expr, end: Expr, simplified: boolean, source: Source): Range {
  const known = simplified ? difference(end, begin, source) : null;
  if (known?.type === "IntImm") return range(begin, known, source);
  return range(begin, isNumber(begin, 0) ? end : operate("Sub", end, begin, source), source);
}

const remap: Handler = (call, low) => {
  const { kinds, bindings } = bindArguments(call, ["kinds", "bindings", "dtype"]);
  const letters = [...needString(kinds)];
  const bound = needItems(bindings).map(toExpr);
  const around = blockOf(call, low, "directly");
  checkRemap(call, low, letters, bound);
  const vars = bound.map((binding, at): Value => {
    const kind = { S: 0, R: 2 }[letters[at] ?? ""] ?? unknowable();
    const variable = use(typedBy(primVariable("", dtypeOf(binding) ?? INT32), [binding]), { span: binding.span });
    pushAxis(around, loopDomain(low, binding), variable, kind, binding);
    return expression(variable);
  });
  return vars.length === 1 && vars[0] ? vars[0] : tuple(vars, call.source);
};

/** Notes letters that do not fit the bindings; the axes are unknown then. */
function checkRemap(call: CallSite, low: Lowering, letters: readonly string[], bound: readonly Expr[]): void {
  const span = calleeSpan(call);
  if (letters.length !== bound.length)
    low.reject({ kind: "remap-count", span, kinds: letters.length, bindings: bound.length });
  const letter = letters.find((each) => each !== "S" && each !== "R");
  if (letter !== undefined) low.reject({ kind: "remap-kind", span, letter });
  const isVariable = (each: Expr): boolean => each.type === "Var" || each.type === "Opaque";
  const wrong = bound.find((each) => !isVariable(each));
  if (wrong) low.reject({ kind: "remap-binding", span: wrong.span ?? span });
}

/** The domain of the loop around that a variable belongs to. */
function loopDomain(low: Lowering, binding: Expr): Range {
  if (binding.type === "Var") {
    for (const frame of low.frames) {
      if (frame.kind !== "for") continue;
      const at = frame.vars.findIndex((each) => each.def === binding.def);
      const dom = frame.doms[at];
      if (dom) return dom;
    }
  }
  return range(opaque("expr", binding), opaque("expr", binding), binding);
}

/** What `T.iter_var(v, dom, "ThreadIndex", tag)` names. */
const ITER_TYPES: Readonly<Record<string, number>> = {
  DataPar: 0,
  ThreadIndex: 1,
  CommReduce: 2,
  Ordered: 3,
  DimInfo: 4,
  Unrolled: 5,
  Vectorized: 6,
  Parallelized: 7,
  Tensorized: 8,
};

const iterVar: Handler = (call) => {
  const { v, dom, iter_type, thread_tag } = bindArguments(call, ["v", "dom", "iter_type", "thread_tag"]);
  const name = v ?? unknowable();
  const variable = name.type === "str" ? use(primVariable(name.value, INT32), call.source) : toExpr(name);
  if (variable.type !== "Var") return unknowable();
  const kind = ITER_TYPES[needString(iter_type)] ?? unknowable();
  const domain = isNone(dom) ? null : dom?.type === "range" ? dom.node : unknowable();
  return {
    type: "iter",
    node: {
      type: "IterVar",
      dom: domain,
      var: variable,
      iter_type: kind,
      thread_tag: needString(thread_tag),
      span: call.source.span,
    },
    source: call.source,
  };
};

const rangeCall: Handler = (call) => {
  const [begin, end] = call.args.map(toExpr);
  if (!begin) return unknowable();
  const node = end
    ? rangeBetween(begin, end, false, call.source)
    : range(intImm(dtypeOf(begin) ?? INT32, 0, begin), begin, call.source);
  return { type: "range", node, source: call.source };
};

export const blockHandlers: Handlers = {
  block,
  sblock: block,
  init,
  where,
  reads: regions("reads"),
  writes: regions("writes"),
  block_attr: blockAttr,
  sblock_attr: blockAttr,
  "axis.remap": remap,
  iter_var: iterVar,
  Range: rangeCall,
  ...Object.fromEntries(Object.entries(AXES).map(([name, kind]) => [`axis.${name}`, axis(kind)])),
};
