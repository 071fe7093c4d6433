/** Attributes of values: `A.shape`, `A.data`, `x.dtype`, the functions of a module. */

import { isRelaxMember } from "../relax/members";
import { cast, dtypeOf, intImm, operate } from "./arithmetic";
import { bindArguments, type CallSite } from "./calls";
import { bufferLoad, isNone, needDType, needInteger, needItems, toExpr, unknowable } from "./coerce";
import { dtypeName, HANDLE, INT32 } from "./dtype";
import type { BufferNode, Expr, Source } from "./ir";
import { knownMembers } from "./known-members";
import type { Lowering } from "./lowering";
import { opCall, rankOf, use } from "./make";
import { expression, unknown, type Value } from "./values";

export function attributeOf(low: Lowering, value: Value, name: string, source: Source): Value {
  switch (value.type) {
    case "api":
      return { type: "api", name: `${value.name}.${name}`, path: null, source };
    case "module": {
      const { functions } = low;
      if (functions && source.span && !functions.has(name) && !name.startsWith("__")) {
        const start = source.span.end - name.length;
        low.fault({
          kind: "relax-unknown-function",
          span: { start, end: source.span.end },
          name,
          known: [...functions],
        });
        return unknown(source);
      }
      const ret = low.results.get(name)?.();
      const scalar = low.scalars.get(name)?.();
      return {
        type: "global",
        node: { type: "GlobalVar", name_hint: name, span: source.span, ...(ret && { ret }), ...(scalar && { scalar }) },
        source,
      };
    }
    case "buffer":
      return bufferAttribute(low, value, name, source);
    case "expr":
      if (name === "dtype") {
        const dtype = dtypeOf(value.node);
        return dtype ? { type: "str", value: dtypeName(dtype), source } : unknown(source);
      }
      if (name === "value" && value.node.type === "IntImm") return { type: "int", value: value.node.value, source };
      if (name === "buffer" && value.node.type === "BufferLoad")
        return { type: "buffer", node: value.node.buffer, source };
      if (name === "value" && value.node.type === "BufferLoad" && low.function() && source.span) {
        const start = source.span.end - name.length;
        low.fault({ kind: "unknown-member", span: { start, end: source.span.end }, of: "expr", name, known: [] });
        return unknown(source);
      }
      if (!isMember(low, "expr", value, name, source)) return unknown(source);
      return { type: "method", of: value, name, source };
    case "iter":
      if (name === "var") return expression({ ...value.node.var, span: source.span });
      if (name === "dom" && value.node.dom) return { type: "range", node: value.node.dom, source };
      return unknown(source);
    case "range":
      if (name === "min" || name === "extent") return expression({ ...value.node[name], span: source.span });
      return unknown(source);
    case "scalar":
      return name === "buffer" ? { type: "buffer", node: value.buffer, source } : unknown(source);
    case "relax":
      if (low.checksNames && source.span && !isRelaxMember(name)) {
        const { end } = source.span;
        low.fault({ kind: "relax-unknown-member", span: { start: end - name.length, end }, name });
        return unknown(source);
      }
      return { type: "method", of: value, name, source };
    case "global":
    case "str":
      return { type: "method", of: value, name, source };
    default:
      return unknown(source);
  }
}

function bufferAttribute(
  low: Lowering,
  value: Extract<Value, { type: "buffer" }>,
  name: string,
  source: Source,
): Value {
  const { info } = value.node;
  const at = (node: Expr): Value => expression({ ...node, span: source.span });
  switch (name) {
    case "data":
      if (low.since("0.26")) return expression(opCall("buffer_data", [use(info.data, source)], HANDLE, source));
      return expression(use(info.data, source));
    case "shape":
      if (rankOf(info) === null) return unknown(source);
      return { type: "tuple", items: info.shape.map(at), list: false, array: true, source };
    case "strides":
      return { type: "tuple", items: info.strides.map(at), list: false, array: true, source };
    case "elem_offset":
      return info.elemOffset ? at(info.elemOffset) : expression(intImm(INT32, 0, source));
    case "dtype":
      return { type: "str", value: dtypeName(info.dtype), source };
    case "name":
      return { type: "str", value: info.name, source };
    default:
      if (!isMember(low, "buffer", value, name, source)) return unknown(source);
      return { type: "method", of: value, name, source };
  }
}

/** Whether a value may have that attribute, in whatever release; notes it where not. */
function isMember(low: Lowering, of: "buffer" | "expr", value: Value, name: string, source: Source): boolean {
  if (!low.function() || !source.span || name.startsWith("_")) return true;
  if (value.type === "expr" && value.node.type === "Opaque") return true;
  const known = knownMembers();
  if (known.includes(name)) return true;
  low.fault({ kind: "unknown-member", span: lastOf(source.span, name), of, name, known });
  return false;
}

/** Where the last name of a chain stands. */
function lastOf(span: { start: number; end: number }, name: string): { start: number; end: number } {
  return { start: span.end - name.length, end: span.end };
}

export function callMethod(low: Lowering, of: Value, name: string, call: CallSite): Value {
  if (of.type === "buffer") return bufferMethod(low, of.node, name, call);
  if (of.type === "expr" && name === "astype") {
    const { dtype } = bindArguments(call, ["dtype"]);
    return expression(cast(needDType(dtype), of.node, call.source));
  }
  return unknown(call.source);
}

function bufferMethod(low: Lowering, buffer: BufferNode, name: string, call: CallSite): Value {
  switch (name) {
    case "vload":
      return vload(buffer, call);
    case "scope":
      return { type: "str", value: buffer.info.scope, source: call.source };
    case "access_ptr":
      return accessPtr(low, buffer, call);
    default:
      return unknown(call.source);
  }
}

function vload(buffer: BufferNode, call: CallSite): Value {
  const { begin, dtype, predicate } = bindArguments(call, ["begin", "dtype", "predicate"]);
  const indices = begin?.type === "tuple" ? needItems(begin).map(toExpr) : [toExpr(begin ?? unknowable())];
  const wanted = isNone(dtype) ? buffer.info.dtype : needDType(dtype);
  if (wanted.lanes !== buffer.info.dtype.lanes || wanted.scalable) return unknowable();
  return expression(
    bufferLoad(buffer, indices, predicate && !isNone(predicate) ? toExpr(predicate) : null, call.source),
  );
}

const ACCESS: Readonly<Record<string, number>> = { r: 1, w: 2 };

/** The call that `A.access_ptr("r")` makes (`Buffer::access_ptr`). */
function accessPtr(low: Lowering, buffer: BufferNode, call: CallSite): Value {
  const { access_mask, ptr_type, content_lanes, offset, extent } = bindArguments(call, [
    "access_mask",
    "ptr_type",
    "content_lanes",
    "offset",
    "extent",
  ]);
  if (low.since("0.26")) return unknowable();
  const { info } = buffer;
  const source = call.source;
  const mask =
    access_mask?.type === "str"
      ? [...access_mask.value].reduce((sum, each) => sum | (ACCESS[each] ?? 0), 0)
      : needInteger(access_mask);
  const lanes = isNone(content_lanes) ? 1 : needInteger(content_lanes);
  if (lanes !== 1 || info.strides.length > 0) return unknowable();
  const product = info.shape.reduce<Expr | null>((all, each) => (all ? operate("Mul", all, each, source) : each), null);
  const by = isNone(offset) ? intImm(INT32, 0, source) : toExpr(offset ?? unknowable());
  const total = product ?? intImm(INT32, 1, source);
  const elemOffset = operate("Add", info.elemOffset ?? intImm(INT32, 0, source), by, source);
  const length = isNone(extent) ? operate("Sub", total, by, source) : toExpr(extent ?? unknowable());
  const type = isNone(ptr_type) ? HANDLE : needDType(ptr_type);
  const args = [
    opCall("type_annotation", [], info.dtype, source),
    use(info.data, source),
    elemOffset,
    length,
    intImm(INT32, mask, source),
  ];
  return expression(opCall("tvm_access_ptr", args, type, source));
}
