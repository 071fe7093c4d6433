/** One line for people: what a node is, in the words of its source. */
import { dtypeName } from "./dtype";
import type { Expr, Source, TirNode } from "./ir";

/** Enough for a line in a tree. */
const LONGEST = 100;

/** No line that is shown needs more of a source than this, comments and white space included. */
const ENOUGH = 40 * LONGEST;

/** A source text on one line, shortened. */
export function oneLine(text: string): string {
  const line = text.slice(0, ENOUGH).replace(/#.*$/gm, " ").replace(/\s+/g, " ").trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST - 1)}…` : line;
}

/** Statements that hold others: their header says enough. */
const COMPOUND = new Set(["For", "While", "IfThenElse", "Block", "BlockRealize", "AttrStmt", "If", "DataflowBlock"]);

/**
 * The text of a node: its own words where its source says too much (a whole loop) or nothing, else its source on one line.
 * @param source the source at the node's span; null where it has none
 */
export function textOf(node: { readonly type: string } & Source, source: string | null): string {
  if (node.text !== undefined) return node.text;
  const own = ownText(node as TirNode, source);
  if (own !== null) return own;
  if (source === null) return "";
  if (COMPOUND.has(node.type)) return oneLine(headerOf(source).replace(/^(?:with|if|elif|while)\b/, ""));
  return oneLine(SEVERAL.has(node.type) ? firstLine(source) : source);
}

/** Nodes that stand for a run of statements: the first one names them. */
const SEVERAL = new Set(["SeqStmt", "SeqExpr", "BindingBlock"]);

function firstLine(source: string): string {
  const end = source.indexOf("\n");
  return end < 0 ? source : `${headerOf(source)} …`;
}

function ownText(node: TirNode, source: string | null): string | null {
  switch (node.type) {
    case "Var":
      return node.def.name;
    case "IntImm":
      return node.dtype.code === "bool" ? (node.value === 0n ? "False" : "True") : String(node.value);
    case "FloatImm":
      return floatText(node.value);
    case "StringImm":
      return JSON.stringify(node.value);
    case "Op":
      return node.name;
    case "GlobalVar":
      return node.name_hint;
    case "Buffer":
      return `${node.info.name}: ${shapeText(node.info.shape)} ${dtypeName(node.info.dtype)}`;
    case "IterVar":
      return node.thread_tag ? `${node.var.def.name} ${node.thread_tag}` : node.var.def.name;
    case "Range":
      return `[${exprText(node.min)}, +${exprText(node.extent)}]`;
    case "For": {
      const [, iterable] = /\bin\b([\s\S]*)$/.exec(source === null ? "" : headerOf(source)) ?? [];
      return iterable === undefined ? node.loop_var.def.name : oneLine(`${node.loop_var.def.name} in ${iterable}`);
    }
    case "Block":
      return node.name_hint || null;
    case "PrimFunc":
      return node.name;
    default:
      return null;
  }
}

/** The header of a compound statement, without its colon; else the first line. */
function headerOf(whole: string): string {
  const source = whole.slice(0, ENOUGH);
  let depth = 0;
  let quote = "";
  for (let at = 0; at < source.length; at++) {
    const character = source[at] as string;
    if (quote) {
      if (character === "\\") at++;
      else if (character === quote) quote = "";
    } else if (character === '"' || character === "'") quote = character;
    else if ("([{".includes(character)) depth++;
    else if (")]}".includes(character)) depth--;
    else if (depth <= 0 && (character === ":" || character === "\n")) return source.slice(0, at);
  }
  return source;
}

function exprText(expr: Expr): string {
  switch (expr.type) {
    case "Var":
    case "IntImm":
    case "FloatImm":
      return ownText(expr, null) ?? "";
    case "Add":
    case "Sub":
    case "Mul":
    case "FloorDiv":
    case "FloorMod":
      return `${exprText(expr.a)} ${SIGNS[expr.type]} ${exprText(expr.b)}`;
    default:
      return "…";
  }
}

const SIGNS = { Add: "+", Sub: "-", Mul: "*", FloorDiv: "//", FloorMod: "%" } as const;

function floatText(value: number): string {
  if (Number.isInteger(value) && Math.abs(value) < 1e16) return value.toFixed(1);
  return String(value);
}

function shapeText(shape: readonly Expr[]): string {
  return `(${shape.map(exprText).join(", ")})`;
}
