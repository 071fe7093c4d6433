import { argumentChangeOf, knowsSomeArgument } from "../../api/arguments";
import { equivalentIn } from "../../api/changes";
import { keywordChangeOf, laterKeywords } from "../../api/keywords";
import type { Release } from "../../api/releases";
import { signatureOf } from "../../api/signatures";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import type { Use } from "../../semantic/uses";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import { withoutArgument } from "../argument-list";
import { defineRule, type PartEdit, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { relaxName } from "../script/dialect";
import { mayHaveKnownArgument } from "./argument-scan";

const takesMoreLater = pathTest(
  (path, release) =>
    path.startsWith("tvm.script") && path.includes(".relax") && laterKeywords(path, release).length > 0,
);

const takesKnownOrMore = pathTest((path, release) => knowsSomeArgument(path) || takesMoreLater(path, release));

/**
 * A keyword argument that only a later release takes: `@T.prim_func(s_tir=True)` for 0.22. Where the older release does without
 * it what it asks for, the fix leaves it out. Only what was looked up in TVM's history is reported
 * (server/data/reviewed/arguments.json).
 */
export const argumentNotYet = defineRule({
  code: "TVM140",
  name: "argument-not-yet",
  severity: "error",
  needs: { names: takesKnownOrMore },
  scan: (unit) => mayHaveKnownArgument(unit) || unit.mentions(takesMoreLater),
  check(context, report) {
    for (const use of context.uses.names) {
      const call = use.node.parent;
      if (call?.kind !== "call" || use.node.field !== "function") continue;
      for (const argument of argumentsOf(call).keywords) {
        const name = child(argument, "name");
        const value = child(argument, "value");
        if (!name || !value) continue;
        const keyword = context.text(name);
        const reviewed = argumentChangeOf(use.path, keyword, context.text(value), context.release);
        const change = reviewed?.kind === "not-yet" ? reviewed : laterDefault(use, keyword, value, context);
        if (!change || isGuarded(argument, context.unit.unit.text)) continue;
        report({
          span: argument,
          message: t("`{0}=` only came with TVM {1}.", keyword, change.since),
          ...(change.idle && {
            fix: (at) => ({
              title: t("Leave `{0}=` out", keyword),
              applicability: "safe",
              edits: leftOut(call, argument, at),
            }),
          }),
        });
      }
    }
  },
});

/**
 * An argument of one of Relax's operators that the release's signature does not have, and that says what the later one says by
 * itself: `mode="fast"`, as TVM prints it.
 */
function laterDefault(use: Use, keyword: string, value: SyntaxNode, context: UnitContext): NotYet | null {
  if (relaxName(use) === null) return null;
  const change = keywordChangeOf(use.path, keyword, context.release);
  if (change?.kind !== "not-yet" || change.to !== null) return null;
  const later = equivalentIn(use.path, change.since);
  const parameters = later === null ? null : signatureOf(later, change.since)?.parameters;
  const said = parameters?.find(({ name }) => name === keyword)?.default;
  const isDefault = said !== undefined && said !== null && plain(said) === plain(context.text(value));
  return isDefault ? { since: change.since, idle: true } : null;
}

interface NotYet {
  readonly since: Release;
  readonly idle: boolean;
}

function plain(value: string): string {
  return value.replace(/^'(.*)'$/, '"$1"');
}

/** A decorator whose only argument goes loses its brackets, too. */
function leftOut(call: SyntaxNode, argument: SyntaxNode, context: UnitContext): PartEdit[] {
  const list = child(call, "arguments");
  if (call.parent?.kind === "decorator" && list?.children.length === 1) return [context.edit(list, "")];
  return withoutArgument(argument, context);
}
