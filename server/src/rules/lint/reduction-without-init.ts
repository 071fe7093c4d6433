import { t } from "../../l10n";
import { type Access, blockAround, type FunctionAccesses } from "../../tir/accesses";
import { dtypeName } from "../../tir/dtype";
import type { Block, BufferInfo, Expr } from "../../tir/ir";
import { fingerprint } from "../../tir/simplify";
import { defineRule, type FixMaker, type Severity, type UnitContext } from "../rule";
import { hasPrimFuncs, occurrencesOf, primFuncs } from "./readings";

/**
 * A block that adds to what is in a buffer, and nothing that puts something there first. Silent where anything else in the
 * function stores to the buffer or hands it on. For a parameter it is only a hint: its caller may have filled it.
 */
export const reductionWithoutInit = defineRule({
  code: "TVM407",
  name: "reduction-without-init",
  severity: "warning",
  needs: { script: true },
  about: hasPrimFuncs,
  check(context, report) {
    for (const { reading, found } of primFuncs(context)) {
      for (const { block } of found.blocks) {
        if (block.init || !block.iter_vars.some((axis) => axis.iter_type === 2)) continue;
        const update = found.accesses.find((each) => blockAround(each.scope) === block && combinerOf(each) !== null);
        if (!update?.span || isFilledElsewhere(update, block, found)) continue;
        const { info } = update.buffer;
        // Loads, stores and regions of it are all that there is.
        const own = found.accesses.filter((each) => each.buffer.info === info).length;
        const isLocal = found.allocations.some((each) => each.buffer.info === info);
        const mentions = occurrencesOf(info.name, reading, context).filter(
          ({ parent, field }) => parent?.kind !== "subscript" || field !== "value",
        );
        if (own < 2 || mentions.length > 1) continue;
        if (!isLocal && startsAnywhere(info)) continue;
        const severity: Severity = isLocal ? "warning" : "hint";
        const fix = fixFor(update, block);
        report({
          span: update.span,
          severity,
          message: isLocal
            ? t("The reduction adds to `{0}`, which nothing has filled: there is no `T.init`.", info.name)
            : t("The reduction adds to what the caller left in `{0}`: there is no `T.init`.", info.name),
          ...(fix && { fix }),
        });
      }
    }
  },
});

/** `Add` in `C[i] = C[i] + x`; null where it is none. */
function combinerOf({ value, buffer, indices }: Access): "Add" | "Mul" | null {
  if (value?.type !== "Add" && value?.type !== "Mul") return null;
  const isSame = (each: Expr) =>
    each.type === "BufferLoad" &&
    each.buffer.info === buffer.info &&
    each.indices.map(fingerprint).join() === indices.map(fingerprint).join();
  return isSame(value.a) || isSame(value.b) ? value.type : null;
}

function isFilledElsewhere(
  { buffer: { info } }: Access,
  block: Block,
  { accesses, blocks }: FunctionAccesses,
): boolean {
  if (!info.ownsData || isView(info, blocks)) return true;
  return accesses.some(
    (each) =>
      each.value && each.buffer.info === info && (blockAround(each.scope) !== block || combinerOf(each) === null),
  );
}

/**
 * `offset_factor=16`: a parameter for a part of a buffer, as in the description of a tensor intrinsic. That is the update
 * alone, and what it is put into has the init.
 */
function startsAnywhere({ elemOffset }: BufferInfo): boolean {
  return elemOffset?.type === "Var";
}

/** Part of another buffer, which may be filled as such. */
function isView(info: BufferInfo, blocks: FunctionAccesses["blocks"]): boolean {
  return blocks.some(({ block }) => block.match_buffers.some(({ buffer }) => buffer.info === info));
}

function fixFor({ span, value, buffer }: Access, { span: around }: Block): FixMaker | null {
  if (!span || !around || value?.type === undefined) return null;
  return (context: UnitContext) => {
    const { text } = context.unit.unit;
    const script = /^with\s+([\w.]+)\.s?block\b/.exec(text.slice(around.start))?.[1];
    const line = text.lastIndexOf("\n", span.start - 1) + 1;
    const indentation = text.slice(line, span.start);
    const target = /^[^=]*[^=\s]/.exec(context.text(span))?.[0];
    if (!script || !target || /\S/.test(indentation)) return null;
    const identity = `${script}.${dtypeName(buffer.info.dtype)}(${value.type === "Mul" ? 1 : 0})`;
    const newText = `with ${script}.init():\n${indentation}    ${target} = ${identity}\n${indentation}`;
    return {
      title: t("Add `{0}`", `with ${script}.init():`),
      applicability: "unsafe",
      edits: [context.edit({ start: span.start, end: span.start }, newText)],
    };
  };
}
