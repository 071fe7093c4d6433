import { valueNow } from "../../api/changes";
import { lastWord } from "../../api/last-word";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { defineRule } from "../rule";
import { pathTest } from "../scan";
import { type Renaming, renamedUse } from "./rename";

const givesNothing = pathTest((path, release) => valueNow(path, release) !== null);

/**
 * The value of a function that gives none any more: `assert relax.analysis.well_formed(mod)`, which now raises at what is wrong and
 * gives back None. Another function gives what it gave. Where the value is not used the call stays: it is there to raise.
 */
export const valueElsewhere = defineRule({
  code: "TVM158",
  name: "value-elsewhere",
  severity: "warning",
  needs: { names: givesNothing },
  check(context, report) {
    for (const use of context.uses.names) {
      const call = use.node.parent?.kind === "call" && use.node.field === "function" ? use.node.parent : null;
      const entry = call && valueNow(use.path, context.release);
      if (!entry || call.parent?.kind === "expression_statement" || isGuarded(call, context.unit.unit.text)) continue;
      const renaming: Renaming = {
        change: { kind: "renamed", to: entry.to, since: entry.since, safe: true },
        length: use.names.length,
        path: use.path,
      };
      report({
        span: use.node,
        message: t(
          "Since TVM {1} `{0}` gives back nothing, and raises at what is wrong: the answer is what `{2}` gives.",
          lastWord(use.path),
          entry.since,
          entry.to,
        ),
        fix: (at) => {
          const edits = renamedUse(use, renaming, at);
          return edits && { title: t("Change to `{0}`", entry.to), applicability: "safe", edits };
        },
      });
    }
  },
});
