/** The body of a Relax function while it is read: binding blocks, fresh names, arguments brought to normal form. */
import type { Opaque, Source } from "../tir/ir";
import type { Lowering } from "../tir/lowering";
import { cover } from "../tir/make";
import { type Inference, inferType } from "./inference";
import type {
  Binding,
  BindingBlock,
  RelaxCall,
  RelaxExpr,
  RelaxType,
  RelaxVar,
  RelaxVariable,
  SeqExpr,
  Tuple,
} from "./ir";
import { useVar } from "./make";

interface OpenBlock {
  readonly dataflow: boolean;
  readonly bindings: Binding[];
}

/** Nested scopes (a function, a branch) each have blocks of their own. */
interface Scope {
  readonly blocks: BindingBlock[];
  open: OpenBlock;
}

export class BodyBuilder {
  private readonly scopes: Scope[] = [];
  private readonly used = new Map<string, number>();
  output: RelaxExpr | null = null;

  constructor(readonly low: Lowering) {
    this.beginScope();
  }

  private get scope(): Scope {
    return this.scopes.at(-1) as Scope;
  }

  beginScope(): void {
    this.scopes.push({ blocks: [], open: { dataflow: false, bindings: [] } });
  }

  /** The blocks of the scope that ends. */
  endScope(): BindingBlock[] {
    this.closeBlock();
    return merged((this.scopes.pop() as Scope).blocks);
  }

  beginDataflow(): void {
    this.closeBlock();
    this.scope.open = { dataflow: true, bindings: [] };
  }

  /** Ends a dataflow block; its outputs are ordinary variables from then on. */
  endDataflow(): void {
    this.closeBlock();
    this.scope.open = { dataflow: false, bindings: [] };
  }

  get inDataflow(): boolean {
    return this.scope.open.dataflow;
  }

  private closeBlock(): void {
    const { dataflow, bindings } = this.scope.open;
    if (bindings.length > 0) {
      this.scope.blocks.push({ type: dataflow ? "DataflowBlock" : "BindingBlock", bindings, span: cover(bindings) });
    }
    this.scope.open = { dataflow, bindings: [] };
  }

  /** A name as TVM's name supply makes them: `lv`, `lv1`, … */
  private fresh(): string {
    const base = this.inDataflow ? "lv" : "gv";
    const count = this.used.get(base) ?? 0;
    this.used.set(base, count + 1);
    return count === 0 ? base : `${base}${count}`;
  }

  /** Binds a value to a new variable; it is named by who binds it. */
  emit(value: RelaxExpr, source: Source, annotation: RelaxType | Opaque | null = null): RelaxVar {
    const normal = this.normalize(value);
    const def: RelaxVariable = {
      name: this.fresh(),
      local: this.inDataflow,
      ty: typeOf(normal, annotation, this.low),
    };
    const variable = useVar(def, source);
    this.scope.open.bindings.push({ type: "VarBinding", var: variable, value: normal, span: source.span });
    return variable;
  }

  emitTo(variable: RelaxVar, value: RelaxExpr, source: Source): void {
    this.scope.open.bindings.push({
      type: "VarBinding",
      var: variable,
      value: this.normalize(value),
      span: source.span,
    });
  }

  emitMatchCast(value: RelaxExpr, type: RelaxType | Opaque, source: Source): RelaxVar {
    const normal = this.normalize(value);
    const def: RelaxVariable = { name: this.fresh(), local: this.inDataflow, ty: type.type === "Opaque" ? null : type };
    const variable = useVar(def, source);
    this.scope.open.bindings.push({ type: "MatchCast", var: variable, value: normal, ty: type, span: source.span });
    return variable;
  }

  /** A value whose parts are leaves: parts that are calls get a variable of their own. */
  normalize(value: RelaxExpr): RelaxExpr {
    switch (value.type) {
      case "RelaxCall": {
        const args = value.args.map((each) => this.argument(each));
        const op =
          value.op.type === "RelaxCall" || value.op.type === "TupleGetItem"
            ? (this.argument(value.op) as RelaxCall["op"])
            : value.op;
        return { ...value, op, args };
      }
      case "Tuple":
        return { ...value, fields: value.fields.map((each) => this.argument(each)) } satisfies Tuple;
      case "TupleGetItem":
        return { ...value, tuple_value: this.argument(value.tuple_value) };
      case "RelaxVar":
        return isEmptyTuple(value.def.ty) && !value.def.local ? { type: "Tuple", fields: [], span: value.span } : value;
      default:
        return value;
    }
  }

  argument(value: RelaxExpr): RelaxExpr {
    const normal = this.normalize(value);
    if (isLeaf(value)) return normal;
    return this.emit(normal, { span: value.span });
  }

  /** The end of a scope: its blocks, and the value they lead to. */
  sequence(value: RelaxExpr, source: Source): SeqExpr {
    const body = this.argument(value);
    const blocks = this.endScope();
    return { type: "SeqExpr", blocks, body, span: source.span };
  }
}

/** The type of a bound value: that of an annotation where the value is a call, which TVM then infers no other for. */
function typeOf(value: RelaxExpr, annotation: RelaxType | Opaque | null, setting: Inference): RelaxType | null {
  if (annotation && value.type === "RelaxCall") return annotation.type === "Opaque" ? null : annotation;
  const inferred = inferType(value, setting);
  if (inferred && inferred.type !== "Opaque") return inferred;
  if (!annotation || annotation.type === "Opaque") return inferred;
  return inferred === null || isExact(annotation) ? annotation : inferred;
}

/** A type that no inference could make more precise. */
function isExact(type: RelaxType | Opaque): boolean {
  switch (type.type) {
    case "TensorType":
      return type.shape?.type === "ShapeExpr" && type.dtype !== "";
    case "RelaxTupleType":
      return type.fields.every(isExact);
    default:
      return false;
  }
}

function isEmptyTuple(type: RelaxType | null): boolean {
  return type?.type === "RelaxTupleType" && type.fields.length === 0;
}

/** What needs no variable of its own. */
export function isLeaf(value: RelaxExpr): boolean {
  switch (value.type) {
    case "RelaxCall":
    case "TupleGetItem":
    case "If":
    case "SeqExpr":
    case "Function":
      return false;
    default:
      return true;
  }
}

/** Neighbouring blocks of one kind are one. */
function merged(blocks: readonly BindingBlock[]): BindingBlock[] {
  const result: BindingBlock[] = [];
  for (const block of blocks) {
    const last = result.at(-1);
    if (last && last.type === block.type) {
      const bindings = [...last.bindings, ...block.bindings];
      result[result.length - 1] = { ...last, bindings, span: cover(bindings) };
    } else result.push(block);
  }
  return result;
}
