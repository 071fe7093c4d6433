/** Forms of the releases before the oldest whose trees are known: `T.load`, `T.store`, blocks with lists of axes, `T.bind`. */
import { intImm } from "./arithmetic";
import { bindArguments, type CallSite, type Handler, type Handlers } from "./calls";
import { isNone, needDType, needItems, toExpr, unknowable } from "./coerce";
import { BOOL, INT32, withLanes } from "./dtype";
import type { BlockFrame } from "./frames";
import type { BufferInfo, BufferNode, Expr, IterVar, Source, VarNode } from "./ir";
import type { Lowering } from "./lowering";
import { bufferAt, opaque, primVariable, range, use } from "./make";
import { expression, none, tuple, type Value } from "./values";

/** `T.load("float32", A.data, index)`. */
const load: Handler = (call) => {
  const { dtype, var: pointer, index, predicate } = bindArguments(call, ["dtype", "var", "index", "predicate"]);
  const at = toExpr(index ?? unknowable());
  const element = needDType(dtype);
  const lanes = "dtype" in at && at.dtype ? at.dtype.lanes : 1;
  return expression({
    type: "Load",
    dtype: withLanes(element, Math.max(element.lanes, lanes)),
    buffer_var: pointerOf(pointer),
    index: at,
    predicate: flag(predicate, call.source),
    span: call.source.span,
  });
};

/** `T.store(A.data, index, value)`. */
const store: Handler = (call, low) => {
  const { var: pointer, index, value, predicate } = bindArguments(call, ["var", "index", "value", "predicate"]);
  low.emit({
    type: "Store",
    buffer_var: pointerOf(pointer),
    value: toExpr(value ?? unknowable()),
    index: toExpr(index ?? unknowable()),
    predicate: flag(predicate, call.source),
    span: call.source.span,
  });
  return none(call.source);
};

function pointerOf(value: Value | undefined): Expr {
  return value?.type === "buffer" ? use(value.node.info.data, value.source) : toExpr(value ?? unknowable());
}

function flag(value: Value | undefined, source: Source): Expr {
  if (isNone(value)) return intImm(BOOL, 1, source);
  return value?.type === "bool" ? intImm(BOOL, value.value ? 1 : 0, value.source) : toExpr(value ?? unknowable());
}

const REDUCTION = 2;
const AXES: Readonly<Record<string, number>> = { reduce_axis: REDUCTION, scan_axis: 3, opaque_axis: 4 };

/** `T.reduce_axis(0, 128)` in a block's list. */
const listedAxis =
  (kind: number): Handler =>
  (call) => {
    const [first, second] = call.args.map(toExpr);
    if (!first) return unknowable();
    const [begin, end] = second ? [first, second] : [intImm(INT32, 0, call.source), first];
    return { type: "iter", node: axisNode(begin, end, kind, call.source), source: call.source };
  };

function axisNode(begin: Expr, end: Expr, kind: number, source: Source): IterVar {
  const variable = use(primVariable("", INT32), source);
  return { type: "IterVar", dom: range(begin, end, source), var: variable, iter_type: kind, thread_tag: "", ...source };
}

/** The axes of `T.block([128, T.reduce_axis(0, 64)], "name") as [vi, vk]`: what binds them comes later, by `T.bind`. */
export function listAxes(frame: BlockFrame, axes: Value): Value {
  const nodes = needItems(axes).map((each) => {
    if (each.type === "iter") return each.node;
    if (each.type === "tuple" && each.items.length === 2) {
      const [begin, end] = each.items.map(toExpr) as [Expr, Expr];
      return axisNode(begin, end, 0, each.source);
    }
    return axisNode(intImm(INT32, 0, each.source), toExpr(each), 0, each.source);
  });
  for (const node of nodes) {
    frame.iterVars.push(node);
    frame.iterValues.push(opaque("expr", node, "no T.bind says which value the axis takes"));
  }
  return tuple(
    nodes.map((node) => expression(node.var)),
    axes.source,
    true,
  );
}

/** `T.bind(vi, i)`; null where the name is no axis of a block's list. */
export function bindAxis(call: CallSite, low: Lowering): Value | null {
  const [axis, value] = call.args;
  if (axis?.type !== "expr" || axis.node.type !== "Var" || !value) return null;
  const { def } = axis.node;
  const block = low.block();
  const at = block?.iterVars.findIndex((each) => each.var.def === def) ?? -1;
  if (!block || at < 0) return null;
  block.iterValues[at] = toExpr(value);
  return none(call.source);
}

const buffers = new WeakMap<VarNode["def"], BufferInfo>();

/** The flat buffer that indexing a pointer means: `with T.allocate(…) as A: A[0]`, `C.data[0]`. */
export function bufferBehind(pointer: VarNode, source: Source): BufferNode | null {
  const { def } = pointer;
  if (def.annotation.type !== "PointerType" || def.annotation.element_type.type !== "PrimType") return null;
  let info = buffers.get(def);
  if (!info) {
    info = {
      name: def.name,
      dtype: def.annotation.element_type.dtype,
      shape: [],
      strides: [],
      elemOffset: null,
      data: def,
      ownsData: false,
      scope: def.annotation.storage_scope,
      alignment: 64,
      offsetFactor: 1,
      kind: 1,
      axisSeparators: [],
      layout: null,
      source,
    };
    buffers.set(def, info);
  }
  return bufferAt(info, { span: pointer.span });
}

export const legacyHandlers: Handlers = {
  load,
  store,
  ...Object.fromEntries(Object.entries(AXES).map(([name, kind]) => [name, listedAxis(kind)])),
};
