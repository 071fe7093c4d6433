import { adviceText, goneNote } from "../../api/advice";
import { meaningOf } from "../../api/changes";
import { existsIn } from "../../api/names";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { sentences } from "../../sentences";
import { defineRule } from "../rule";
import { pathTest } from "../scan";
import { type Renaming, rewriteOf, useEdit } from "./rename";

const isSuperseded = pathTest((path, release) => meaningOf(path, release)?.kind === "superseded");

/**
 * A name that the targeted release still takes, and for which it has a better one.
 *
 * Nothing is wrong with such code: a hint, and a fix for those who ask for it.
 */
export const supersededName = defineRule({
  code: "TVM108",
  name: "superseded-name",
  severity: "hint",
  needs: { names: isSuperseded },
  check(context, report) {
    for (const use of context.uses.names) {
      if (existsIn(use.path, context.release) !== true) continue;
      const meaning = meaningOf(use.path, context.release);
      if (meaning?.kind !== "superseded" || meaning.to === null || isGuarded(use.node, context.unit.unit.text))
        continue;
      const { to, since, safe } = meaning;
      const renaming: Renaming = {
        change: { kind: "renamed", to, since, safe },
        length: use.names.length,
        path: use.path,
      };
      report({
        span: use.node,
        deprecated: true,
        page: goneNote(meaning.advice),
        message: sentences(
          t("Since TVM {1} there is `{2}` for `{0}`.", use.path, since, to),
          adviceText(meaning.advice),
        ),
        fix: (at) => {
          const rewrite = rewriteOf(use, renaming, at);
          if (rewrite.kind !== "replace" || rewrite.needs) return null;
          const edits = [useEdit(use, renaming, rewrite, at)];
          return { title: t("Change to `{0}`", to), applicability: safe ? "safe" : "unsafe", edits };
        },
      });
    }
  },
});
