import { beforeMeaning, type Change } from "../../api/changes";
import { existsIn } from "../../api/names";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import type { Use } from "../../semantic/uses";
import { argumentsOf } from "../../semantic/values";
import { child } from "../../syntax/node";
import { defineRule, type Fix, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { tirName } from "../script/dialect";
import { type Renaming, rewriteOf, useEdit } from "./rename";

const isOlderToo = pathTest(
  (path, release) =>
    beforeMeaning(path, release) !== null || (/\btirx\b/.test(path) && existsIn(path, release) === false),
);

/**
 * A name that an older release has too, where it stands for something else: `relax.TensorType((8,), "float32")`, which until
 * 0.25 was the plain type without a shape, and `T.alloc_buffer` of TIRx, which was a block's buffer.
 */
export const meaningNotYet = defineRule({
  code: "TVM142",
  name: "meaning-not-yet",
  severity: "error",
  needs: { names: isOlderToo },
  scan: ({ text }) => /alloc_buffer|(?:Tensor|Shape)Type/.test(text),
  check(context, report) {
    for (const use of context.uses.names) {
      if (use.node.field !== "function" || use.node.parent?.kind !== "call") continue;
      if (isGuarded(use.node, context.unit.unit.text)) continue;
      const allocated = isStatementBuffer(use, context);
      const change = allocated ? null : shapedType(use, context);
      if (!allocated && !change) continue;
      const name = allocated ? "decl_buffer" : (change?.to ?? "");
      report({
        span: use.node,
        message: t(
          "In TVM {0} `{1}` is something else: what is meant here is `{2}`.",
          context.release,
          context.text(use.node),
          name,
        ),
        fix: (at) => (change ? typeFix(use, change, at) : bufferFix(use, at)),
      });
    }
  },
});

/** `T.alloc_buffer` from a release with TIRx, for one without. */
function isStatementBuffer(use: Use, { release }: UnitContext): boolean {
  if (tirName(use) !== "alloc_buffer" || !/\btirx\b/.test(use.path)) return false;
  return existsIn(use.path, release) === false;
}

/** A type that is made with a shape, which the older type of that name does not have. */
function shapedType(use: Use, context: UnitContext): Change | null {
  const call = use.node.parent;
  const change = call && beforeMeaning(use.path, context.release);
  // A type of functions takes lists in either.
  if (!change?.to || !call || use.path.endsWith(".FuncType")) return null;
  const { positional, keywords } = argumentsOf(call);
  const isShaped =
    /^(?:tuple|list)$/.test(positional[0]?.kind ?? "") ||
    keywords.some((each) => /^(?:shape|values|vdevice)$/.test(context.text(child(each, "name") ?? each)));
  return isShaped ? change : null;
}

function typeFix(use: Use, change: Change, context: UnitContext): Fix | null {
  const renaming: Renaming = { change, length: use.names.length, path: use.path };
  const rewrite = rewriteOf(use, renaming, context);
  if (rewrite.kind !== "replace" || rewrite.needs) return null;
  return {
    title: t("Change to `{0}`", change.to ?? ""),
    applicability: change.safe ? "safe" : "unsafe",
    edits: [useEdit(use, renaming, rewrite, context)],
  };
}

/** Without `data=`, `decl_buffer` allocated where it stands. */
function bufferFix(use: Use, context: UnitContext): Fix | null {
  const last = use.names.at(-1);
  return last
    ? { title: t("Change to `{0}`", "decl_buffer"), applicability: "safe", edits: [context.edit(last, "decl_buffer")] }
    : null;
}
