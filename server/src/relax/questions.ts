/**
 * A call of an operator as a function of its own that TVM can read: its arguments' types, and what is plain among them. Nothing
 * of the user's code is in it but names of operators, numbers and texts.
 */
import { dtypeName, INT64, sameDType } from "../tir/dtype";
import type { Expr, Opaque } from "../tir/ir";
import type { Value } from "../tir/values";
import type { RelaxCall, RelaxExpr, RelaxType } from "./ir";

type Size = Extract<Expr, { type: "Var" }>;

export interface Question {
  /** A Relax function, its sizes called n0, n1 … in the order in which they appear: the same for calls that are alike. */
  readonly text: string;
  readonly sizes: readonly Size[];
}

/** Operators that call something, or that are no functions of their arguments alone. */
const NEVER = /^(call_|invoke_|make_closure|print|assert_op|dist\.|ccl\.|vm\.|builtin\.|memory\.|grad\.(start|end)_)/;

/** Longer ones are not asked, nor those with more parts: types may share parts that a text has to write out each time. */
const LONGEST = 4000;
const MOST_PARTS = 500;

class Unaskable extends Error {}

function unaskable(): never {
  throw new Unaskable();
}

/** Null where the call says something that cannot be written so. */
export function questionOf(
  name: string,
  call: RelaxCall,
  typeOf: (node: RelaxExpr) => RelaxType | null,
  hasAny: boolean,
): Question | null {
  if (NEVER.test(name) || !call.site || call.ty_args.length > 0) return null;
  const writer = new Writer(typeOf, hasAny);
  try {
    const given = [
      ...call.site.args.map((each) => writer.value(each)),
      ...[...call.site.kwargs].map(([key, value]) => `${key}=${writer.value(value)}`),
    ];
    const text = writer.program(`R.${name}(${given.join(", ")})`);
    return text.length <= LONGEST ? { text, sizes: writer.sizes } : null;
  } catch (error) {
    if (error instanceof Unaskable) return null;
    throw error;
  }
}

class Writer {
  readonly sizes: Size[] = [];
  private readonly parameters: string[] = [];
  private parts = 0;

  constructor(
    private readonly typeOf: (node: RelaxExpr) => RelaxType | null,
    private readonly hasAny: boolean,
  ) {}

  program(call: string): string {
    const names = this.sizes.map((_, i) => `n${i}`);
    const sizes = names.length > 0 ? [`sizes: R.Shape([${names.map((each) => `"${each}"`).join(", ")}])`] : [];
    return [
      "@R.function(private=True)",
      `def f(${[...sizes, ...this.parameters].join(", ")}):`,
      ...names.map((each) => `    ${each} = T.int64()`),
      `    result = ${call}`,
      "    return result",
      "",
    ].join("\n");
  }

  private count(): void {
    if (++this.parts > MOST_PARTS) unaskable();
  }

  value(value: Value): string {
    this.count();
    switch (value.type) {
      case "none":
        return "None";
      case "bool":
        return value.value ? "True" : "False";
      case "int":
        return String(value.value);
      case "float":
        return Number.isFinite(value.value) ? floatText(value.value) : unaskable();
      case "str":
        return stringText(value.value);
      case "tuple":
        return listText(value.items.map((each) => this.value(each)));
      case "expr":
        return this.size(value.node);
      case "relax":
        return this.expression(value.node);
      default:
        return unaskable();
    }
  }

  private expression(node: RelaxExpr): string {
    this.count();
    switch (node.type) {
      case "ShapeExpr":
        return `R.shape([${node.values.map((each) => this.size(each)).join(", ")}])`;
      case "PrimValue":
        return `R.prim_value(${this.size(node.value)})`;
      case "RelaxStringImm":
        return `R.str(${stringText(node.value)})`;
      case "DataTypeImm":
        return `R.dtype(${stringText(node.value)})`;
      case "Tuple":
        return listText(node.fields.map((each) => this.expression(each)));
      case "Constant":
        if (typeof node.value === "number" && node.dtype)
          return `R.const(${node.dtype.code === "float" ? floatText(node.value) : node.value}, "${dtypeName(node.dtype)}")`;
        return unaskable();
      default: {
        const type = this.typeOf(node);
        const name = `a${this.parameters.length}`;
        const at = this.parameters.length;
        this.parameters.push("");
        this.parameters[at] = `${name}: ${this.type(type ?? unaskable())}`;
        return name;
      }
    }
  }

  private type(type: RelaxType | Opaque): string {
    this.count();
    switch (type.type) {
      case "TensorType": {
        if (type.vdevice) return unaskable();
        const dtype = type.dtype === "" ? [] : [`dtype="${type.dtype}"`];
        if (type.shape?.type === "ShapeExpr")
          return `R.Tensor(${[listText(type.shape.values.map((each) => this.quoted(each))), ...dtype].join(", ")})`;
        if (type.shape) return unaskable();
        return `R.Tensor(${[...dtype, ...(type.ndim >= 0 ? [`ndim=${type.ndim}`] : [])].join(", ")})`;
      }
      case "ShapeType":
        if (type.values) return `R.Shape([${type.values.map((each) => this.quoted(each)).join(", ")}])`;
        return type.ndim >= 0 ? `R.Shape(ndim=${type.ndim})` : "R.Shape";
      case "RelaxTupleType":
        return `R.Tuple(${type.fields.map((each) => this.type(each)).join(", ")})`;
      case "PrimStructType":
        return type.value && !this.hasAny ? unaskable() : `R.Prim("${type.dtype}")`;
      case "ObjectType":
        return this.hasAny ? "R.Any" : "R.Object";
      default:
        return unaskable();
    }
  }

  /** A size in a parameter's type: all but numbers are texts there. */
  private quoted(size: Expr): string {
    return size.type === "IntImm" ? String(size.value) : `"${this.size(size)}"`;
  }

  private size(size: Expr): string {
    this.count();
    switch (size.type) {
      case "IntImm":
        return String(size.value);
      case "Var": {
        if (!sameDType(size.def.dtype, INT64)) return unaskable();
        const known = this.sizes.findIndex((each) => each.def === size.def);
        return `n${known >= 0 ? known : this.sizes.push(size) - 1}`;
      }
      case "Add":
      case "Sub":
      case "Mul":
      case "FloorDiv":
      case "FloorMod":
        return `(${this.size(size.a)} ${OPERATORS[size.type]} ${this.size(size.b)})`;
      default:
        return unaskable();
    }
  }
}

const OPERATORS = { Add: "+", Sub: "-", Mul: "*", FloorDiv: "//", FloorMod: "%" } as const;

function listText(items: readonly string[]): string {
  return items.length === 1 ? `(${items[0]},)` : `(${items.join(", ")})`;
}

function floatText(value: number): string {
  return Number.isInteger(value) ? value.toExponential() : String(value);
}

function stringText(value: string): string {
  return /^[\x20-\x7e]*$/.test(value) ? JSON.stringify(value) : unaskable();
}
