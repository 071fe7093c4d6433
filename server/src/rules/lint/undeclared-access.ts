import { t } from "../../l10n";
import { child, closest, nodeAt, type SyntaxNode } from "../../syntax/node";
import { type Access, blockAround, type FunctionAccesses, scopesAround, variablesIn } from "../../tir/accesses";
import type { Block, BufferInfo, Expr } from "../../tir/ir";
import { defineRule, type FixMaker, type UnitContext } from "../rule";
import { hasPrimFuncs, primFuncs } from "./readings";

/**
 * A block that says what it reads and writes, and leaves something out. Schedules and passes go by what it says: they move
 * it across the statement that it depends on. Silent for regions that TVM finds itself, and for
 * blocks that say nothing of either.
 */
export const undeclaredAccess = defineRule({
  code: "TVM401",
  name: "undeclared-access",
  severity: "warning",
  needs: { script: true },
  about: hasPrimFuncs,
  check(context, report) {
    for (const { found } of primFuncs(context)) {
      for (const { block } of found.blocks) {
        if (!saysRegions(block)) continue;
        const seen = new Set<BufferInfo>();
        for (const access of found.accesses) {
          const { info } = access.buffer;
          if (!access.span || blockAround(access.scope) !== block || seen.has(info)) continue;
          if (!isLeftOut(access, block) || isMadeIn(block, info, found)) continue;
          seen.add(info);
          const fix = declaring(access, block, found);
          report({
            span: access.span,
            message: access.value
              ? t("The block “{0}” writes `{1}`, which its `T.writes` leaves out.", block.name_hint, info.name)
              : t("The block “{0}” reads `{1}`, which its `T.reads` leaves out.", block.name_hint, info.name),
            ...(fix && { fix }),
          });
        }
      }
    }
  },
});

/** A block that says it reads nothing and writes nothing says that nobody should go by it: TVM does so for its root. */
function saysRegions({ reads, writes, detect }: Block): boolean {
  return detect !== 3 && reads.length + writes.length > 0;
}

/** Allocated by a statement in the block: a scalar, a vector. */
function isMadeIn(block: Block, info: BufferInfo, { allocations }: FunctionAccesses): boolean {
  return allocations.some(({ buffer, scope }) => buffer.info === info && blockAround(scope) === block);
}

function isLeftOut({ buffer: { info }, value }: Access, block: Block): boolean {
  const isOwn = [...block.alloc_buffers, ...block.match_buffers.map((each) => each.buffer)].some(
    (each) => each.info === info,
  );
  // Of a buffer without axes there is no region that could be printed.
  if (isOwn || !info.ownsData || info.shape.length === 0) return false;
  const [declared, isFound] = value ? [block.writes, block.detect & 2] : [block.reads, block.detect & 1];
  if (isFound || declared.some((each) => each.type === "Opaque" || each.buffer.info === info)) return false;
  // A reduction reads what it writes: `T.writes` says so.
  return value !== null || !block.writes.some((each) => each.type === "Opaque" || each.buffer.info === info);
}

/** Adds the element to what the block says, where it can be named outside of the block's own loops. */
function declaring({ indices, value, span }: Access, block: Block, found: FunctionAccesses): FixMaker | null {
  if (!span || !block.span || indices.some((index) => movesInside(index, block, found))) return null;
  const from = span.start;
  const header = block.span.start;
  return (context) => {
    const callee = value ? "writes" : "reads";
    const call = declarationIn(nodeAt(context.unit.unit.root, header), callee, context);
    const target = elementAt(nodeAt(context.unit.unit.root, from));
    if (!call || !target) return null;
    const list = child(call, "arguments");
    const items = list?.children.filter((each) => each.kind !== "comment") ?? [];
    const only = items[0];
    const holder = items.length === 1 && only?.kind === "list" ? only : list;
    if (!holder) return null;
    const isEmpty = holder.children.every((each) => each.kind === "comment");
    const at = { start: holder.end - 1, end: holder.end - 1 };
    return {
      title: t("Add `{0}` to `{1}`", context.text(target), `T.${callee}`),
      applicability: "unsafe",
      edits: [context.edit(at, `${isEmpty ? "" : ", "}${context.text(target)}`)],
    };
  };
}

/** A loop inside of the block has no meaning where the block says what it touches. */
function movesInside(index: Expr, block: Block, { loops, accesses, values }: FunctionAccesses): boolean {
  const axes = new Set(block.iter_vars.map((axis) => axis.var.def));
  return [...variablesIn(index)].some((variable) => {
    if (axes.has(variable)) return false;
    const loop = loops.get(variable);
    if (!loop) return values.has(variable);
    return accesses.some(({ scope }) => {
      for (const node of scopesAround(scope)) {
        if (node === loop) return blockAround(scope) === block;
        if (node.type === "BlockRealize") return false;
      }
      return false;
    });
  });
}

/** `T.reads(…)` or `T.writes(…)` in a block. */
function declarationIn(header: SyntaxNode, name: string, context: UnitContext): SyntaxNode | null {
  const block = closest(header, (node) => node.kind === "with_statement");
  const body = block && child(block, "body");
  for (const statement of body?.children ?? []) {
    const call = (statement.kind === "expression_statement" ? statement.children : [])[0];
    const callee = call?.kind === "call" ? child(call, "function") : null;
    if (call && callee && context.text(callee).endsWith(`.${name}`)) return call;
  }
  return null;
}

/** `C[vi]` around the name at which it begins. */
function elementAt(node: SyntaxNode): SyntaxNode | null {
  return closest(node, ({ kind }) => kind === "subscript");
}
