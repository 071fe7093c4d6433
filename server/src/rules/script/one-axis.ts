import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { argumentsOf } from "../../semantic/values";
import { COMMA, EQUALS, RIGHT_BRACKET, RIGHT_PARENTHESIS } from "../../syntax/characters";
import { child, type SyntaxNode, wrapped } from "../../syntax/node";
import { afterSpace, isOfWord, Words } from "../../syntax/words";
import { defineRule, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { beforeSpace } from "../scan-call";
import { tirName, tirNameOf } from "./dialect";

const isMaker = (name: string | null) => name === "axis.remap" || name === "grid";
const namesMaker = pathTest((path) => isMaker(tirNameOf(path)));

/** `vi,`, `(vi,)`, `[vi]`; `(vi)` is no tuple. */
const ONE = /^(?:\(\s*([A-Za-z_]\w*)\s*,\s*\)|([A-Za-z_]\w*)\s*,|\[\s*([A-Za-z_]\w*)\s*,?\s*\])$/;
/** Such a target where a statement begins, or behind `for`. */
const MAY_BE_ONE =
  /(?:^|[;:=]|\bfor\b)\s*(?:\(\s*[A-Za-z_]\w*\s*,\s*\)|[A-Za-z_]\w*\s*,|\[\s*[A-Za-z_]\w*\s*,?\s*\])\s*(?:=(?!=)|in\b)/m;

/**
 * `vi, = T.axis.remap("S", [i])`, `for i, in T.grid(8)`: until 0.10 one axis or loop came as a tuple of one.
 *
 * Since then it comes as it is, and cannot be taken apart (python/tvm/script/ir_builder/tir/ir.py).
 */
export const oneAxis = defineRule({
  code: "TVM125",
  name: "one-axis",
  severity: "error",
  needs: { names: namesMaker, release: (release) => scriptFact("one-axis-is-no-tuple", release) },
  scan: ({ text }) => mayTakeOne(text) && MAY_BE_ONE.test(text),
  check(context, report) {
    if (!scriptFact("one-axis-is-no-tuple", context.release)) return;
    for (const use of context.uses.names) {
      if (!isMaker(tirName(use)) || use.node.field !== "function") continue;
      const target = use.node.parent && oneTarget(use.node.parent, context);
      const name = target && nameIn(target, context);
      if (!target || !name || isGuarded(target, context.unit.unit.text)) continue;
      report({
        span: target,
        message: t("One axis or loop is no tuple in TVM {0}: here it cannot be taken apart.", context.release),
        fix: (at) => ({
          title: t("Change to `{0}`", name),
          applicability: "safe",
          edits: [at.edit(target, apart(name, target, at))],
        }),
      });
    }
  },
});

/** Whether a name alone in a tuple or list is given a value, told by what stands around it: more than are such targets. */
function mayTakeOne(text: string): boolean {
  const { codes, count, starts, ends } = Words.of(text);
  for (let at = 0; at < count; at++) {
    let next = afterSpace(codes, ends[at] as number);
    if (codes[next] === COMMA) next = afterSpace(codes, next + 1);
    else if (codes[next] !== RIGHT_BRACKET) continue;
    const isList = codes[next] === RIGHT_BRACKET;
    if (isList || codes[next] === RIGHT_PARENTHESIS) next = afterSpace(codes, next + 1);
    const isGiven = codes[next] === EQUALS ? codes[next + 1] !== EQUALS : text.startsWith("in", next);
    if (!isGiven) continue;
    // `B[i] = …`
    const open = isList ? beforeSpace(text, starts[at] as number) - 1 : 0;
    if (!isList || !isOfWord(text.charCodeAt(beforeSpace(text, open) - 1))) return true;
  }
  return false;
}

/** The name, with a space where words would run together: `for i,in T.grid(8)`. */
function apart(name: string, { start, end }: SyntaxNode, context: UnitContext): string {
  const { text } = context.unit.unit;
  const before = /\w/.test(text.charAt(start - 1)) ? " " : "";
  return before + name + (/\w/.test(text.charAt(end)) ? " " : "");
}

/** What is bound to the one axis or loop that a call makes; null where there are more. */
function oneTarget(call: SyntaxNode, context: UnitContext): SyntaxNode | null {
  const { positional, keywords, spread } = argumentsOf(call);
  const { parent, field } = wrapped(call);
  const [first, second] = positional;
  if (call.kind !== "call" || !parent || field !== "right" || spread || keywords.length > 0 || !first) return null;
  const isLoop = parent.kind === "for_statement";
  if (isLoop ? second !== undefined : !/^["']\w["']$/.test(context.text(first))) return null;
  return isLoop || parent.kind === "assignment" ? child(parent, "left") : null;
}

/** The one name in a target that is a tuple or list of one. */
export function nameIn(target: SyntaxNode, context: UnitContext): string | null {
  const [, inTuple, plain, inList] = ONE.exec(context.text(target)) ?? [];
  return inTuple ?? plain ?? inList ?? null;
}
