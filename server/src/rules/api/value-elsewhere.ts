import { valueNames, valueNow } from "../../api/changes";
import { lastWord } from "../../api/last-word";
import type { Release } from "../../api/releases";
import { t } from "../../l10n";
import { remembered } from "../../remembered";
import { isGuarded } from "../../semantic/guards";
import { DOT } from "../../syntax/characters";
import { assignmentOf, child, type SyntaxNode, wrapped } from "../../syntax/node";
import { isOfWord, WantedWords } from "../../syntax/words";
import { defineRule, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { beforeSpace, someWord } from "../scan-call";
import { replacement } from "./rename";

const givesNothing = pathTest((path, release) => valueNow(path, release) !== null);

const wantedIn = remembered((release: Release) => new WantedWords(valueNames(release)));

/** Whether a chain of names whose last one starts there is plainly more than the beginning of a statement on a line of its own. */
function mayBeUsed(text: string, name: number): boolean {
  let start = name;
  while (isOfWord(text.charCodeAt(start - 1)) || text.charCodeAt(start - 1) === DOT) start--;
  const before = beforeSpace(text, start);
  if (before === 0) return false;
  if (!text.slice(before, start).includes("\n")) return true;
  return GOES_ON.test(text.slice(Math.max(0, before - 8), before));
}

/** How a line ends that the next one goes on with; some that it does not go on with, too. */
const GOES_ON = /[^\w)\]}"'.]$|\b(?:and|or|not|in|is|if|else|assert|return|await|yield|lambda|from)$/;

/**
 * The value of a function that gives none any more: `assert relax.analysis.well_formed(mod)`, which now raises at what is wrong and
 * gives back None. Another function gives what it gave. Where the value is not used the call stays: it is there to raise.
 */
export const valueElsewhere = defineRule({
  code: "TVM158",
  name: "value-elsewhere",
  severity: "warning",
  needs: { names: givesNothing },
  scan({ text, release }) {
    // By another name it may stand anywhere.
    let isNamed = false;
    const isUsed = someWord(text, wantedIn(release), (_, start) => {
      isNamed = true;
      return mayBeUsed(text, start);
    });
    return isUsed || !isNamed;
  },
  check(context, report) {
    for (const use of context.uses.names) {
      const call = use.node.parent?.kind === "call" && use.node.field === "function" ? use.node.parent : null;
      const entry = call && valueNow(use.path, context.release);
      if (!entry || isDropped(call, context) || isGuarded(call, context.unit.unit.text)) continue;
      report({
        span: use.node,
        message: t(
          "Since TVM {1} `{0}` gives back nothing, and raises at what is wrong: the answer is what `{2}` gives.",
          lastWord(use.path),
          entry.since,
          entry.to,
        ),
        fix: replacement(use, entry.to, entry.since),
      });
    }
  },
});

/** `well_formed(mod)`, `_ = well_formed(mod)`: nobody asks for the answer. */
function isDropped(call: SyntaxNode, context: UnitContext): boolean {
  const assignment = assignmentOf(call);
  const left = assignment && child(assignment, "left");
  return wrapped(call).parent?.kind === "expression_statement" || (left !== null && context.text(left) === "_");
}
