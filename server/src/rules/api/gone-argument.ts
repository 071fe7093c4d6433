import { argumentChangeOf } from "../../api/arguments";
import { lastWord } from "../../api/last-word";
import { IN_SCRIPT, keywordGoneSince, type LostArguments, lostArguments, placesLeft } from "../../api/lost-arguments";
import type { Release } from "../../api/releases";
import { t } from "../../l10n";
import { remembered } from "../../remembered";
import { catchesTypeError, isExpectedToFail, isGuarded } from "../../semantic/guards";
import { argumentsOf } from "../../semantic/values";
import { COMMA, DOUBLE_QUOTE, EQUALS, HASH, LEFT_PARENTHESIS, QUOTE } from "../../syntax/characters";
import { child, type SyntaxNode } from "../../syntax/node";
import { afterString } from "../../syntax/split";
import { afterSpace, isOfWord, WantedWords, Words } from "../../syntax/words";
import { withoutArgument } from "../argument-list";
import { defineRule, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { isClosing, isOpening, someWord } from "../scan-call";

const wantedIn = remembered((release: Release) => new WantedWords(lostArguments(release).keys()));
const losesArgument = pathTest((path, release) => !IN_SCRIPT.test(path) && lostArguments(release).has(lastWord(path)));

/**
 * An argument of a function of TVM's that an older release took: by a keyword that went (`tvm.build(mod, name="f")`), or in a place
 * that there no longer is. Python raises TypeError.
 *
 * The functions of TVMScript take more than their signatures say, and are left to the rules about what is written in it; so are
 * arguments of which more is known (TVM104, TVM111, TVM140).
 */
export const goneArgument = defineRule({
  code: "TVM156",
  name: "gone-argument",
  severity: "error",
  needs: { names: losesArgument },
  scan: (unit) =>
    someWord(unit.text, wantedIn(unit.release), (name, _, end) => {
      const lost = lostArguments(unit.release).get(name);
      return lost !== undefined && mayGive(lost, unit.text, end);
    }) || unit.mentionsRenamed(losesArgument),
  check(context, report) {
    for (const { path, node } of context.uses.names) {
      const call = node.parent;
      if (call?.kind !== "call" || node.field !== "function") continue;
      if (!losesArgument(path, context.release) || isMeantToFail(call, context.unit.unit.text)) continue;
      const { positional, keywords, spread } = argumentsOf(call);
      const left = spread ? null : placesLeft(path, context.release);
      const tooMany = left === null ? undefined : positional[left];
      if (tooMany) {
        report({
          span: { start: tooMany.start, end: positional.at(-1)?.end ?? tooMany.end },
          message: t(
            "`{0}` takes no more than {1} arguments by their places in TVM {2}.",
            lastWord(path),
            String(left),
            context.release,
          ),
        });
      }
      for (const argument of keywords) {
        const since = goneSince(path, argument, context);
        if (since === null) continue;
        const keyword = context.text(child(argument, "name") ?? argument);
        report({
          span: argument,
          message: t("`{0}=` is gone since TVM {1}.", keyword, since),
          deprecated: true,
          fix: (at) => ({
            title: t("Leave `{0}=` out", keyword),
            applicability: "unsafe",
            edits: withoutArgument(argument, at),
          }),
        });
      }
    }
  },
});

function isMeantToFail(call: SyntaxNode, text: string): boolean {
  return isGuarded(call, text) || catchesTypeError(call, text) || isExpectedToFail(call, text);
}

function goneSince(path: string, argument: SyntaxNode, context: UnitContext): Release | null {
  const name = child(argument, "name");
  const value = child(argument, "value");
  if (!name || !value) return null;
  const keyword = context.text(name);
  if (argumentChangeOf(path, keyword, context.text(value), context.release)) return null;
  return keywordGoneSince(path, keyword, context.release);
}

/** Whether the arguments of a call, behind its name, may be among those that are lost. */
function mayGive({ keywords, places }: LostArguments, text: string, end: number): boolean {
  const { codes } = Words.of(text);
  const open = afterSpace(codes, end);
  if (codes[open] !== LEFT_PARENTHESIS) return false;
  let depth = 0;
  let given = 0;
  let isEmpty = true;
  for (let at = open + 1; at < text.length; ) {
    const code = codes[at] as number;
    if (code === HASH) {
      at = endOfLine(text, at);
      continue;
    }
    if (isOfWord(code)) {
      const start = at;
      while (isOfWord(codes[at] as number)) at++;
      if (depth > 0) continue;
      isEmpty = false;
      const equals = afterSpace(codes, at);
      if (codes[equals] !== EQUALS || codes[equals + 1] === EQUALS) continue;
      // Arguments in places stand before.
      if (keywords.has(text.slice(start, at)) || (places !== null && given > places)) return true;
      given = Number.NEGATIVE_INFINITY;
      continue;
    }
    if (code === QUOTE || code === DOUBLE_QUOTE) {
      isEmpty = false;
      at = afterString({ text, codes }, at);
      continue;
    }
    if (isClosing(code)) {
      if (depth-- === 0) break;
    } else if (isOpening(code)) {
      depth++;
      isEmpty = false;
    } else if (code === COMMA && depth === 0) {
      if (!isEmpty) given++;
      isEmpty = true;
    }
    at++;
  }
  return places !== null && given + (isEmpty ? 0 : 1) > places;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end < 0 ? text.length : end;
}
