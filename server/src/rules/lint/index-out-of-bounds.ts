import { t } from "../../l10n";
import { type Access, isUnclear } from "../../tir/accesses";
import { isNumber } from "../../tir/arithmetic";
import { type Interval, Intervals } from "../../tir/intervals";
import type { BufferInfo, Expr } from "../../tir/ir";
import { constantDifference, constantValue } from "../../tir/simplify";
import { defineRule } from "../rule";
import { hasPrimFuncs, primFuncs } from "./readings";

/**
 * An element that the buffer doesn't have. TVM's parser doesn't look; what is read or overwritten at run time is whatever
 * lies there. Silent where a condition stands around the access, unless it is outside whatever the loops' values are.
 */
export const indexOutOfBounds = defineRule({
  code: "TVM400",
  name: "index-out-of-bounds",
  severity: "warning",
  needs: { script: true },
  about: hasPrimFuncs,
  check(context, report) {
    for (const { found } of primFuncs(context)) {
      const intervals = new Intervals(found);
      const placeholders = new Map<BufferInfo, boolean>();
      for (const access of found.accesses) {
        const { info } = access.buffer;
        const { shape, name, source } = info;
        if (shape.length !== access.indices.length) continue;
        let isPlaceholder = placeholders.get(info);
        if (isPlaceholder === undefined) {
          isPlaceholder = isPlaceholderOf(info);
          placeholders.set(info, isPlaceholder);
        }
        if (isPlaceholder) continue;
        for (let axis = 0; axis < shape.length; axis++) {
          const index = access.indices[axis];
          const extent = shape[axis];
          if (!extent || !index?.span) continue;
          const outside = outsideOf(index, extent, intervals);
          if (outside === null || isUnclear(index)) continue;
          if (!outside.isAlways && (found.mayLeave || isConditional(access))) continue;
          const values = outside.inWords();
          const size = constantValue(extent) ?? (extent.span ? context.text(extent.span) : "");
          report({
            span: index.span,
            message: t("This index is {0}, but axis {1} of `{2}` goes from 0 to {3}.", values, axis, name, last(size)),
            ...(source.span && { related: [{ span: source.span, message: t("Defined here.") }] }),
          });
        }
      }
    }
  },
});

function last(size: bigint | string): string {
  return typeof size === "bigint" ? `${size - 1n}` : `${size} - 1`;
}

interface Outside {
  readonly inWords: () => string;
  /** Whether all values are outside, not some. */
  readonly isAlways: boolean;
}

/** The values of an index, if some are outside for sure. */
function outsideOf(index: Expr, extent: Expr, intervals: Intervals): Outside | null {
  const size = constantValue(extent);
  if (size === null) {
    const past = constantDifference(index, extent);
    if (past === null || past < 0n) return null;
    const inWords = () => (past === 0n ? t("the size itself") : t("past the size by {0}", `${past}`));
    return { inWords, isAlways: true };
  }
  const found = intervals.of(index);
  if (!found || (found.min >= 0n && found.max < size)) return null;
  const isAlways = found.max < 0n || found.min >= size;
  return isAlways || found.exact ? { inWords: () => wordsOf(found), isAlways } : null;
}

/** A pointer that is seen as a buffer of one element, or of none, whatever lies behind it. */
function isPlaceholderOf({ shape, ownsData }: BufferInfo): boolean {
  let isOne = !ownsData;
  for (const each of shape) {
    const size = constantValue(each);
    if (size === 0n) return true;
    if (size !== 1n) isOne = false;
  }
  return isOne;
}

function wordsOf({ min, max }: Interval): string {
  return min === max ? `${min}` : t("between {0} and {1}", `${min}`, `${max}`);
}

function isConditional({ scope }: Access): boolean {
  for (let at = scope; at; at = at.outer) {
    const { node } = at;
    if (node.type === "IfThenElse" || node.type === "While" || node.type === "Guard") return true;
    if (node.type === "BlockRealize" && !isNumber(node.predicate, 1)) return true;
  }
  return false;
}
