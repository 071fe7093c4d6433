/** TIRx kernels: `T.device_entry()` and the ids of clusters, blocks, warps and threads. */

import { intImm } from "./arithmetic";
import { bindArguments, type Handler, type Handlers } from "./calls";
import { isNone, needDType, needString, toExpr, unknowable } from "./coerce";
import { BOOL, INT32 } from "./dtype";
import { wrapFrame } from "./frames";
import type { Expr } from "./ir";
import { primVariable, use } from "./make";
import { expression, none, tuple } from "./values";

/** A marker: all that follows is the kernel. */
const deviceEntry: Handler = (call, low) => {
  const value = intImm(BOOL, 1, call.source);
  const frame = wrapFrame(call.source, none(call.source), (body) => ({
    type: "AttrStmt",
    node: 0,
    attr_key: "tirx.device_entry",
    value,
    body,
    span: call.source.span,
  }));
  low.enterOpen(frame);
  return none(call.source);
};

/** TVM's `ScopeBinding`, by the function that defines an id. */
const SCOPES = {
  cluster_id: 0,
  cta_id: 1,
  cta_id_in_cluster: 2,
  warpgroup_id: 3,
  warp_id: 4,
  warp_id_in_wg: 5,
  lane_id: 6,
  thread_id: 7,
  thread_id_in_wg: 8,
} as const;

const scopeId =
  (scope: number): Handler =>
  (call, low) => {
    const given = bindArguments(call, ["extents", "preferred", "dtype"]);
    const extents = isNone(given.extents) ? null : extentsOf(given.extents ?? unknowable());
    const preferred = isNone(given.preferred) ? null : extentsOf(given.preferred ?? unknowable());
    const dtype = isNone(given.dtype) ? INT32 : needDType(given.dtype);
    const ids = Array.from({ length: extents?.length ?? 1 }, () => use(primVariable("", dtype), call.source));
    const definition = {
      type: "ScopeIdDef",
      def_ids: ids,
      extents,
      scope,
      preferred_extents: preferred,
      span: call.source.span,
    } as const;
    low.emit({ type: "ScopeIdDefStmt", def: definition, span: call.source.span });
    const [only, ...others] = ids;
    return only && others.length === 0 ? expression(only) : tuple(ids.map(expression), call.source);
  };

function extentsOf(value: Parameters<typeof toExpr>[0]): Expr[] {
  return value.type === "tuple" ? value.items.map(toExpr) : unknowable();
}

/** `T.hint("…")`: a note around what follows. */
const hint: Handler = (call) => {
  if (call.kwargs.size > 0) return unknowable();
  const message = call.args[0] ? needString(call.args[0]) : "";
  const frame = wrapFrame(call.source, none(call.source), (body) => ({
    type: "AttrStmt",
    node: message === "" ? [] : message,
    attr_key: "tirx_hint",
    value: intImm(INT32, 1, call.source),
    body,
    span: frame.source.span,
  }));
  return { type: "frame", frame, source: call.source };
};

export const deviceHandlers: Handlers = {
  device_entry: deviceEntry,
  hint,
  ...Object.fromEntries(Object.entries(SCOPES).map(([name, scope]) => [name, scopeId(scope)])),
};
