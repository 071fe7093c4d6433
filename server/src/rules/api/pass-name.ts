import type { NameChange } from "../../api/name-history";
import { passNames } from "../../api/pass-names";
import type { Release } from "../../api/releases";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { functionAround } from "../../semantic/scopes";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import { defineRule, type UnitContext } from "../rule";

/** Functions that take lists of passes' names: by which keywords, and in which places. */
const TAKE_NAMES: readonly {
  readonly path: RegExp;
  readonly keywords: readonly string[];
  readonly places: number[];
}[] = [
  {
    path: /^tvm\.(?:ir\.)?(?:transform\.)?PassContext$/,
    keywords: ["required_pass", "disabled_pass"],
    places: [1, 2],
  },
  {
    path: /^tvm\.(?:ir\.)?instrument\.PassPrintingInstrument$/,
    keywords: ["print_before_pass_names", "print_after_pass_names"],
    places: [0, 1],
  },
];
/** Methods of an instrument that are given what is known of a pass as their third parameter. */
const GIVEN_A_PASS = /^(?:should_run|run_before_pass|run_after_pass)$/;
/** One of these is near wherever a pass is named. */
const NEAR = /\bPassContext\b|\bPassPrintingInstrument\b|\b(?:should_run|run_before_pass|run_after_pass)\b/;
const GIVEN = "(?:required_pass|disabled_pass|print_before_pass_names|print_after_pass_names)";

/**
 * A pass of TIR that the targeted release calls otherwise, named as a text: in `PassContext(disabled_pass=[…])`, for a
 * `PassPrintingInstrument`, or compared with `info.name` in an instrument.
 *
 * TVM takes any text there. No pass has the name, so what was switched off runs again, and nothing is said.
 */
export const passName = defineRule({
  code: "TVM154",
  name: "outdated-pass-name",
  severity: "warning",
  needs: { words: passNames.words },
  scan: (unit) =>
    passNames.pattern(unit.release).test(unit.text) &&
    (NEAR.test(unit.text) || unit.documentHas("PassContext") || unit.documentHas("PassPrintingInstrument")),
  check(context, report) {
    const { text } = context.unit.unit;
    if (!passNames.pattern(context.release).test(text)) return;
    walk(context.unit.unit.root, (node) => {
      const [, quote = "", name = ""] =
        node.kind === "string" ? (/^(["'])([\w.]+)\1$/.exec(context.text(node)) ?? []) : [];
      const change = name === "" ? null : passNames.changeOf(name, context.release);
      if (!change || !namesPass(node, context) || isGuarded(node, text)) return;
      report({
        span: node,
        message: messageOf(name, change, context.release),
        ...(change.kind === "renamed" && {
          fix: (at) => ({
            title: t('Change to "{0}"', change.to),
            applicability: change.isPart ? "unsafe" : "safe",
            edits: [at.edit(node, quote + change.to + quote)],
          }),
        }),
      });
    });
  },
});

function messageOf(name: string, change: NameChange, release: Release): string {
  switch (change.kind) {
    case "renamed":
      return t(
        'No pass is called "{0}" in TVM {1}, which says nothing of it: the pass is "{2}".',
        name,
        release,
        change.to,
      );
    case "gone":
      return t(
        'No pass is called "{0}" in TVM {1}, which says nothing of it; the last release that has it is {2}.',
        name,
        release,
        change.last,
      );
    case "not-yet":
      return t(
        'No pass is called "{0}" in TVM {1}, which says nothing of it: it came with {2}.',
        name,
        release,
        change.first,
      );
  }
}

function namesPass(node: SyntaxNode, context: UnitContext): boolean {
  const list = /^(?:list|tuple|set)$/.test(node.parent?.kind ?? "") ? node.parent : null;
  if (list && (isGiven(list, context) || isNamedList(list, context))) return true;
  return isComparedName(list ?? node, context);
}

/** `PassContext(disabled_pass=[…])` */
function isGiven(list: SyntaxNode, context: UnitContext): boolean {
  const argument = list.parent?.kind === "keyword_argument" ? list.parent : list;
  const call = argument.parent?.kind === "argument_list" ? argument.parent.parent : null;
  const called = call?.kind === "call" ? child(call, "function") : null;
  const path = called && context.path(called);
  if (!call || !path) return false;
  const takes = TAKE_NAMES.find((each) => each.path.test(path));
  if (!takes) return false;
  const name = argument === list ? null : child(argument, "name");
  return name
    ? takes.keywords.includes(context.text(name))
    : takes.places.includes(argumentsOf(call).positional.indexOf(list));
}

/** `names = […]` in a file that gives a variable of that name as such a list. */
function isNamedList(list: SyntaxNode, context: UnitContext): boolean {
  const assignment = list.parent?.kind === "assignment" ? list.parent : null;
  const left = assignment && child(assignment, "left");
  if (left?.kind !== "identifier") return false;
  const given = new RegExp(`\\b${GIVEN}\\s*=\\s*${context.text(left)}\\b`);
  return context.model.parts.some(({ syntax }) => given.test(syntax.text));
}

/** `info.name == "…"`, `info.name in […]` in a method of an instrument. */
function isComparedName(node: SyntaxNode, context: UnitContext): boolean {
  const comparison = node.parent?.kind === "comparison_operator" ? node.parent : null;
  const method = comparison && functionAround(comparison);
  const name = method && child(method, "name");
  if (!name || !GIVEN_A_PASS.test(context.text(name))) return false;
  const parameters = child(method, "parameters")?.children.filter(({ kind }) => kind !== "comment") ?? [];
  const info = parameters[2];
  const named = info && (info.kind === "identifier" ? info : info.children[0]);
  return comparison.children.some(
    (each) => named !== undefined && each.kind === "attribute" && context.text(each) === `${context.text(named)}.name`,
  );
}
