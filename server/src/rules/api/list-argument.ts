import { sameThing } from "../../api/identity";
import type { Release } from "../../api/releases";
import { type Parameter, signatureOf } from "../../api/signatures";
import { t } from "../../l10n";
import { remembered } from "../../remembered";
import { isGuarded } from "../../semantic/guards";
import { lookup } from "../../semantic/scopes";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import { defineRule, type Finding, type UnitContext } from "../rule";
import { memberPattern, pathTest } from "../scan";

const TENSOR = "tvm.relax.frontend.nn.Tensor";
/** Methods of nn.Tensor that took one list, and take its elements since January 2024 (apache/tvm commit 0b13b5c844). */
const METHODS = new Set(["permute_dims", "reshape"]);
const CALLS = memberPattern(METHODS);
/** With one argument that may be a list, or behind a comment. */
const GIVES_ONE = /\.(?:\s|#[^\n]*\n|\\)*(?:permute_dims|reshape)\s*\(\s*(?:[[(#\\]|\w+\s*,?\s*[)#\\])/;
/** A method of a bare name, with a list. */
const QUOTED = /(?<![\w.)\]])[A-Za-z_]\w*\s*\.\s*permute_dims\s*\(\s*[[(#\\]/;
const isOfFrontend = pathTest((path) => path.startsWith("tvm.relax.frontend.nn") || path === "tvm.relax.frontend");

/**
 * One list or tuple, given to a method of nn.Tensor that takes its elements one by one; for the releases before the change,
 * elements given one by one to what takes a list.
 *
 * `nn.op.permute_dims`, `relax.op.permute_dims` and `R.permute_dims` still take a list: what the receiver is decides, and
 * where that cannot be known nothing is said.
 */
export const listArgument = defineRule({
  code: "TVM106",
  name: "list-argument",
  severity: "error",
  // Tensors of that class only come from the module that has it, or are quoted without it.
  needs: { words: () => METHODS },
  scan: (unit) =>
    (takesElementsIn(unit.release) ? GIVES_ONE : CALLS).test(unit.text) &&
    (unit.documentMentions(isOfFrontend) || QUOTED.test(unit.text)),
  check(context, report) {
    for (const { name, node } of context.uses.members) {
      const call = node.parent;
      if (!METHODS.has(name) || call?.kind !== "call" || node.field !== "function") continue;
      if (takesList(name, context)) {
        const finding = elementsFinding(name, node, call, context);
        if (finding) report(finding);
        continue;
      }
      const { positional, keywords } = argumentsOf(call);
      const [only] = positional;
      if (!only || positional.length !== 1 || keywords.length > 0) continue;
      const list = listOf(only, context);
      if (!list || !takesElements(name, context) || isGuarded(node, context.unit.unit.text)) continue;
      const receiver = context.model.evaluator.receiver({ node, unit: context.unit });
      const isLoose = receiver === null && name === "permute_dims" && isOfSnippet(node, context);
      if (!isLoose && (!receiver || !sameThing(receiver, TENSOR))) continue;
      const literal = list === only;
      report({
        span: only,
        ...(isLoose && { severity: "warning" }),
        message: t(
          "`{0}` of an nn.Tensor takes its elements one by one: {1}, not one {2}.",
          name,
          literal ? `${name}(${inside(only, context)})` : `${name}(*${context.text(only)})`,
          list.kind === "tuple" ? t("tuple") : t("list"),
        ),
        fix: (at) => {
          const title = t("Pass the elements one by one");
          if (!literal) {
            const edits = [at.edit({ start: only.start, end: only.start }, "*")];
            return { title, applicability: "safe", edits };
          }
          const edits = [
            at.edit({ start: only.start, end: only.start + 1 }, ""),
            at.edit({ start: only.end - 1, end: only.end }, ""),
          ];
          return { title, applicability: "safe", edits };
        },
      });
    }
  },
});

/** `x.permute_dims(0, 2, 1)`, `x.permute_dims(*axes)`: the elements, where the release takes them as one list. */
function elementsFinding(name: string, method: SyntaxNode, call: SyntaxNode, context: UnitContext): Finding | null {
  const { positional, keywords } = argumentsOf(call);
  const [first] = positional;
  const last = positional.at(-1);
  if (!first || !last || keywords.length > 0 || isGuarded(method, context.unit.unit.text)) return null;
  const isStarred = positional.length === 1 && first.kind === "list_splat";
  const isNumber = first.kind === "integer" || first.kind === "unary_operator";
  if (!isStarred && positional.length === 1 && !isNumber) return null;
  const receiver = context.model.evaluator.receiver({ node: method, unit: context.unit });
  if (!receiver || !sameThing(receiver, TENSOR)) return null;
  const span = { start: first.start, end: last.end };
  const list = isStarred ? context.text(first).replace(/^\*\s*/, "") : `[${context.text(span)}]`;
  return {
    span,
    message: t("In TVM {0} `{1}` of an nn.Tensor takes one list: {2}.", context.release, name, `${name}(${list})`),
    fix: (at) => ({
      title: t("Pass one list"),
      applicability: "safe",
      edits: isStarred
        ? [at.edit(first, list)]
        : [at.edit({ start: span.start, end: span.start }, "["), at.edit({ start: span.end, end: span.end }, "]")],
    }),
  };
}

/** The receiver is a name that nobody binds but the statement itself: a line out of a model, as notes and pages quote it. */
function isOfSnippet(method: SyntaxNode, context: UnitContext): boolean {
  const object = child(method, "object");
  if (object?.kind !== "identifier") return false;
  if (context.model.units.some(({ unit }) => /\bimport\s*\*/.test(unit.text))) return false;
  return lookup(context.text(object), { node: object, unit: context.unit }, context.model.module).every(
    ({ binding }) => {
      const fn = binding.kind === "value" && binding.value?.kind === "call" ? child(binding.value, "function") : null;
      const of = fn?.kind === "attribute" ? child(fn, "object") : null;
      return of?.kind === "identifier" && of.end - of.start === object.end - object.start;
    },
  );
}

/** The release's own signature says whether elements are taken: `permute_dims(self, *axes)`. */
function takesElements(name: string, context: UnitContext): boolean {
  return firstParameter(name, context)?.kind === "varargs";
}

/** `permute_dims(self, axes)`. */
function takesList(name: string, context: UnitContext): boolean {
  return firstParameter(name, context)?.kind === "positional";
}

const takesElementsIn = remembered((release: Release) =>
  [...METHODS].every((name) => firstParameter(name, { release })?.kind === "varargs"),
);

function firstParameter(name: string, { release }: Pick<UnitContext, "release">): Parameter | undefined {
  return signatureOf(`${TENSOR}.${name}`, release)?.parameters?.[0];
}

/** The list or tuple that an argument is, or that a name in it was bound to, once. */
function listOf(argument: SyntaxNode, context: UnitContext): SyntaxNode | null {
  if (argument.kind === "list" || argument.kind === "tuple") {
    return argument.children.some((each) => each.kind !== "comment") ? argument : null;
  }
  if (argument.kind !== "identifier") return null;
  const found = lookup(context.text(argument), { node: argument, unit: context.unit }, context.model.module);
  const [one] = found;
  if (!one || found.length !== 1 || one.binding.kind !== "value" || one.binding.index !== null) return null;
  const { value } = one.binding;
  return value?.kind === "list" || value?.kind === "tuple" ? value : null;
}

function inside(list: SyntaxNode, context: UnitContext): string {
  return context.text({ start: list.start + 1, end: list.end - 1 }).trim();
}
