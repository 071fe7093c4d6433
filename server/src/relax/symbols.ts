/** Symbolic sizes: `R.Tensor(("n", "n * 2"))` in a signature, `n = T.int64()` in a body. */

import { intImm } from "../tir/arithmetic";
import { toExpr } from "../tir/coerce";
import { INT64, sameDType } from "../tir/dtype";
import { applyBinary, evaluate } from "../tir/expressions";
import type { Expr } from "../tir/ir";
import type { Lowering } from "../tir/lowering";
import { opaque, primVariable, use } from "../tir/make";
import { isPythonName } from "../tir/python-names";
import { expression, unknown, type Value } from "../tir/values";

/** The size that a string in a type stands for. */
export function stringDimension(low: Lowering, value: Extract<Value, { type: "str" }>): Expr {
  const { span } = value.source;
  if (low.checksNames && low.sizeNames === null && span) low.fault({ kind: "relax-type", span, wrong: "quoted-size" });
  const made = new SizeParser(low, value).parse();
  if (made.type === "int") return intImm(INT64, made.value, value.source);
  return made.type === "expr" ? toExpr(made) : opaque("expr", value.source);
}

/** The size of that name: the one in scope, or a new one for the function. */
export function symbol(low: Lowering, name: string, value: Value): Value {
  const known = low.lookup(name);
  if (known) return known;
  checkSymbol(low, name, value);
  const made = fromPrelude(low, name) ?? expression(use(primVariable(name, INT64), value.source));
  low.bind(name, made);
  return made;
}

/** In a signature, sizes are those that are quoted alone somewhere, and what is around the function. */
function checkSymbol(low: Lowering, name: string, value: Value): void {
  const { span } = value.source;
  const { binds } = low.context;
  if (!low.checksNames || !binds || !low.sizeNames || !span) return;
  const { all, isOpen } = low.sizeNames;
  if (all.has(name) || isPythonName(name) || binds(name) || isOpen()) return;
  low.fault({ kind: "undefined-name", span, name, known: [...all] });
}

/** A size that the body binds: that is looked up before the signature is read. */
function fromPrelude(low: Lowering, name: string): Value | null {
  const node = low.prelude.get(name);
  const value = node && low.quietly(() => evaluate(low, node));
  if (value?.type !== "expr" || value.node.type !== "Var" || value.node.def.name !== "") return null;
  // The value of a `R.Prim` could be of another type, while it could have one.
  if (low.since("0.26") && !sameDType(value.node.def.dtype, INT64)) return null;
  value.node.def.name = name;
  return value;
}

/** Sizes are sums and products of names and numbers: Python's expressions, as far as sizes use them. */
class SizeParser {
  private readonly tokens: string[];
  private at = 0;

  constructor(
    private readonly low: Lowering,
    private readonly value: Extract<Value, { type: "str" }>,
  ) {
    this.tokens = value.value.match(/\/\/|\*\*|[A-Za-z_][\w.]*|\d+|\S/g) ?? [];
  }

  parse(): Value {
    const made = this.sum();
    return this.at === this.tokens.length ? made : unknown(this.value.source);
  }

  private sum(): Value {
    let left = this.product();
    while (this.tokens[this.at] === "+" || this.tokens[this.at] === "-") {
      const operator = this.tokens[this.at++] as string;
      left = applyBinary(operator, left, this.product(), this.value.source);
    }
    return left;
  }

  private product(): Value {
    let left = this.atom();
    while (["*", "//", "%"].includes(this.tokens[this.at] ?? "")) {
      const operator = this.tokens[this.at++] as string;
      left = applyBinary(operator, left, this.atom(), this.value.source);
    }
    return left;
  }

  private atom(): Value {
    const token = this.tokens[this.at++] ?? "";
    const { source } = this.value;
    if (token === "(") {
      const inner = this.sum();
      return this.tokens[this.at++] === ")" ? inner : unknown(source);
    }
    if (/^\d+$/.test(token)) return { type: "int", value: BigInt(token), source };
    if (/^[A-Za-z_]\w*$/.test(token) && this.tokens[this.at] !== "(") return symbol(this.low, token, this.value);
    return unknown(source);
  }
}
