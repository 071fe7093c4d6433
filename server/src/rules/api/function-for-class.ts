import { classOfFunction } from "../../api/changes";
import { lastWord } from "../../api/last-word";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { isNameTaken } from "../../semantic/scopes";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import { defineRule, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { replacement } from "./rename";

const isFunctionNow = pathTest((path, release) => classOfFunction(path, release) !== null);
const ASKS_FOR_CLASS = /\b(?:isinstance|issubclass)\b/;

/**
 * A class that is a function now, where Python wants a class: `isinstance(x, tirx.BufferLoad)`. The function makes objects of another
 * class, which is what to ask for.
 */
export const functionForClass = defineRule({
  code: "TVM157",
  name: "function-for-class",
  severity: "error",
  needs: { names: isFunctionNow, words: () => ["isinstance", "issubclass"] },
  scan: (unit) => ASKS_FOR_CLASS.test(unit.text),
  check(context, report) {
    for (const use of context.uses.names) {
      const entry = classOfFunction(use.path, context.release);
      if (!entry || !isAskedFor(use.node, context) || isGuarded(use.node, context.unit.unit.text)) continue;
      report({
        span: use.node,
        message: t(
          "`{0}` is a function since TVM {1}: what it makes is of the class `{2}`.",
          lastWord(use.path),
          entry.since,
          entry.class,
        ),
        fix: replacement(use, entry.class, entry.since),
      });
    }
  },
});

/** The second argument of `isinstance`, by itself or among others in a tuple or a union. */
function isAskedFor(node: SyntaxNode, context: UnitContext): boolean {
  let at = node;
  while (/^(?:tuple|parenthesized_expression|binary_operator)$/.test(at.parent?.kind ?? "")) at = at.parent ?? at;
  const call = at.parent?.kind === "argument_list" ? at.parent.parent : null;
  const called = call?.kind === "call" ? child(call, "function") : null;
  if (!call || !called || !/^(?:isinstance|issubclass)$/.test(context.text(called))) return false;
  const isPythons = !isNameTaken(context.text(called), { node: called, unit: context.unit }, context.model.module);
  return isPythons && argumentsOf(call).positional[1] === at;
}
