import { spellingOf } from "../../api/script-facts";
import { t } from "../../l10n";
import { lookup } from "../../semantic/scopes";
import { argumentsOf } from "../../semantic/values";
import { child, closest, type SyntaxNode } from "../../syntax/node";
import type { Fix, UnitContext } from "../rule";
import { plainText } from "../script/expressions";
import type { Rewrite } from "./rewrite";

/**
 * `T.ptx_mma_sp("m16n8k16", "row", "col", "fp16", "fp16", "fp32", a.data, 0, …)`: the multiplication of a sparse matrix. Until 0.26
 * the same call by another name; then an instruction, whose name says what the first arguments did, and that takes its registers
 * one by one: a word holds two values of 16 bits, so views of the fragments as words are declared before it.
 *
 * Only where all that decides how many registers there are is written out, and the fragments are read from their beginning.
 */
export const sparseMma: Rewrite = {
  names: ["ptx_mma_sp"],
  fix(use, context) {
    const now = spellingOf("ptx_mma_sp", context.release);
    const call = use.node.parent;
    const last = use.names.at(-1);
    if (!now || !last || call?.kind !== "call" || use.node.field !== "function") return null;
    if (!now.endsWith(".aligned"))
      return { title: t("Change to `{0}`", now), applicability: "safe", edits: [context.edit(last, now)] };
    const root = plainText({ start: use.node.start, end: last.start }, context);
    return instructionFix(call, root, now, context);
  },
};

/** How many values of a fragment each of the 32 threads holds. */
const SHAPES: Readonly<Record<string, { a: number; b: number }>> = {
  m16n8k16: { a: 4, b: 4 },
  m16n8k32: { a: 8, b: 8 },
};
const ACCUMULATED = 4;
const MULTIPLIED: Readonly<Record<string, string>> = { fp16: "f16", float16: "f16" };
const SUMMED: Readonly<Record<string, string>> = { fp16: "f16", float16: "f16", fp32: "f32", float32: "f32" };

function instructionFix(call: SyntaxNode, root: string, now: string, context: UnitContext): Fix | null {
  const outer = call.parent?.kind === "argument_list" ? call.parent.parent : null;
  const evaluated = outer && /\.evaluate$/.test(context.text(child(outer, "function") ?? outer)) ? outer : call;
  const statement = evaluated.parent;
  const { positional, keywords, spread } = argumentsOf(call);
  if (statement?.kind !== "expression_statement" || spread || positional.length !== 16 || hasComment(evaluated))
    return null;
  if (keywords.some((each) => context.text(child(each, "name") ?? each) !== "dtype")) return null;
  const given = positional.map((each) => context.text(each));
  const [shape = "", left, right, ...types] = given.slice(0, 6).map(plain);
  const counts = SHAPES[shape];
  const [a, b, c] = [MULTIPLIED[types[0] ?? ""], MULTIPLIED[types[1] ?? ""], SUMMED[types[2] ?? ""]];
  if (!counts || left !== "row" || right !== "col" || !a || a !== b || !c) return null;
  const offsets = [given[7], given[9], given[11]];
  if (offsets.some((each) => each !== "0") || given[15] !== "False") return null;
  const first = fragmentOf(positional[6], "float16", counts.a, root, context);
  const second = fragmentOf(positional[8], "float16", counts.b, root, context);
  const sum = fragmentOf(positional[10], c === "f16" ? "float16" : "float32", ACCUMULATED, root, context);
  const metadata = bufferOf(positional[12], context);
  const statementText = context.unit.unit.text;
  const indent = /[^\n]*$/.exec(statementText.slice(0, statement.start))?.[0] ?? "";
  if (!first || !second || !sum || !metadata || indent.trim() !== "") return null;
  const groups = [sum, first, second, sum].map((each) => each.registers.join(", "));
  const operands = [...groups, `${metadata}[${given[13]}]`, given[14] ?? ""];
  const written = [
    ...[first, second, sum].flatMap((each) => (each.view === null ? [] : [each.view])),
    `${root}${now}.${shape}.row.col.${c}.${a}.${a}.${c}(`,
    ...operands.map((each) => `    ${each},`),
    ")",
  ];
  return {
    title: t("Change to `{0}`", `${root}${now}`),
    applicability: "safe",
    edits: [context.edit(statement, written.join(`\n${indent}`))],
  };
}

interface Fragment {
  /** The declaration of the view as words; null where the values are registers themselves. */
  readonly view: string | null;
  readonly registers: readonly string[];
}

function fragmentOf(
  pointer: SyntaxNode | undefined,
  dtype: string,
  count: number,
  root: string,
  context: UnitContext,
): Fragment | null {
  const name = bufferOf(pointer, context);
  const declared = name && pointer && declaredAs(pointer, name, context);
  if (!declared || declared.dtype !== dtype || declared.extent < count || declared.extent % 2 !== 0) return null;
  if (dtype === "float32") return { view: null, registers: elements(name, count) };
  const words = wordsOf(name, pointer, context);
  const view = `${words} = ${root}decl_buffer([${declared.extent / 2}], "uint32", data=${name}.data, scope="local")`;
  return { view, registers: elements(words, count / 2) };
}

function elements(name: string, count: number): string[] {
  return Array.from({ length: count }, (_, i) => `${name}[${i}]`);
}

/** `A` of `A.data` */
function bufferOf(pointer: SyntaxNode | undefined, context: UnitContext): string | null {
  return pointer ? (/^([A-Za-z_]\w*)\.data$/.exec(context.text(pointer))?.[1] ?? null) : null;
}

/** The one dimension and the type of a buffer in a thread's own memory; null where they are not written out. */
function declaredAs(pointer: SyntaxNode, name: string, context: UnitContext): { extent: number; dtype: string } | null {
  const bound = lookup(name, { node: pointer, unit: context.unit }, context.model.module);
  const binding = bound.length === 1 && bound[0]?.unit === context.unit ? bound[0].binding : null;
  const value = binding?.kind === "value" && binding.index === null ? binding.value : null;
  const fn = value?.kind === "call" ? child(value, "function") : null;
  if (!value || !fn || !/\.(?:alloc_buffer|sblock_alloc_buffer|decl_buffer|allocate)$/.test(context.text(fn)))
    return null;
  const { positional, keywords, spread } = argumentsOf(value);
  const named = new Map(
    keywords.map((each) => [context.text(child(each, "name") ?? each), context.text(child(each, "value") ?? each)]),
  );
  const texts = positional.map((each) => context.text(each));
  const extent = /^[[(]\s*(\d+)\s*,?\s*[\])]$|^(\d+)$/.exec(
    texts[0] ?? named.get("shape") ?? named.get("extents") ?? "",
  );
  const scope = plain(named.get("scope") ?? (/\.allocate$/.test(context.text(fn)) ? (texts[2] ?? "") : ""));
  if (spread || !extent || scope !== "local" || named.has("data")) return null;
  return { extent: Number(extent[1] ?? extent[2]), dtype: plain(texts[1] ?? named.get("dtype") ?? "float32") };
}

/**
 * A name for the view of a fragment that the function does not have yet, another for each use of the fragment: a scope defines a
 * name once, and several calls are rewritten at a time.
 */
function wordsOf(fragment: string, pointer: SyntaxNode, context: UnitContext): string {
  const fn = closest(pointer, (each) => each.kind === "function_definition") ?? pointer;
  const text = context.text(fn);
  const before = context.text({ start: fn.start, end: pointer.start });
  let uses = before.split(new RegExp(`\\b${fragment}\\.data\\b`)).length;
  let found = "";
  for (let i = 0; uses > 0; i++) {
    found = `${fragment}_words${i > 0 ? `_${i}` : ""}`;
    if (!new RegExp(`\\b${found}\\b`).test(text)) uses--;
  }
  return found;
}

function plain(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, "$2");
}

function hasComment(node: SyntaxNode): boolean {
  return node.kind === "comment" || node.children.some(hasComment);
}
