/** The body of a Relax function while it is read: binding blocks, fresh names, arguments brought to normal form. */
import type { Span } from "../position";
import type { Opaque, Source } from "../tir/ir";
import type { Lowering } from "../tir/lowering";
import { cover } from "../tir/make";
import { type Inference, inferType } from "./inference";
import type { Binding, BindingBlock, RelaxCall, RelaxExpr, RelaxType, RelaxVar, RelaxVariable, SeqExpr } from "./ir";
import { useVar } from "./make";
import { contradicts } from "./mismatch";
import { impureCallee } from "./purity";

interface OpenBlock {
  readonly dataflow: boolean;
  readonly bindings: Binding[];
  /** Set by `R.output`: nothing may be bound after it. */
  ended: boolean;
  readonly outputs: [string, RelaxVar][];
}

const openBlock = (dataflow: boolean): OpenBlock => ({ dataflow, bindings: [], ended: false, outputs: [] });

/** What is said of the function around. */
export interface BodyTraits {
  readonly pure: boolean;
  /** `relax.force_pure`: taken to be pure, whatever it calls. */
  readonly forced: boolean;
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
  /** Sizes that the body declares, and no signature: `n = T.int64()`. */
  readonly symbols: [string, Span][] = [];
  /** The first `return`. */
  returned: Span | null = null;
  /** Something was bound after that. */
  wentOn = false;
  /** Something was not read: what it bound, and what it put out, is not known. */
  unread = false;

  private readonly inference: Inference;

  constructor(
    readonly low: Lowering,
    readonly traits: BodyTraits,
  ) {
    this.beginScope();
    this.inference = {
      since: (release) => low.since(release),
      answers: low.answers,
      rejected: ({ op, span }, problem) => {
        if (op.type === "Op" && span)
          low.fault({ kind: "relax-operator", span, operator: op.name.slice("relax.".length), problem });
      },
    };
  }

  private get scope(): Scope {
    return this.scopes[this.scopes.length - 1] as Scope;
  }

  beginScope(): void {
    this.scopes.push({ blocks: [], open: openBlock(false) });
  }

  /** The blocks of the scope that ends. */
  endScope(): BindingBlock[] {
    this.closeBlock();
    return merged((this.scopes.pop() as Scope).blocks);
  }

  beginDataflow(): void {
    this.closeBlock();
    this.scope.open = openBlock(true);
  }

  /** Ends a dataflow block; its outputs are ordinary variables from then on. */
  endDataflow(): readonly [string, RelaxVar][] {
    const { outputs } = this.scope.open;
    this.closeBlock();
    this.scope.open = openBlock(false);
    return outputs;
  }

  get inDataflow(): boolean {
    for (let at = 0; at < this.scopes.length; at++) if (this.scopes[at]?.open.dataflow) return true;
    return false;
  }

  /** In a branch of an `if`. */
  get inBranch(): boolean {
    return this.scopes.length > 1;
  }

  get hasOutput(): boolean {
    return this.scope.open.ended;
  }

  set hasOutput(ended: boolean) {
    this.scope.open.ended = ended;
  }

  /** What the open block gives to the outside, under which name. */
  get outputs(): [string, RelaxVar][] {
    return this.scope.open.outputs;
  }

  /** Whether the open block binds the variable. */
  hasBound(def: RelaxVariable): boolean {
    return this.scope.open.bindings.some((each) => each.var.def === def);
  }

  private closeBlock(): void {
    const { dataflow, bindings } = this.scope.open;
    if (bindings.length > 0) {
      this.scope.blocks.push({ type: dataflow ? "DataflowBlock" : "BindingBlock", bindings, span: cover(bindings) });
    }
    this.scope.open = openBlock(dataflow);
  }

  /** A name as TVM's name supply makes them: `lv`, `lv1`, … */
  private fresh(): string {
    const base = this.inDataflow ? "lv" : "gv";
    const count = this.used.get(base) ?? 0;
    this.used.set(base, count + 1);
    return count === 0 ? base : `${base}${count}`;
  }

  /** Binds something that cannot be known. */
  emitUnread(value: Opaque, source: Source): void {
    this.unread = true;
    this.low.quietly(() => this.emit(value, source));
  }

  /** Binds a value to a new variable; it is named by who binds it. */
  emit(value: RelaxExpr, source: Source, annotation: RelaxType | Opaque | null = null): RelaxVar {
    this.checkOpen(source);
    const normal = this.normalize(value);
    if (annotation) this.checkAnnotation(normal, annotation, source, value.type === "RelaxCall" && holdsCall(value));
    const def: RelaxVariable = {
      name: this.fresh(),
      local: this.inDataflow,
      ty: typeOf(normal, annotation, this.inference),
    };
    this.checkPurity(normal);
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

  private checkOpen({ span }: Source): void {
    if (this.hasOutput && span) this.low.fault({ kind: "relax-output", span, wrong: "binding-after", name: "" });
  }

  /** What has a type before it is bound keeps it; a call's is compared with it when the function is done (since 0.22). */
  private checkAnnotation(
    value: RelaxExpr,
    annotation: RelaxType | Opaque,
    { span }: Source,
    isRewritten: boolean,
  ): void {
    if (annotation.type === "Opaque" || !span) return;
    const isCall = value.type === "RelaxCall";
    if (isCall && !(this.low.since("0.22") && this.low.wellFormed)) return;
    const found = inferType(value, isCall ? this.inference : this.low);
    if (isRewritten) return;
    if (found && contradicts(annotation, found))
      this.low.fault({
        kind: "relax-type-mismatch",
        span,
        wrong: isCall ? "call-annotation" : "annotation",
        given: annotation,
        found,
      });
  }

  /** A pure function, and any dataflow block, holds only calls without side effects. */
  private checkPurity(value: RelaxExpr): void {
    const { span } = value;
    if (value.type !== "RelaxCall" || !span || !this.low.wellFormed) return;
    if (!this.inDataflow && !this.traits.pure) return;
    const callee = impureCallee(value, this.low);
    if (callee !== null && !this.traits.forced)
      this.low.fault({ kind: "relax-impure", span, inDataflow: this.inDataflow, callee });
  }

  emitMatchCast(
    value: RelaxExpr,
    type: RelaxType | Opaque,
    source: Source,
    annotation: RelaxType | Opaque | null = null,
  ): RelaxVar {
    this.checkOpen(source);
    const normal = this.normalize(value);
    this.checkCast(normal, type, annotation, source);
    const def: RelaxVariable = { name: this.fresh(), local: this.inDataflow, ty: type.type === "Opaque" ? null : type };
    const variable = useVar(def, source);
    this.scope.open.bindings.push({ type: "MatchCast", var: variable, value: normal, ty: type, span: source.span });
    return variable;
  }

  private checkCast(
    value: RelaxExpr,
    type: RelaxType | Opaque,
    annotation: RelaxType | Opaque | null,
    { span }: Source,
  ): void {
    if (type.type === "Opaque" || !span) return;
    const found = inferType(value, this.low);
    if (found && contradicts(type, found))
      this.low.fault({ kind: "relax-type-mismatch", span, wrong: "cast", given: type, found });
    else if (annotation && annotation.type !== "Opaque" && contradicts(annotation, type))
      this.low.fault({ kind: "relax-type-mismatch", span, wrong: "cast-annotation", given: annotation, found: type });
  }

  /** A value whose parts are leaves: parts that are calls get a variable of their own. */
  normalize(value: RelaxExpr): RelaxExpr {
    switch (value.type) {
      case "RelaxCall": {
        const args = this.arguments(value.args);
        const op =
          value.op.type === "RelaxCall" || value.op.type === "TupleGetItem"
            ? (this.argument(value.op) as RelaxCall["op"])
            : value.op;
        return args === value.args && op === value.op ? value : { ...value, op, args };
      }
      case "Tuple": {
        const fields = this.arguments(value.fields);
        return fields === value.fields ? value : { type: "Tuple", fields, span: value.span };
      }
      case "TupleGetItem":
        return { ...value, tuple_value: this.argument(value.tuple_value) };
      case "RelaxVar":
        return isEmptyTuple(value.def.ty) && !value.def.local ? { type: "Tuple", fields: [], span: value.span } : value;
      default:
        return value;
    }
  }

  /** The same list where nothing in it needs another form. */
  private arguments(values: readonly RelaxExpr[]): readonly RelaxExpr[] {
    let made: RelaxExpr[] | undefined;
    for (let at = 0; at < values.length; at++) {
      const value = values[at] as RelaxExpr;
      const normal = this.argument(value);
      if (normal !== value) made ??= values.slice(0, at);
      made?.push(normal);
    }
    return made ?? values;
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

/**
 * Whether an argument is a call of its own, for which a variable is made: the call is then another one than the one that was
 * annotated, and the annotation is taken as it is.
 */
function holdsCall({ args }: RelaxCall): boolean {
  const holds = (each: RelaxExpr): boolean => (each.type === "Tuple" ? each.fields.some(holds) : !isLeaf(each));
  return args.some(holds);
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
