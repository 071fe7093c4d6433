import { equivalentIn } from "../../api/changes";
import { existsIn } from "../../api/names";
import { type Release, releases } from "../../api/releases";
import { signatureOf } from "../../api/signatures";
import { latest } from "../../latest";
import type { Use } from "../../semantic/uses";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import type { UnitContext } from "../rule";
import { pathTest } from "../scan";
import { isUnread } from "../unread";
import { tirName, tirNameOf } from "./dialect";

/** A function in TIR's script dialect. */
export interface PrimFunc {
  readonly definition: SyntaxNode;
  /** `T.prim_func` */
  readonly use: Use;
  readonly decorator: SyntaxNode;
  /** The decorator's call, where it has arguments. */
  readonly call: SyntaxNode | null;
}

/** What only a function with `s_tir=True` may hold: blocks, and what stands in them. */
const OF_BLOCKS = /^(?:s?block|sblock_alloc_buffer|s?block_attr|init|reads|writes|where|axis\.\w+)$/;

export const namesPrimFunc = pathTest((path) => /^(?:prim_func|macro)$/.test(tirNameOf(path) ?? ""));
/** What `hasOldDecorator` says of a decorator's path. */
export const namesOldPrimFunc = pathTest(
  (path, release) => namesPrimFunc(path, release) && existsIn(path, release) === false,
);
export const namesBlock = pathTest((path) => OF_BLOCKS.test(tirNameOf(path) ?? ""));

/** The unit's PrimFuncs, and macros, whose bodies are read as theirs. */
export const primFuncsOf = latest((context: UnitContext): readonly PrimFunc[] =>
  context.uses.names.flatMap((use) => {
    const name = tirName(use);
    const decorator = name === "prim_func" || name === "macro" ? decoratorOf(use.node) : null;
    const definition = decorator?.parent && child(decorator.parent, "definition");
    if (!decorator || definition?.kind !== "function_definition") return [];
    return [{ definition, use, decorator, call: use.node.parent?.kind === "call" ? use.node.parent : null }];
  }),
);

function decoratorOf(node: SyntaxNode): SyntaxNode | null {
  const up = node.parent?.kind === "call" && node.field === "function" ? node.parent.parent : node.parent;
  return up?.kind === "decorator" ? up : null;
}

/** The names of TIR's dialect in a function itself, not in one that is nested in it. */
export function ownUses({ definition }: PrimFunc, context: UnitContext): Use[] {
  return context.uses.names.filter((use) => {
    if (use.node.start < definition.start || use.node.end > definition.end) return false;
    if (tirName(use) === null) return false;
    let at: SyntaxNode | null = use.node;
    while (at && at.kind !== "function_definition") at = at.parent;
    return at === definition;
  });
}

/** The first use in a function that takes blocks to be allowed: one that TVM reads, where there is one. */
export function useOfBlocks(fn: PrimFunc, context: UnitContext): Use | null {
  const found = ownUses(fn, context).filter(
    (use) => OF_BLOCKS.test(tirName(use) ?? "") && use.node.parent?.kind === "call",
  );
  return found.find((use) => !isUnread(use.node, context)) ?? found[0] ?? null;
}

/** The decorator has `s_tir=`, or may have it: `**options`. */
export function saysSTir({ call }: PrimFunc, context: UnitContext): boolean {
  if (!call) return false;
  const { keywords, spread } = argumentsOf(call);
  return spread || keywords.some((each) => context.text(child(each, "name") ?? each) === "s_tir");
}

/** TVM finds a block in a TIRx function when it checks that the function is well-formed, which a decorator can switch off. */
export function isUnchecked(fn: PrimFunc, context: UnitContext): boolean {
  return isDecoratedBy(/\bcheck_well_formed\b/, fn, context);
}

/** Whether a decorator of a function or of what is around it says something. */
function isDecoratedBy(words: RegExp, { definition }: PrimFunc, context: UnitContext): boolean {
  if (context.unit.shells.some((shell) => words.test(shell.unit.text))) return true;
  for (let at = definition.parent; at; at = at.parent) {
    if (at.kind !== "decorated_definition") continue;
    if (at.children.some((each) => each.kind === "decorator" && words.test(context.text(each)))) return true;
  }
  return false;
}

/** Whether the function's decorator is no name of the targeted release: it was written for one that had no TIRx. */
export function hasOldDecorator({ use }: PrimFunc, { release }: UnitContext): boolean {
  return existsIn(use.path, release) === false;
}

/** The function's blocks say that it is S-TIR, and its decorator does not. */
export function lacksSTir(fn: PrimFunc, context: UnitContext): boolean {
  if (tirName(fn.use) !== "prim_func" || saysSTir(fn, context) || isUnchecked(fn, context)) return false;
  // A module that says so says it of its functions.
  if (isDecoratedBy(/\bs_tir\b/, fn, context)) return false;
  return useOfBlocks(fn, context) !== null;
}

/** A person says that the code is from a release whose `T.prim_func` made one kind of function only: not yet TIRx's. */
export function isSaidToBe({ from }: Pick<UnitContext, "from">): boolean {
  return from !== null && isBeforeTirx(from);
}

/** Whether the `T.prim_func` of a release makes one kind of function only: it came before those that ask for `s_tir`. */
export function isBeforeTirx(release: Release): boolean {
  firstWithSTir ??= releases().findIndex((each) => {
    const path = equivalentIn("tvm.script.tirx.prim_func", each);
    const parameters = path === null ? null : signatureOf(path, each)?.parameters;
    return parameters?.some(({ name }) => name === "s_tir") ?? false;
  });
  return releases().indexOf(release) < firstWithSTir;
}

let firstWithSTir: number | undefined;
