/** What a real TVM has said of types that no rule tells; see `questions.ts`. One for each release: what holds is the release's. */
import { intImm, operate } from "../tir/arithmetic";
import { INT64 } from "../tir/dtype";
import type { Expr, Source } from "../tir/ir";
import { opaque } from "../tir/make";
import type { RelaxCall, RelaxExpr, RelaxType } from "./ir";
import { type Question, questionOf } from "./questions";

/** A size as the worker writes it: a number, the name of a size of the question, or an operator and two sizes. */
export type ToldSize = number | string | readonly [operator: string, a: ToldSize, b: ToldSize];

/** A type as the worker writes it. */
export type ToldType =
  | {
      readonly kind: "tensor";
      readonly shape: readonly ToldSize[] | null;
      readonly ndim: number;
      readonly dtype: string;
    }
  | { readonly kind: "shape"; readonly values: readonly ToldSize[] | null; readonly ndim: number }
  | { readonly kind: "tuple"; readonly fields: readonly ToldType[] }
  | { readonly kind: "scalar"; readonly dtype: string }
  | { readonly kind: "any" };

/** Questions that wait at most; the others are asked when their unit is read anew. */
const MOST_WAITING = 500;
/** More than a project has: those of code as it was being typed. */
const MOST_TOLD = 5000;

export class Answers {
  private readonly told = new Map<string, ToldType | null>();
  private readonly waiting = new Set<string>();
  /** Of the calls inside of others, which are asked for by each one around them: what was inferred, in which version. */
  private readonly inferred = new WeakMap<RelaxExpr, { readonly version: number; readonly type: RelaxType | null }>();
  /** Rises with each answer that could change what was read. */
  version = 1;

  /** The type that TVM gave a call like this; null where it was not asked, which it then will be. */
  typeOf(
    name: string,
    call: RelaxCall,
    typeOf: (node: RelaxExpr) => RelaxType | null,
    hasAny: boolean,
  ): RelaxType | null {
    const question = questionOf(name, call, (node) => this.inferredOnce(node, typeOf), hasAny);
    if (!question) return null;
    const told = this.told.get(question.text);
    if (told === undefined && this.waiting.size < MOST_WAITING) this.waiting.add(question.text);
    return told ? typeFrom(told, question, call) : null;
  }

  private inferredOnce(node: RelaxExpr, typeOf: (node: RelaxExpr) => RelaxType | null): RelaxType | null {
    if (node.type !== "RelaxCall") return typeOf(node);
    const known = this.inferred.get(node);
    if (known?.version === this.version) return known.type;
    const type = typeOf(node);
    this.inferred.set(node, { version: this.version, type });
    return type;
  }

  /** Takes the questions that wait for an answer. */
  take(): string[] {
    const taken = [...this.waiting].filter((text) => !this.told.has(text));
    this.waiting.clear();
    return taken;
  }

  /** Null: TVM doesn't say, or not in words that are understood. It is not asked again. */
  learn(text: string, type: ToldType | null): void {
    if (this.told.size >= MOST_TOLD) this.told.clear();
    this.told.set(text, type);
    if (type) this.version++;
  }
}

function typeFrom(told: ToldType, question: Question, call: RelaxCall): RelaxType {
  const { span } = call;
  switch (told.kind) {
    case "tensor": {
      const values = sizesFrom(told.shape, question, call);
      const shape = values && ({ type: "ShapeExpr", values, span } as const);
      return { type: "TensorType", shape, dtype: told.dtype, vdevice: null, ndim: told.ndim, span };
    }
    case "shape":
      return { type: "ShapeType", values: sizesFrom(told.values, question, call), ndim: told.ndim, span };
    case "tuple":
      return { type: "RelaxTupleType", fields: told.fields.map((each) => typeFrom(each, question, call)), span };
    case "scalar":
      return { type: "PrimStructType", dtype: told.dtype, value: null, span };
    case "any":
      return { type: "ObjectType", span };
  }
}

function sizesFrom(told: readonly ToldSize[] | null, question: Question, source: Source): readonly Expr[] | null {
  return told?.map((each) => sizeFrom(each, question, source)) ?? null;
}

function sizeFrom(told: ToldSize, question: Question, source: Source): Expr {
  if (typeof told === "number") return intImm(INT64, told, source);
  if (typeof told === "string") {
    const known = question.sizes[Number(told.slice(1))];
    return known ? { ...known, span: source.span } : opaque("expr", source);
  }
  const [operator, a, b] = told;
  return operate(operator as "Add", sizeFrom(a, question, source), sizeFrom(b, question, source), source);
}
