import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import type { Use } from "../../semantic/uses";
import { argumentsOf, subscriptsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import { defineRule, type PartEdit, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { tirName, tirNameOf } from "./dialect";
import { plainText } from "./expressions";
import { isInRelaxFunction } from "./relax-functions";

const namesForm = pathTest((path) => /^(?:Buffer|Ptr|var|buffer_var|buffer_decl)$/.test(tirNameOf(path) ?? ""));
const namesBuffer = pathTest((path) => tirNameOf(path) === "Buffer");
const namesOther = pathTest((path) => /^(?:Ptr|var|buffer_var|buffer_decl)$/.test(tirNameOf(path) ?? ""));

/**
 * A form of TIR's script that the release takes, and of which TVM itself says that it is deprecated: `T.Buffer[(8,), "float32"]`,
 * `T.var("int32")`, `T.Ptr(…)`, `T.buffer_var(…)`, `T.buffer_decl(…)`.
 */
export const deprecatedForm = defineRule({
  code: "TVM115",
  name: "deprecated-form",
  severity: "hint",
  needs: { names: namesForm, release: (release) => scriptFact("deprecated-forms", release) },
  scan: (unit) => (/\bBuffer\s*\[/.test(unit.text) && unit.mentions(namesBuffer)) || unit.mentions(namesOther),
  check(context, report) {
    if (!scriptFact("deprecated-forms", context.release)) return;
    for (const use of context.uses.names) {
      const form = formOf(use, context);
      if (!form || isGuarded(use.node, context.unit.unit.text)) continue;
      // `symbolic-variable` says that there it is something else.
      if (tirName(use) === "var" && isOwnVariable(use, context)) continue;
      const { span, shown, edits } = form;
      report({
        span,
        deprecated: true,
        message: t("TVM calls this form deprecated: `{0}` says the same.", shown),
        ...(edits && {
          fix: (at) => ({ title: t("Change to `{0}`", shown), applicability: "safe", edits: edits(at) }),
        }),
      });
    }
  },
});

function isOwnVariable(use: Use, context: UnitContext): boolean {
  return scriptFact("variables-by-identity", context.release) && isInRelaxFunction(use.node, context);
}

interface Form {
  readonly span: SyntaxNode;
  /** The form to write, as people call it. */
  readonly shown: string;
  readonly edits: ((context: UnitContext) => PartEdit[]) | null;
}

function formOf(use: Use, context: UnitContext): Form | null {
  const last = use.names.at(-1);
  const parent = use.node.parent;
  if (!last || !parent || use.names.length < 2) return null;
  const root = plainText({ start: use.node.start, end: last.start }, context);
  const rename = (to: string) => (at: UnitContext) => [at.edit(last, to)];
  switch (tirName(use)) {
    case "Buffer": {
      if (parent.kind !== "subscript" || use.node.field !== "value") return null;
      return { span: parent, shown: `${root}Buffer(…)`, edits: parentheses(parent, use.node, context) };
    }
    case "Ptr":
      if (parent.kind !== "call" || use.node.field !== "function") return null;
      return {
        span: use.node,
        shown: `${root}handle(…)`,
        edits: argumentsOf(parent).positional[0]?.kind === "string" ? rename("handle") : null,
      };
    case "buffer_var":
      return { span: use.node, shown: `${root}handle(…)`, edits: rename("handle") };
    case "buffer_decl":
      return { span: use.node, shown: `${root}Buffer(…)`, edits: rename("Buffer") };
    case "var": {
      if (parent.kind !== "call" || use.node.field !== "function") return null;
      const dtype = dtypeOf(parent, context);
      return {
        span: parent,
        shown: `${root}${dtype ?? "int32"}()`,
        edits: dtype ? (at) => [at.edit({ start: last.start, end: parent.end }, `${dtype}()`)] : null,
      };
    }
    default:
      return null;
  }
}

/** `["float32"]` as `("float32")`: what TVM makes of the subscript, where it can be read off. */
function parentheses(
  subscript: SyntaxNode,
  value: SyntaxNode,
  context: UnitContext,
): ((context: UnitContext) => PartEdit[]) | null {
  const keys = subscriptsOf(subscript);
  const [first, second] = keys;
  const gap = context.text({ start: value.end, end: first?.start ?? value.end });
  if (!first || !/^\s*\[\s*$/.test(gap)) return null;
  const open = value.end + gap.indexOf("[");
  // Two keys, the second no string, are one shape.
  const isShape = second !== undefined && /^(?:integer|binary_operator)$/.test(second.kind);
  const isPlain = second === undefined || second.kind === "string" || /^(?:tuple|list)$/.test(first.kind);
  if (!isShape && !isPlain) return null;
  const [left, right] = isShape ? ["((", "))"] : ["(", ")"];
  return (at) => [
    at.edit({ start: open, end: open + 1 }, left),
    at.edit({ start: subscript.end - 1, end: subscript.end }, right),
  ];
}

/** The data type of `T.var("int32")` that the dialect has a function for. */
function dtypeOf(call: SyntaxNode, context: UnitContext): string | null {
  const { positional, keywords, spread } = argumentsOf(call);
  const [keyword] = keywords;
  const named = keyword && context.text(child(keyword, "name") ?? keyword) === "dtype" ? child(keyword, "value") : null;
  const value = positional[0] ?? named;
  if (spread || positional.length + keywords.length !== 1 || !value) return null;
  return /^["']((?:u?int|float)(?:8|16|32|64)|bool|handle)["']$/.exec(context.text(value))?.[1] ?? null;
}
