import { equivalentIn } from "../../api/changes";
import { signatureOf } from "../../api/signatures";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { addDecoratorArgument } from "../decorator";
import { defineRule, type Fix, type UnitContext } from "../rule";
import { decoratorArguments } from "../script/added-arguments";
import { isFromBeforeTirx, mayBeFromBeforeTirx } from "../script/before-tirx";
import { tirName } from "../script/dialect";
import {
  isBeforeTirx,
  lacksSTir,
  namesPrimFunc,
  type PrimFunc,
  primFuncsOf,
  saysSTir,
  useOfBlocks,
} from "../script/prim-funcs";
import { isUnread } from "../unread";

/**
 * A PrimFunc that is S-TIR, without the decorator's `s_tir=True`.
 *
 * Releases whose `T.prim_func` has that argument take blocks only in functions that say so (`prim_func` in TVM's
 * python/tvm/tirx/script/parser/entry.py); others are TIRx, in which buffers have layouts and `x = value` is mutable. So a
 * function that was written before there was TIRx needs it even without blocks, to be what it was. Of a function that the
 * release takes as it is, and that may well be TIRx, nothing is said.
 */
export const missingSTir = defineRule({
  code: "TVM105",
  name: "missing-s-tir",
  severity: "error",
  needs: { names: namesPrimFunc, release: (release) => !isBeforeTirx(release) },
  scan: mayBeFromBeforeTirx,
  check(context, report) {
    for (const fn of primFuncsOf(context)) {
      const { use } = fn;
      if (tirName(use) !== "prim_func" || !takesSTir(use.path, context) || saysSTir(fn, context)) continue;
      if (isGuarded(fn.decorator, context.unit.unit.text)) continue;
      const fix = (at: UnitContext) => addSTir(fn, at);
      if (lacksSTir(fn, context)) {
        const needing = useOfBlocks(fn, context);
        const message = t(
          "A function with `{0}` needs `@{1}(s_tir=True)` in TVM {2}.",
          needing ? context.text(needing.node) : "",
          context.text(use.node),
          context.release,
        );
        const isLatent = needing !== null && isUnread(needing.node, context);
        report({ span: use.node, message, ...(isLatent && { severity: "warning" as const }), fix });
      } else if (isFromBeforeTirx(fn, context)) {
        const message = t(
          "In TVM {1} `@{0}` makes a function of TIRx: what it made before is made by `@{0}(s_tir=True)`.",
          context.text(use.node),
          context.release,
        );
        report({ span: use.node, message, severity: "warning", fix });
      }
    }
  },
});

function addSTir(fn: PrimFunc, context: UnitContext): Fix {
  const edits = [addDecoratorArgument(fn, decoratorArguments(fn, context), context)];
  return { title: t("Add `s_tir=True`"), applicability: "safe", edits };
}

function takesSTir(path: string, { release }: UnitContext): boolean {
  const today = equivalentIn(path, release);
  const parameters = today === null ? null : signatureOf(today, release)?.parameters;
  return parameters?.some((parameter) => parameter.name === "s_tir") ?? false;
}
