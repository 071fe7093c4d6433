import { t } from "../../l10n";
import { type Access, blockAround, type FunctionAccesses } from "../../tir/accesses";
import type { Block, BufferInfo } from "../../tir/ir";
import { defineRule } from "../rule";
import { primFuncs } from "./readings";

/**
 * A block that says what it reads and writes, and leaves something out. Schedules and passes go by what it says: they move
 * it across the statement that it depends on. Silent for regions that TVM finds itself, and for
 * blocks that say nothing of either.
 */
export const undeclaredAccess = defineRule({
  code: "TVM401",
  name: "undeclared-access",
  severity: "warning",
  scan: (unit) => unit.mayHoldScript,
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
          report({
            span: access.span,
            message: access.value
              ? t("The block “{0}” writes `{1}`, which its `T.writes` leaves out.", block.name_hint, info.name)
              : t("The block “{0}” reads `{1}`, which its `T.reads` leaves out.", block.name_hint, info.name),
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
