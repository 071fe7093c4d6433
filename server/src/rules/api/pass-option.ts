import type { NameChange } from "../../api/name-history";
import { passOptions } from "../../api/pass-options";
import type { Release } from "../../api/releases";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import { withoutArgument } from "../argument-list";
import { defineRule, type UnitContext } from "../rule";
import { pathTest } from "../scan";

const PASS_CONTEXT = /^tvm\.(?:ir\.)?(?:transform\.)?PassContext$/;
const namesContext = pathTest((path) => PASS_CONTEXT.test(path));
/** The place of `config` among the parameters, in every release. */
const CONFIG_AT = 4;

/**
 * An option of `PassContext` that the targeted release knows by another name, or not at all: it then throws `AttributeError: Invalid
 * config option`. Looked at are dictionaries given to it, and those whose variable is given to it in the same file; an option that no
 * release has may have been registered by the user.
 */
export const passOption = defineRule({
  code: "TVM145",
  name: "unknown-pass-option",
  severity: "error",
  needs: { words: passOptions.words },
  scan: (unit) => passOptions.pattern(unit.release).test(unit.text) && unit.documentMentions(namesContext),
  check(context, report) {
    const { text } = context.unit.unit;
    if (!passOptions.pattern(context.release).test(text)) return;
    walk(context.unit.unit.root, (node) => {
      const [, , name = ""] = node.kind === "string" ? (/^(["'])([\w.-]+)\1$/.exec(context.text(node)) ?? []) : [];
      const change = name === "" ? null : passOptions.changeOf(name, context.release);
      if (!change || !isKeyOfConfig(node, context) || isGuarded(node, text)) return;
      report({
        span: node,
        message: messageOf(name, change, context.release),
        fix: (at) => fixOf(node, name, change, at),
      });
    });
  },
});

function messageOf(name: string, change: NameChange, release: Release): string {
  switch (change.kind) {
    case "renamed":
      return t('PassContext has no option "{0}" in TVM {1}: it is called "{2}".', name, release, change.to);
    case "gone":
      return t(
        'PassContext has no option "{0}" in TVM {1}; the last release that has it is {2}.',
        name,
        release,
        change.last,
      );
    case "not-yet":
      return t('PassContext has no option "{0}" in TVM {1}: it came with {2}.', name, release, change.first);
  }
}

function fixOf(node: SyntaxNode, name: string, change: NameChange, at: UnitContext) {
  if (change.kind === "renamed") {
    const edits = [at.edit({ start: node.start + 1, end: node.end - 1 }, change.to)];
    return { title: t('Change to "{0}"', change.to), applicability: "safe", edits } as const;
  }
  if (node.parent?.kind !== "pair") return null;
  return {
    title: t("Leave `{0}` out", name),
    applicability: "unsafe",
    edits: withoutArgument(node.parent, at),
  } as const;
}

function isKeyOfConfig(node: SyntaxNode, context: UnitContext): boolean {
  if (node.parent?.kind === "pair" && node.field === "key") {
    const dictionary = node.parent.parent;
    return dictionary?.kind === "dictionary" && (isGiven(dictionary, context) || isNamedConfig(dictionary, context));
  }
  // config["tir.noalias"] = True
  if (node.parent?.kind !== "subscript" || node.field !== "subscript") return false;
  const [variable] = node.parent.children;
  return variable?.kind === "identifier" && isGivenByName(context.text(variable), context);
}

/** `PassContext(config={…})` */
function isGiven(dictionary: SyntaxNode, context: UnitContext): boolean {
  const argument = dictionary.parent?.kind === "keyword_argument" ? dictionary.parent : dictionary;
  const call = argument.parent?.kind === "argument_list" ? argument.parent.parent : null;
  const called = call?.kind === "call" ? child(call, "function") : null;
  if (!call || !called || !PASS_CONTEXT.test(context.path(called) ?? "")) return false;
  if (argument === dictionary) return argumentsOf(call).positional[CONFIG_AT] === dictionary;
  const name = child(argument, "name");
  return name !== null && context.text(name) === "config";
}

/** `config = {…}`, of nothing but options, in a file that gives a variable of that name to `PassContext` as its `config`. */
function isNamedConfig(dictionary: SyntaxNode, context: UnitContext): boolean {
  const assignment = dictionary.parent?.kind === "assignment" ? dictionary.parent : null;
  const left = assignment && child(assignment, "left");
  if (left?.kind !== "identifier" || !isGivenByName(context.text(left), context)) return false;
  return dictionary.children.every((each) => {
    const key = each.kind === "pair" ? child(each, "key") : null;
    return each.kind === "comment" || (key?.kind === "string" && passOptions.has(context.text(key).slice(1, -1)));
  });
}

function isGivenByName(name: string, { model }: UnitContext): boolean {
  const given = new RegExp(`PassContext\\([^()]*\\bconfig\\s*=\\s*${name}\\b`);
  return model.parts.some(({ syntax }) => given.test(syntax.text));
}
