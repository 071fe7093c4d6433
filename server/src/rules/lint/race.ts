import { t } from "../../l10n";
import {
  type Access,
  blockAround,
  dependsOn,
  type FunctionAccesses,
  isUnclear,
  mayDependOn,
  scopesAround,
  walkExpr,
} from "../../tir/accesses";
import type { Expr, For } from "../../tir/ir";
import { defineRule } from "../rule";
import { hasPrimFuncs, primFuncs } from "./readings";

const PARALLEL = 1;
const VECTORIZED = 2;
const THREAD_BINDING = 4;

/**
 * A store that all iterations of a parallel loop, or all threads, make to one place, with values of their own: which one
 * stays is chance. Silent for buffers that each has for itself, where the loop's variable is in a condition around the
 * store, and for reductions over threads, which TVM lowers to one that is safe.
 */
export const race = defineRule({
  code: "TVM402",
  name: "race",
  severity: "warning",
  needs: { script: true },
  about: hasPrimFuncs,
  check(context, report) {
    for (const { found } of primFuncs(context)) {
      if (![...found.loops.values()].some(isParallel)) continue;
      for (const access of found.accesses) {
        if (!access.value || !access.span || access.indices.some(isUnclear) || isUnclear(access.value)) continue;
        const loop = loopOfRace(access, found);
        if (!loop) continue;
        const { loop_var } = loop;
        report({
          span: access.span,
          message: t(
            "All iterations of the {0} loop over `{1}` store here: the index does not depend on `{1}`.",
            kindOf(loop),
            loop_var.def.name,
          ),
          ...(loop_var.span && { related: [{ span: loop_var.span, message: t("This is the loop.") }] }),
        });
      }
    }
  },
});

function kindOf({ kind }: For): string {
  return kind === PARALLEL ? t("parallel") : kind === VECTORIZED ? t("vectorized") : t("thread-bound");
}

function loopOfRace(access: Access, found: FunctionAccesses): For | null {
  for (const loop of scopesAround(access.scope)) {
    if (loop.type === "For" && isParallel(loop) && isRace(access, loop, found)) return loop;
  }
  return null;
}

function isParallel({ kind, extent, thread_binding }: For): boolean {
  if (extent.type === "IntImm" && extent.value === 1n) return false;
  if (kind === THREAD_BINDING) return /^(?:blockIdx|threadIdx)\./.test(thread_binding?.thread_tag ?? "");
  return kind === PARALLEL || kind === VECTORIZED;
}

function isRace(access: Access, loop: For, found: FunctionAccesses): boolean {
  const { value, indices, buffer } = access;
  const variable = loop.loop_var.def;
  const moves = (expr: Expr) => mayDependOn(expr, variable, found);
  if (!value || indices.some(moves)) return false;
  if (!dependsOn(value, variable, found) && !readsItself(access)) return false;
  if (!isShared(access, loop, found) || !buffer.info.ownsData) return false;
  for (const node of scopesAround(access.scope)) {
    if (node === loop) break;
    if (node.type === "BlockRealize" && moves(node.predicate)) return false;
    if ((node.type === "IfThenElse" || node.type === "While" || node.type === "Guard") && moves(node.condition))
      return false;
  }
  return loop.kind !== THREAD_BINDING || !isReducedOver(access, moves, found);
}

function readsItself({ value, buffer }: Access): boolean {
  let found = false;
  if (value) {
    walkExpr(value, (node) => {
      if (node.type === "BufferLoad" && node.buffer.info === buffer.info) found = true;
    });
  }
  return found;
}

/** Whether the loop's iterations have one buffer between them. */
function isShared({ buffer: { info } }: Access, loop: For, { allocations }: FunctionAccesses): boolean {
  const allocation = allocations.find((each) => each.buffer.info === info);
  if (allocation) for (const node of scopesAround(allocation.scope)) if (node === loop) return false;
  if (loop.kind !== THREAD_BINDING) return true;
  if (info.scope === "global" || info.scope === "") return true;
  return info.scope === "shared" && loop.thread_binding?.thread_tag.startsWith("threadIdx.") === true;
}

/** A reduce axis of the block stands for the thread. */
function isReducedOver({ scope }: Access, moves: (expr: Expr) => boolean, { values }: FunctionAccesses): boolean {
  return (blockAround(scope)?.iter_vars ?? []).some(({ var: axis, iter_type }) => {
    const value = values.get(axis.def);
    return iter_type === 2 && value !== undefined && moves(value);
  });
}
