import { type ChangedDefault, changedDefaults } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import { defineRule, type UnitContext } from "../rule";
import { tirName } from "./dialect";
import { hasOldDecorator, namesOldPrimFunc, ownUses, type PrimFunc, primFuncsOf } from "./prim-funcs";

/**
 * `T.match_buffer(a, (16, 16), align=128, offset_factor=1)`: defaults that were written out, as printers did, one of which is
 * another now.
 *
 * TVM allocates memory with 64 bytes' alignment since 0.10 (commit 8d60b3cbbc), and declares buffers so; a function that still
 * says 128 asks for more than anybody gives, and differs from what it is compared with. Where nothing shows that the defaults
 * are only written out, a person may mean what is there.
 */
export const oldDefault = defineRule({
  code: "TVM138",
  name: "old-default",
  severity: "warning",
  needs: { names: namesOldPrimFunc },
  scan: ({ text, release }) => changedDefaults(release).some(({ keyword }) => text.includes(keyword)),
  check(context, report) {
    const defaults = changedDefaults(context.release);
    if (defaults.length === 0) return;
    for (const fn of primFuncsOf(context)) {
      if (!hasOldDecorator(fn, context)) continue;
      for (const call of declarationsIn(fn, context)) {
        for (const each of defaults) {
          const value = writtenOut(call, each, context);
          if (!value || isGuarded(value, context.unit.unit.text)) continue;
          report({
            span: value,
            message: t(
              "`{0}={1}` was the default: in TVM {2} it is {3}.",
              each.keyword,
              each.old,
              context.release,
              each.new,
            ),
            fix: (at) => ({
              title: t("Change to `{0}`", `${each.keyword}=${each.new}`),
              applicability: "safe",
              edits: [at.edit(value, each.new)],
            }),
          });
        }
      }
    }
  },
});

const DECLARES = /^(?:match_buffer|alloc_buffer|sblock_alloc_buffer|decl_buffer|buffer_decl|Buffer)$/;

/** The calls that declare buffers in a function, its parameters included. */
function declarationsIn(fn: PrimFunc, context: UnitContext): SyntaxNode[] {
  return ownUses(fn, context).flatMap((use) => {
    const { node } = use;
    const call = node.parent;
    return call?.kind === "call" && node.field === "function" && DECLARES.test(tirName(use) ?? "") ? [call] : [];
  });
}

/** The value, where it is the old default and stands beside another default. */
function writtenOut(
  call: SyntaxNode,
  { keyword, old, beside }: ChangedDefault,
  context: UnitContext,
): SyntaxNode | null {
  const { keywords } = argumentsOf(call);
  const given = (name: string) => {
    const found = keywords.find((each) => context.text(child(each, "name") ?? each) === name);
    return found ? child(found, "value") : null;
  };
  const value = given(keyword);
  const other = given(beside.keyword);
  if (!value || context.text(value) !== old) return null;
  return other && context.text(other) === beside.value ? value : null;
}
