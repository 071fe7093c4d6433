import { t } from "../../l10n";
import type { Span } from "../../position";
import { lookup } from "../../semantic/scopes";
import { argumentsOf } from "../../semantic/values";
import { assignmentOf, child, type SyntaxNode, walk } from "../../syntax/node";
import { dedented } from "../dedent";
import type { Fix, PartEdit, UnitContext } from "../rule";
import { plainText } from "../script/expressions";
import { type With, withOf } from "./bound";
import type { Rewrite } from "./rewrite";

/**
 * `p = T.allocate(extents, dtype, scope)`, or `with T.allocate(…) as p:`: memory behind a pointer. Now memory comes with its buffer.
 *
 * Where the pointer serves one buffer of the same shape and type, that buffer is what is allocated, and its declaration goes.
 * Else the name stands for a buffer, and each read of the pointer becomes `p.data`, but where it was a buffer before, too.
 */
export const allocation: Rewrite = {
  names: ["allocate"],
  fix(use, context) {
    const call = use.node.parent;
    const last = use.names.at(-1);
    if (call?.kind !== "call" || use.node.field !== "function" || !last) return null;
    const scoped = withOf(call);
    if (scoped) return scopedFix(scoped, call, plainText({ start: use.node.start, end: last.start }, context), context);
    const statement = assignmentOf(call);
    const pointer = statement && child(statement, "left");
    if (!statement || pointer?.kind !== "identifier") return null;
    if (child(statement, "type")) return null;
    const memory = memoryOf(call, context);
    const reads = memory && readsOf(pointer, context);
    if (!memory || !reads) return null;
    const root = plainText({ start: use.node.start, end: last.start }, context);
    const pointers = reads.filter((read) => !isOfBuffer(read, context));
    const [only] = reads;
    const declaration = reads.length === 1 && only ? declarationOf(only, context) : null;
    const title = t("Change to `{0}`", `${root}alloc_buffer`);
    if (declaration && isSame(declaration, memory) && declaration.rest.length === 0 && !hasComment(statement)) {
      const gap = between(statement, declaration.statement, context);
      if (gap) {
        const written = `${context.text(declaration.name)} = ${root}alloc_buffer(${argumentText(memory)})`;
        return {
          title,
          applicability: "safe",
          edits: [context.edit(statement, written), context.edit(gap, "")],
        };
      }
    }
    const edits: PartEdit[] = pointers.map((read) => context.edit({ start: read.end, end: read.end }, ".data"));
    return {
      title,
      applicability: "safe",
      edits: [context.edit(call, `${root}alloc_buffer(${argumentText(memory)})`), ...edits],
    };
  },
};

/** `with T.allocate(…) as p:`: the memory is there for what follows in the same block, so the body moves out. */
function scopedFix({ statement, name }: With, call: SyntaxNode, root: string, context: UnitContext): Fix | null {
  const memory = memoryOf(call, context);
  const reads = name && memory && readsOf(name, context);
  const body = dedented(statement, context);
  if (!name || !memory || !reads || !body) return null;
  const [only] = reads;
  const declaration = reads.length === 1 && only ? declarationOf(only, context) : null;
  const isOne = declaration && isSame(declaration, memory) && declaration.rest.length === 0;
  const line = isOne ? lineOf(declaration.statement, context) : null;
  const allocated = line && declaration ? context.text(declaration.name) : context.text(name);
  const header = { start: statement.start, end: body.headerEnd };
  const written = context.edit(header, `${allocated} = ${root}alloc_buffer(${argumentText(memory)})`);
  const gone = line && context.edit(line, "");
  const kept = body.edits.filter((edit) => !gone || edit.end <= gone.start || edit.start >= gone.end);
  const pointers = line ? [] : reads.filter((read) => !isOfBuffer(read, context));
  return {
    title: t("Change to `{0}`", `${root}alloc_buffer`),
    applicability: "safe",
    edits: [
      written,
      ...kept,
      ...(gone ? [gone] : []),
      ...pointers.map((read) => context.edit({ start: read.end, end: read.end }, ".data")),
    ],
  };
}

/** Source texts of what is allocated. */
interface Memory {
  readonly shape: string;
  readonly dtype: string | null;
  readonly scope: string | null;
  readonly annotations: string | null;
}

/** Null where the call is more than these say: a condition, several values at once. */
function memoryOf(call: SyntaxNode, context: UnitContext): Memory | null {
  const given = namedArguments(call, ["extents", "dtype", "scope"], context);
  const shape = given?.get("extents");
  if (!given || shape === undefined) return null;
  const known = new Set(["extents", "dtype", "scope", "annotations"]);
  if ([...given.keys()].some((name) => !known.has(name)) || hasComment(call)) return null;
  const text = (name: string) => given.get(name) ?? null;
  return { shape, dtype: text("dtype"), scope: text("scope"), annotations: text("annotations") };
}

function argumentText({ shape, dtype, scope, annotations }: Memory): string {
  return [
    shape,
    ...(dtype === null ? [] : [dtype]),
    ...(scope === null || plain(scope) === "global" ? [] : [`scope=${scope}`]),
    ...(annotations === null ? [] : [`annotations=${annotations}`]),
  ].join(", ");
}

/** A buffer's declaration over a pointer: `B = T.Buffer(shape, dtype, data=p)`. */
interface Declaration {
  readonly name: SyntaxNode;
  readonly statement: SyntaxNode;
  readonly shape: string;
  readonly dtype: string | null;
  readonly scope: string | null;
  /** What else it says. */
  readonly rest: readonly string[];
}

function declarationOf(read: SyntaxNode, context: UnitContext): Declaration | null {
  const argument = read.parent?.kind === "keyword_argument" && read.field === "value" ? read.parent : null;
  const name = argument && child(argument, "name");
  const call = argument?.parent?.parent;
  const statement = call ? assignmentOf(call) : null;
  const target = statement && child(statement, "left");
  const fn = call && child(call, "function");
  if (!name || context.text(name) !== "data" || !statement || target?.kind !== "identifier" || !call || !fn)
    return null;
  if (!/\.(?:Buffer|decl_buffer|buffer_decl)$/.test(context.text(fn)) || hasComment(statement)) return null;
  const given = namedArguments(call, ["shape", "dtype"], context);
  const shape = given?.get("shape");
  if (!given || shape === undefined) return null;
  // The alignment of what is declared is that of what is allocated; the old default says nothing.
  const rest = [...given.keys()].filter((each) => !/^(?:shape|dtype|data|scope|align)$/.test(each));
  return {
    name: target,
    statement,
    shape,
    dtype: given.get("dtype") ?? null,
    scope: given.get("scope") ?? null,
    rest,
  };
}

function isSame(declaration: Declaration, memory: Memory): boolean {
  const shape = (text: string) => {
    const inner = /^[[(]([\s\S]*?),?\s*[\])]$/.exec(text.trim())?.[1] ?? text;
    return inner.replace(/\s+/g, "");
  };
  const type = (text: string | null) => (text === null ? "float32" : plain(text));
  const scope = (text: string | null) => (text === null ? null : plain(text));
  return (
    shape(declaration.shape) === shape(memory.shape) &&
    type(declaration.dtype) === type(memory.dtype) &&
    (scope(declaration.scope) === null || scope(declaration.scope) === (scope(memory.scope) ?? "global"))
  );
}

function plain(text: string): string {
  return text.replace(/^(["'])(.*)\1$/, "$2");
}

/** The arguments of a call by name; null where one cannot be named. */
function namedArguments(
  call: SyntaxNode,
  names: readonly string[],
  context: UnitContext,
): ReadonlyMap<string, string> | null {
  const { positional, keywords, spread } = argumentsOf(call);
  if (spread || positional.length > names.length) return null;
  const given = new Map<string, string>();
  for (const [i, each] of positional.entries()) given.set(names[i] ?? "", context.text(each));
  for (const each of keywords) {
    const name = child(each, "name");
    const value = child(each, "value");
    if (!name || !value) return null;
    given.set(context.text(name), context.text(value));
  }
  return given;
}

/** All reads of a name that is bound once, in its function; null where it is bound again. */
function readsOf(name: SyntaxNode, context: UnitContext): SyntaxNode[] | null {
  const text = context.text(name);
  const bound = lookup(text, { node: name, unit: context.unit }, context.model.module);
  if (bound.length !== 1) return null;
  let scope: SyntaxNode | null = name;
  while (scope && scope.kind !== "function_definition") scope = scope.parent;
  if (!scope) return null;
  const reads: SyntaxNode[] = [];
  walk(scope, (node) => {
    if (node.kind !== "identifier" || node === name || context.text(node) !== text) return;
    if (node.field === "name" && node.parent?.kind === "keyword_argument") return;
    if (node.field === "attribute") return;
    reads.push(node);
  });
  return reads;
}

/** A read that takes the name for a buffer: in releases of 2022 what was allocated could be read as one, and had `.data`. */
function isOfBuffer(read: SyntaxNode, context: UnitContext): boolean {
  const { parent } = read;
  if (parent?.kind === "subscript") return read.field === "value";
  if (parent?.kind === "attribute") return read.field === "object" && /\.\s*data$/.test(context.text(parent));
  // Loads and stores become reads of the buffer.
  const call = parent?.kind === "argument_list" ? parent.parent : null;
  const fn = call?.kind === "call" ? child(call, "function") : null;
  const place = fn ? ["store", "load"].findIndex((name) => context.text(fn).endsWith(`.${name}`)) : -1;
  return call !== null && place >= 0 && argumentsOf(call).positional[place] === read;
}

/** The lines of a statement that follows another one in the same block; null where something else is on them. */
function between(first: SyntaxNode, second: SyntaxNode, context: UnitContext): Span | null {
  const a = first.parent;
  const b = second.parent;
  if (a?.kind !== "expression_statement" || b?.kind !== "expression_statement" || a.parent !== b.parent) return null;
  return lineOf(second, context);
}

/** The lines of a statement; null where something else is on them. */
export function lineOf({ parent: b }: SyntaxNode, context: UnitContext): Span | null {
  if (b?.kind !== "expression_statement") return null;
  const { text } = context.unit.unit;
  const start = text.lastIndexOf("\n", b.start - 1) + 1;
  const end = text.indexOf("\n", b.end);
  if (text.slice(start, b.start).trim() !== "") return null;
  const tail = end < 0 ? text.slice(b.end) : text.slice(b.end, end);
  if (tail.trim() !== "") return null;
  // The last line of a unit has no line end of its own: the one before it goes.
  return end < 0 ? { start: Math.max(0, start - 1), end: text.length } : { start, end: end + 1 };
}

function hasComment(node: SyntaxNode): boolean {
  return node.kind === "comment" || node.children.some(hasComment);
}
