/** Loops: `T.serial`, `T.parallel`, `T.vectorized`, `T.unroll`, `T.thread_binding`, `T.grid`, and Python's `range`. */
import { child, spanOf } from "../syntax/node";
import { cast, constant, dtypeOf, intImm, isNumber } from "./arithmetic";
import { bindArguments, type CallSite, type Handler, type Handlers } from "./calls";
import { isNone, needDType, needInteger, needString, toAnnotations, toExpr, unknowable } from "./coerce";
import { type DType, INT32, withBits, withLanes } from "./dtype";
import type { ForFrame } from "./frames";
import { typedBy } from "./guesses";
import type { Annotations, Expr, For, IterVar, Range, Source, Stmt, VarNode } from "./ir";
import type { Lowering } from "./lowering";
import { opaque, primVariable, range, use } from "./make";
import { difference } from "./simplify";
import { expression, tuple, type Value } from "./values";

const SERIAL = 0;
const PARALLEL = 1;
const VECTORIZED = 2;
const UNROLLED = 3;
const THREAD_BINDING = 4;
const THREAD_INDEX = 1;

interface LoopShape {
  readonly kind: number;
  readonly annotations: Annotations;
  readonly step: Expr | null;
  readonly thread: string | null;
}

/** The frame of a loop nest, one `For` for each variable. */
function loopFrame(vars: readonly VarNode[], doms: readonly Range[], shape: LoopShape, source: Source): Value {
  const values = vars.map(expression);
  const frame: ForFrame = {
    kind: "for",
    source,
    vars,
    doms,
    value: values.length === 1 && values[0] ? values[0] : tuple(values, source),
    stmts: [],
    closesWith: [],
    make(body) {
      let nest: Stmt = body;
      for (let at = vars.length - 1; at >= 0; at--)
        nest = loop(vars[at] as VarNode, doms[at] as Range, shape, nest, frame.source);
      return nest;
    },
  };
  return { type: "frame", frame, source };
}

function loop(variable: VarNode, dom: Range, shape: LoopShape, body: Stmt, source: Source): For {
  const binding: IterVar | null =
    shape.thread === null
      ? null
      : {
          type: "IterVar",
          dom: null,
          var: use(primVariable("iter", variable.dtype), source),
          iter_type: THREAD_INDEX,
          thread_tag: shape.thread,
          span: source.span,
        };
  return {
    type: "For",
    loop_var: variable,
    min: dom.min,
    extent: dom.extent,
    kind: shape.kind,
    body,
    thread_binding: binding,
    annotations: shape.annotations,
    step: shape.step,
    span: source.span,
  };
}

/** Start and stop, the start being zero of the stop's type where it is not given. */
function bounds(start: Value | undefined, stop: Value | undefined): [Expr, Expr] {
  if (isNone(stop)) {
    const end = toExpr(start ?? unknowable());
    return [intImm(dtypeOf(end) ?? INT32, 0, end), end];
  }
  return [toExpr(start ?? unknowable()), toExpr(stop ?? unknowable())];
}

function loopDType(low: Lowering, start: Expr, extent: Expr, stop: Expr): DType {
  const a = dtypeOf(start) ?? INT32;
  const b = dtypeOf(low.since("0.27") ? stop : extent) ?? INT32;
  const bits = Math.max(a.bits, b.bits);
  const unsigned = low.since("0.27") ? a.code === "uint" || b.code === "uint" : a.code === "uint";
  const code = unsigned ? "uint" : "int";
  return withLanes(withBits(a.code === code ? a : { ...a, code }, bits), 1, false);
}

function plainLoop(kind: number): Handler {
  return (call, low) => {
    const given = bindArguments(call, ["start", "stop", "annotations", "step", "unroll", "dtype"]);
    if (call.args.length > 2) return unknowable();
    const [start, stop] = bounds(given.start, given.stop);
    const step = isNone(given.step) ? null : toExpr(given.step ?? unknowable());
    const annotations = unrollAnnotations(toAnnotations(given.annotations), given.unroll);
    const dtype = isNone(given.dtype) ? null : needDType(given.dtype);
    return makeLoop(low, start, stop, dtype, { kind, annotations, step, thread: null }, call.source);
  };
}

function unrollAnnotations(annotations: Annotations, unroll: Value | undefined): Annotations {
  if (isNone(unroll)) return annotations;
  if (unroll?.type === "bool")
    return new Map([...annotations, [unroll.value ? "pragma_unroll" : "disable_unroll", true]]);
  return new Map([...annotations, ["pragma_unroll", needInteger(unroll)]]);
}

function makeLoop(
  low: Lowering,
  start: Expr,
  stop: Expr,
  dtype: DType | null,
  shape: LoopShape,
  source: Source,
): Value {
  const type = dtype ?? loopDType(low, start, difference(stop, start, stop) ?? stop, stop);
  const converted = low.since("0.27") ? [bound(start, type), bound(stop, type)] : [start, stop];
  const [min, end] = converted as [Expr, Expr];
  // Counted from nothing, an end that is in no form that is known to change stays as it is written.
  const extent =
    difference(end, min, end) ?? (isNumber(min, 0) && !callsSomething(end) ? end : opaque("expr", { span: end.span }));
  const variable = use(dtype ? primVariable("v", type) : typedBy(primVariable("v", type), [start, stop]), source);
  // `Range::FromMinExtent`'s parts; a For gives both the type of its variable.
  return loopFrame([variable], [range(bound(min, type), bound(extent, type), source)], shape, source);
}

function callsSomething(node: Expr): boolean {
  if (node.type === "Call" || node.type === "Opaque") return true;
  return "a" in node && "b" in node && (callsSomething(node.a) || callsSomething(node.b));
}

/** A bound in the type of the loop's variable. */
function bound(value: Expr, dtype: DType): Expr {
  return value.type === "Opaque" ? value : cast(dtype, value, value);
}

/** Values that name no thread. */
const NO_THREAD = new Set<Value["type"]>(["none", "int", "float", "bool", "expr", "scalar", "iter", "buffer", "tuple"]);

function rejectThread(call: CallSite, low: Lowering): void {
  const callee = child(call.node, "function");
  if (!callee || !low.function() || isOpaque(call.kwargs.get("stop") ?? call.args[1])) return;
  const span = spanOf(callee);
  low.reject({ kind: "missing-argument", span, callee: low.text(callee), names: ["thread"] });
}

function isOpaque(value: Value | undefined): boolean {
  return value?.type === "expr" && value.node.type === "Opaque";
}

const threadBinding: Handler = (call, low) => {
  const given = bindArguments(call, ["start", "stop", "thread", "annotations"]);
  let { stop } = given;
  let thread = given.thread;
  if (isNone(thread)) {
    if (!stop || NO_THREAD.has(stop.type)) rejectThread(call, low);
    thread = stop;
    stop = undefined;
  }
  const [start, end] = bounds(given.start, stop);
  const shape = {
    kind: THREAD_BINDING,
    annotations: toAnnotations(given.annotations),
    step: null,
    thread: needString(thread),
  };
  return makeLoop(low, start, end, null, shape, call.source);
};

const grid: Handler = (call, low) => {
  const callee = child(call.node, "function");
  if (call.args.length === 0 && callee && low.function()) {
    const span = spanOf(callee);
    low.reject({ kind: "missing-argument", span, callee: low.text(callee), names: ["extents"] });
  }
  const dtypeValue = call.kwargs.get("dtype");
  const dtype = isNone(dtypeValue) ? null : needDType(dtypeValue);
  const doms = call.args.map((each): Range => {
    if (each.type === "tuple" && each.items.length === 2) {
      const [start, extent] = each.items.map(toExpr) as [Expr, Expr];
      return range(start, extent, each.source);
    }
    const extent = dtype ? cast(dtype, toExpr(each), each.source) : toExpr(each);
    return range(constant(dtypeOf(extent) ?? INT32, 0n, each.source), extent, each.source);
  });
  const vars = doms.map((dom, at) =>
    use(typedBy(primVariable("v", dtypeOf(dom.extent) ?? INT32), [dom.extent]), call.args[at]?.source ?? call.source),
  );
  const shape = { kind: SERIAL, annotations: new Map(), step: null, thread: null };
  return loopFrame(vars, doms, shape, call.source);
};

/** `range(…)` as what a `for` iterates over. */
export function rangeLoop(call: CallSite, low: Lowering): Value {
  const [first, second, third] = call.args;
  if (!first || call.args.length > 3) return unknowable();
  if (third && !low.since("0.25")) return unknowable();
  const [start, stop] = bounds(first, second);
  const shape = {
    kind: SERIAL,
    annotations: toAnnotations(call.kwargs.get("annotations")),
    step: third ? toExpr(third) : null,
    thread: null,
  };
  return makeLoop(low, start, stop, null, shape, call.source);
}

export const loopHandlers: Handlers = {
  serial: plainLoop(SERIAL),
  parallel: plainLoop(PARALLEL),
  vectorized: plainLoop(VECTORIZED),
  unroll: plainLoop(UNROLLED),
  thread_binding: threadBinding,
  grid,
};
