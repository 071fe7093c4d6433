/** Typed trees as the tree of a release: names and fields by `schema.ts`, one line of text for each node. */
import type { Scalar } from "../ast";
import type { Span } from "../position";
import type { PrimValue } from "../relax/ir";
import { type DType, dtypeName, FLOAT32, INT64 } from "./dtype";
import type { BufferInfo, BufferNode, Expr, Opaque, PythonFloat, Source, Variable, VarType } from "./ir";
import { MAX_DEPTH, type Reason, TOO_DEEP } from "./lowering";
import { legacyMapOrder } from "./map-order";
import { atLeast, type Release } from "./release";
import { type Schema, schemaOf } from "./schema";
import { type Operator, operator } from "./tables";
import { textOf } from "./text";
import type { TreeNode } from "./tree";

/** Any typed node: what the renderer needs to know of it. */
export interface Renderable extends Source {
  readonly type: string;
}

type Member = unknown;

interface Building {
  readonly fields: Record<string, Scalar>;
  readonly children: { role: string; node: TreeNode }[];
}

export function renderTree(node: Renderable, text: string, release: Release): TreeNode {
  return new Renderer(text, schemaOf(release)).node(node, null, 0);
}

/** Nodes whose place is their name's. */
const NAMED = new Set(["Var", "SizeVar", "RelaxVar", "DataflowVar"]);

class Renderer {
  /** Of the function that is rendered. */
  private reasons: readonly Reason[] = [];

  constructor(
    private readonly text: string,
    private readonly schema: Schema,
  ) {}

  node(given: Renderable, inherited: Span | null, depth: number): TreeNode {
    const node =
      given.type === "PrimValue" && this.schema.traits.plainNumbers
        ? (given as unknown as { value: Renderable }).value
        : given;
    const type = this.typeOf(node);
    const span = this.spanOf(node, type, inherited);
    if (type === "Opaque") {
      const category = (node as { category?: TreeNode["category"] }).category ?? "expr";
      const { reason } = node as { reason?: string };
      return {
        kind: "Opaque",
        category,
        span,
        fields: { reason: reason ?? reasonIn(this.reasons, span) },
        children: [],
        text: this.textOf(node, span),
      };
    }
    if ("reasons" in node) this.reasons = node.reasons as readonly Reason[];
    const shape = this.schema.shape(type);
    if (depth > MAX_DEPTH)
      return {
        kind: "Opaque",
        category: shape.category,
        span,
        fields: { reason: TOO_DEEP },
        children: [],
        text: this.textOf(node, span),
      };
    const made: Building = { fields: {}, children: [] };
    const members = this.members(node, type, span);
    for (const { name, property, numeric } of shape.fields) {
      const value = members[property];
      this.put(made, name, numeric && typeof value === "boolean" ? Number(value) : value, span, depth);
    }
    return { kind: shape.name, category: shape.category, span, ...made, text: this.textOf(node, span) };
  }

  /** Where a node is: a variable at its name, or (one that has no name in the source) where the node around it is. */
  private spanOf(node: Renderable, type: string, inherited: Span | null): Span | null {
    const span = node.span ?? inherited;
    if (!NAMED.has(type) && (type !== "Buffer" || this.schema.shape("Buffer").name === "Buffer")) return span;
    const { def, info } = node as unknown as { def?: { name: string; written?: string }; info?: BufferInfo };
    const name = def?.written ?? def?.name ?? info?.name ?? "";
    return this.nameIn(span, name) ?? this.nameIn(info?.source.span ?? null, name) ?? inherited ?? span;
  }

  /** The name at the beginning of a span: `A` of `A.data`. */
  private nameIn(span: Span | null, name: string): Span | null {
    if (!span || name === "" || !this.text.startsWith(name, span.start)) return null;
    const end = span.start + name.length;
    if (end > span.end || /[\p{ID_Continue}]/u.test(this.text.charAt(end))) return null;
    return { start: span.start, end };
  }

  private textOf(node: Renderable, span: Span | null): string {
    return textOf(node, span && this.text.slice(span.start, span.end));
  }

  private typeOf(node: Renderable): string {
    switch (node.type) {
      case "Var":
        return (node as unknown as { def: Variable }).def.size ? "SizeVar" : "Var";
      case "RelaxVar":
        return (node as unknown as { def: { local: boolean } }).def.local ? "DataflowVar" : "RelaxVar";
      case "Call": {
        const { op } = node as unknown as { op: { type: string; name?: string } };
        return (op.type === "Op" && op.name !== undefined && this.schema.operatorNode(op.name)) || "Call";
      }
      default:
        return node.type;
    }
  }

  /** A node's own properties, and those that are kept elsewhere. */
  private members(node: Renderable, type: string, span: Span | null): Record<string, Member> {
    switch (node.type) {
      case "Var": {
        const { def } = node as unknown as { def: Variable };
        return { name: def.name, dtype: dtypeName(def.dtype), type_annotation: this.varType(def.annotation, span) };
      }
      case "PrimValue":
        return { value: this.literal(node as unknown as PrimValue) as Renderable };
      case "RelaxVar":
        return { name: (node as unknown as { def: { name: string } }).def.name };
      case "Buffer":
        return this.buffer((node as unknown as { info: BufferInfo }).info);
      case "Op":
        return this.operator((node as unknown as { name: string }).name, span);
      case "Call":
        if (type !== "Call") {
          const [a, b] = (node as unknown as { args: Member[] }).args;
          return { ...node, dtype: this.dtype(node), a, b };
        }
        return { ...node, dtype: this.dtype(node) };
      case "PrimFunc": {
        const { ret_type } = node as unknown as { ret_type: VarType | null };
        return {
          ...node,
          ret_type:
            ret_type === null ? { type: "TupleType", fields: [], span, text: "None" } : this.varType(ret_type, span),
        };
      }
      case "AllocateConst":
        return { ...node, dtype: this.dtype(node), irmod_storage_idx: null };
      default:
        return "dtype" in node ? { ...node, dtype: this.dtype(node) } : { ...node };
    }
  }

  private dtype(node: Renderable): string | null {
    const { dtype } = node as unknown as { dtype: Parameters<typeof dtypeName>[0] | string | null };
    if (dtype === null || dtype === undefined) return null;
    return typeof dtype === "string" ? dtype : this.dtypeText(dtype);
  }

  private dtypeText(dtype: DType): string {
    if (dtype.code === "bool" && dtype.lanes > 1 && this.schema.traits.wideBooleans) return `uint1x${dtype.lanes}`;
    return dtype.code === "void" ? "" : dtypeName(dtype);
  }

  private varType(type: VarType | Renderable, span: Span | null): Renderable {
    if (!("span" in type)) {
      if (type.type === "PrimType") {
        const name = this.dtypeText(type.dtype);
        return { type: "PrimType", dtype: name, span, text: name } as Renderable;
      }
      if (type.type === "PointerType") {
        const element = this.varType(type.element_type, span);
        return { ...type, element_type: element, span, text: `${element.text}*` } as Renderable;
      }
      return { ...(type as object), span } as Renderable;
    }
    return type;
  }

  private buffer(info: BufferInfo): Record<string, Member> {
    return {
      name: info.name,
      dtype: dtypeName(info.dtype),
      data: { type: "Var", def: info.data, span: info.source.span, text: info.data.name } as Renderable,
      shape: info.shape,
      strides: info.strides,
      axis_separators: info.axisSeparators,
      elem_offset: info.elemOffset,
      data_alignment: info.alignment,
      offset_factor: info.offsetFactor,
      buffer_type: info.kind,
      layout: info.layout as Renderable | null,
    };
  }

  private operator(name: string, span: Span | null): Record<string, Member> {
    const { full, known } = this.named(name);
    return {
      name: full,
      op_type: null,
      description: known?.description ?? "",
      attrs_type_key: known?.attributes ?? "",
      num_inputs: known?.inputs ?? -1,
      support_level: known?.level ?? 10,
      arguments: (known?.arguments ?? []).map(
        ([argument, type, description]) =>
          ({
            type: "ArgumentInfo",
            name: argument,
            type_info: type,
            description,
            span,
            text: `${argument}: ${type}`,
          }) as Renderable,
      ),
    };
  }

  /** Python's bools are numbers before 0.26 (`PrimValue.__init__`), and its floats are short before 0.18. */
  private literal({ value, literal }: PrimValue): Expr {
    const { release } = this.schema;
    if (literal === "bool" && value.type === "IntImm" && !atLeast(release, "0.26")) return { ...value, dtype: INT64 };
    if (literal === "float" && value.type === "FloatImm" && !atLeast(release, "0.18"))
      return { ...value, dtype: FLOAT32 };
    return value;
  }

  /** An operator's name in this release: the dialect, or since 0.27 for some `prim`. */
  private named(name: string): { full: string; known: Operator | null } {
    const own = name.replace(/^tirx?\./, `${this.schema.traits.dialect}.`);
    const known = operator(own, this.schema.release);
    if (known && (known.until === null || atLeast(known.until, this.schema.release))) return { full: own, known };
    const prim = own.replace(/^tirx\./, "prim.");
    const other = prim === own ? null : operator(prim, this.schema.release);
    return other ? { full: prim, known: other } : { full: own, known };
  }

  private put(made: Building, name: string, value: Member, span: Span | null, depth: number): void {
    if (value === undefined) return;
    if (value === null || typeof value === "boolean" || typeof value === "number" || typeof value === "string") {
      if (this.boxed(name, value))
        made.children.push({ role: name, node: this.node(box(value, span), span, depth + 1) });
      else made.fields[name] = value;
      return;
    }
    if (typeof value === "bigint") {
      made.fields[name] = Number(value);
      return;
    }
    if (Array.isArray(value)) {
      for (const each of value) this.put(made, name, each, span, depth);
      return;
    }
    if (value instanceof Map) {
      const keys = [...(value as Map<string, Member>).keys()];
      for (const key of this.schema.traits.boxedAnnotations ? legacyMapOrder(keys) : keys)
        this.put(made, name, value.get(key), span, depth);
      return;
    }
    const node = value as Renderable;
    if (node.type === "PythonFloat") {
      const { value: number } = node as PythonFloat;
      if (!this.boxed(name, number)) made.fields[name] = number;
      else made.children.push({ role: name, node: this.node(boxedFloat(number, span), span, depth + 1) });
      return;
    }
    if (this.schema.traits.hiddenTypes.has(node.type === "Opaque" ? ((node as Opaque).of ?? "") : node.type)) return;
    if (node.type === "Buffer" && (name === "buffer" || name === "source_buffer")) {
      if (this.schema.shape("Buffer").name === "Buffer") made.fields[name] = (node as BufferNode).info.name;
      return;
    }
    made.children.push({ role: name, node: this.node(node, span, depth + 1) });
  }

  private boxed(name: string, value: Scalar): boolean {
    const { boxedAnnotations, boxedNodes } = this.schema.traits;
    const isBoxed = name === "annotations" ? boxedAnnotations : name === "node" && boxedNodes;
    return isBoxed && (typeof value === "number" || typeof value === "boolean");
  }
}

/** Why what stands at a span is opaque: the first cause inside of it, or around it. */
function reasonIn(reasons: readonly Reason[], span: Span | null): string {
  const inside = span && reasons.find(({ start, end }) => start >= span.start && end <= span.end);
  const around = span && reasons.find(({ start, end }) => start <= span.start && end >= span.end);
  return (inside ?? around)?.reason ?? "not known without running the program";
}

/** A number as the constant that older releases keep in annotations. */
function box(value: Scalar, span: Span | null): Renderable {
  if (typeof value === "boolean")
    return { type: "IntImm", dtype: "bool", value: value ? 1 : 0, span, text: String(value) } as Renderable;
  return { type: "IntImm", dtype: "int32", value, span, text: String(value) } as Renderable;
}

function boxedFloat(value: number, span: Span | null): Renderable {
  return { type: "FloatImm", dtype: "float32", value, span, text: String(value) } as Renderable;
}
