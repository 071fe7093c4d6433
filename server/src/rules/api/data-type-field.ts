import { scriptFact, scriptFactSince } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { functionAround, lookup, type Site } from "../../semantic/scopes";
import { argumentsOf } from "../../semantic/values";
import { assignmentOf, child, firstPart, partsOf, type SyntaxNode, walk } from "../../syntax/node";
import { WantedWords } from "../../syntax/words";
import { defineRule, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { someMember } from "../scan-call";
import { isWrittenBefore } from "../script/written-before";

/** What an object with a `dtype` is, or what such an object is computed of. An element may be a tensor among several. */
type Holder = "expression" | "tensor" | "element" | "number";

/** Functions that give a tensor of TE. Some give several; what has a `dtype` is one. */
const MAKE_TENSOR = /^tvm\.(?:te\.(?:placeholder|compute|scan|extern)|topi\.(?:nn\.)?[a-z]\w*)$/;
/** Functions and classes that give an expression, whatever they are given. */
const MAKE_EXPRESSION =
  /^tvm\.(?:te\.(?:size_)?var|te\.const|(?:tir|tirx)\.(?:const|SizeVar|IntImm|FloatImm|Cast|Select))$/;
/** Its type may be a buffer's in releases in which buffers are variables: known where it is a text. */
const MAKE_VARIABLE = /^tvm\.(?:tir|tirx)\.Var$/;
const TENSORS = /^tvm\.te\.(?:tensor\.)?Tensor$/;
const ELEMENTS = /^tvm\.te\.(?:tensor\.)?TensorSlice$/;
/** As older releases name them: in newer ones a variable may be a buffer. */
const EXPRESSIONS =
  /^tvm\.tir\.(?:expr\.)?(?:PrimExpr|PrimExprWithOp|Var|SizeVar|IntImm|FloatImm|Cast|Add|Sub|Mul|Div|Mod|FloorDiv|FloorMod|Min|Max|EQ|NE|LT|LE|GT|GE|And|Or|Not|Select|BufferLoad|ProducerLoad|Ramp|Broadcast|Shuffle|Call|Let|Reduce)$/;
/** Its fields may hold expressions. */
const OLD_CLASS = /^tvm\.tir\.(?:expr\.|stmt\.)?[A-Z]\w*$/;
const namesHolder = pathTest((path) =>
  [MAKE_TENSOR, MAKE_EXPRESSION, MAKE_VARIABLE, TENSORS, ELEMENTS, OLD_CLASS].some((names) => names.test(path)),
);
/** `.dtype`, but of a type, and not what is read off one. */
const FIELD = /\.\s*dtype\b(?!\s*\.\s*dtype\b)(?<!\.\s*(?:dtype|ty)\s*\.\s*dtype)/;
const DTYPE = new WantedWords(["dtype"]);
/** Methods and fields of a data type, which is a text, that a type does not have. */
const OF_TEXT =
  /^(?:startswith|endswith|bits|lanes|type_code|itemsize|with_lanes|find|index|split|replace|strip|lstrip|rstrip|lower|upper|removeprefix|isdigit)$/;
const NUMPY = /^numpy\./;
const MAX_DEPTH = 8;

/**
 * `dtype` where data types have become types.
 *
 * An expression (`te.var("n")`, `tir.const(1)`) has a `ty` and no `dtype`: the data type is `ty.dtype`. A tensor of TE has a `dtype`
 * that is a type: TVM takes it wherever it takes a data type, but NumPy does not since 2.4 (`np.zeros(n, dtype=A.dtype)`; before, it
 * called that deprecated), and it has no methods of texts (`A.dtype.startswith("int")`). Its data type is `A.dtype.dtype`. Reported are objects of which it is seen what they are.
 */
export const dataTypeField = defineRule({
  code: "TVM155",
  name: "data-type-field",
  severity: "error",
  needs: { words: () => ["dtype"], release: (release) => scriptFact("data-types-are-types", release) },
  scan: (unit) =>
    someMember(unit.text, DTYPE, () => true) && FIELD.test(unit.text) && unit.documentMentions(namesHolder),
  check(context, report) {
    const since = scriptFactSince("data-types-are-types");
    if (since === null || !scriptFact("data-types-are-types", context.release)) return;
    // Older versions of NumPy take it: who writes for a TVM of today may have one.
    const ofNumpy = isWrittenBefore(since, context) ? "warning" : "hint";
    for (const { name, node } of context.uses.members) {
      const own = name === "dtype" ? child(node, "attribute") : null;
      const object = child(node, "object");
      if (!own || !object || isReadOn(node, context) || isGuarded(node, context.unit.unit.text)) continue;
      const holder = holderOf({ node: object, unit: context.unit }, context, MAX_DEPTH);
      if (holder === null || holder === "number" || (holder !== "expression" && !breaks(node, context))) continue;
      const written = holder === "expression" ? "ty.dtype" : "dtype.dtype";
      report({
        span: own,
        severity: holder === "expression" || memberReadOff(node, context) !== null ? "error" : ofNumpy,
        message:
          holder === "expression"
            ? t("Since TVM {0} an expression has no `dtype`: its data type is `{1}`.", since, written)
            : t(
                "Since TVM {0} the `dtype` of a tensor is a type, which NumPy does not take and which is no text: the data type is `{1}`.",
                since,
                written,
              ),
        fix: (at) => ({
          title: t("Change to `{0}`", written),
          applicability: "safe",
          edits: [at.edit(own, written)],
        }),
      });
    }
  },
});

/** `A.dtype.dtype` */
function isReadOn(attribute: SyntaxNode, context: UnitContext): boolean {
  return memberReadOff(attribute, context) === "dtype";
}

/** The member that is read off what a node stands for. */
function memberReadOff(node: SyntaxNode, context: UnitContext): string | null {
  const read = node.parent?.kind === "attribute" && node.field === "object" ? child(node.parent, "attribute") : null;
  return read && context.text(read);
}

function holderOf(site: Site, context: UnitContext, depth: number): Holder | null {
  const { node, unit } = site;
  if (depth === 0) return null;
  const { evaluator } = context.model;
  const of = evaluator.classOf(site) ?? "";
  if (TENSORS.test(of)) return "tensor";
  if (ELEMENTS.test(of)) return "element";
  if (EXPRESSIONS.test(of) && !isVariableOfToday(site, context)) return "expression";
  const inside = (each: SyntaxNode | null | undefined) =>
    each ? holderOf({ node: each, unit }, context, depth - 1) : null;
  switch (node.kind) {
    case "parenthesized_expression":
      return inside(firstPart(node));
    case "call": {
      const path = evaluator.path({ node: child(node, "function") ?? node, unit });
      if (path === null) return null;
      if (MAKE_TENSOR.test(path)) return "tensor";
      if (MAKE_EXPRESSION.test(path)) return "expression";
      return MAKE_VARIABLE.test(path) && isTypedByText(node) ? "expression" : null;
    }
    case "integer":
    case "float":
      return "number";
    case "subscript":
      return inside(child(node, "value")) === "tensor" ? "element" : null;
    case "binary_operator":
      return computedOf(inside(child(node, "left")), inside(child(node, "right")));
    case "identifier": {
      const name = unit.unit.text.slice(node.start, node.end);
      const holders = lookup(name, site, context.model.module).map(({ binding, unit: at }) => {
        if (binding.kind !== "value" || !binding.value) return null;
        const bound = binding.index === null ? binding.value : elementOf(binding.value, binding.index);
        return bound && holderOf({ node: bound, unit: at }, context, depth - 1);
      });
      const [first = null] = holders;
      return holders.every((holder) => holder === first) ? first : null;
    }
    default:
      return null;
  }
}

/** With a tensor, TVM computes a tensor, whatever the other is. */
function computedOf(left: Holder | null, right: Holder | null): Holder | null {
  if (left === null || right === null || left === "element" || right === "element") return null;
  if (left === "tensor" || right === "tensor") return "tensor";
  return left === "number" && right === "number" ? "number" : "expression";
}

/** `tirx.Var("x", buffer_type)` */
function isVariableOfToday({ node, unit }: Site, context: UnitContext): boolean {
  if (node.kind === "identifier") {
    const name = unit.unit.text.slice(node.start, node.end);
    return lookup(name, { node, unit }, context.model.module).some(
      ({ binding, unit: at }) =>
        binding.kind === "value" && binding.value && isVariableOfToday({ node: binding.value, unit: at }, context),
    );
  }
  if (node.kind !== "call") return false;
  const path = context.model.evaluator.path({ node: child(node, "function") ?? node, unit });
  return path !== null && MAKE_VARIABLE.test(path) && !isTypedByText(node);
}

function isTypedByText(call: SyntaxNode): boolean {
  const { positional, keywords, spread } = argumentsOf(call);
  return !spread && keywords.length === 0 && positional[1]?.kind === "string";
}

function elementOf(value: SyntaxNode, index: number): SyntaxNode | null {
  return /^(?:tuple|expression_list|list)$/.test(value.kind) ? (partsOf(value)[index] ?? null) : null;
}

/** Whether a type does not do where a tensor's `dtype` is used: there itself, or by the name that it is given there. */
function breaks(node: SyntaxNode, context: UnitContext): boolean {
  if (isUsedAsText(node, context)) return true;
  const assignment = assignmentOf(node);
  const left = assignment && child(assignment, "left");
  if (left?.kind !== "identifier") return false;
  const name = context.text(left);
  const scope = functionAround(node);
  if (!scope) return givesToNumpy(name, context);
  let found = false;
  walk(scope, (each) => {
    if (each.kind === "identifier" && context.text(each) === name && isUsedAsText(each, context)) found = true;
    return !found;
  });
  return found;
}

/** `dtype = A.dtype` in the module, and `.astype(dtype)` anywhere in it: what TVM is given there may as well be the data type. */
function givesToNumpy(name: string, { model }: UnitContext): boolean {
  if (!model.module.imports("numpy")) return false;
  const given = new RegExp(`\\.astype\\(\\s*${name}\\s*[,)]|\\bnp\\.\\w+\\([^\\n]*\\bdtype\\s*=\\s*${name}\\b`);
  return model.parts.some(({ syntax }) => given.test(syntax.text));
}

/** `np.zeros(n, dtype=A.dtype)`, `np.ones(n).astype(A.dtype)`, `A.dtype.startswith("int")` */
function isUsedAsText(node: SyntaxNode, context: UnitContext): boolean {
  const read = memberReadOff(node, context);
  if (read !== null) return OF_TEXT.test(read);
  const argument = node.parent?.kind === "keyword_argument" && node.field === "value" ? node.parent : node;
  if (argument !== node && context.text(child(argument, "name") ?? argument) !== "dtype") return false;
  const call = argument.parent?.kind === "argument_list" ? argument.parent.parent : null;
  const called = call?.kind === "call" ? child(call, "function") : null;
  return called !== null && isOfNumpy({ node: called, unit: context.unit }, context, MAX_DEPTH);
}

/** Whether an expression is something of NumPy's, or comes of a call of it. */
function isOfNumpy(site: Site, context: UnitContext, depth: number): boolean {
  const { node, unit } = site;
  if (depth === 0) return false;
  const path = context.model.evaluator.path(site);
  if (path !== null) return NUMPY.test(path);
  const inside = (each: SyntaxNode | null) => each !== null && isOfNumpy({ node: each, unit }, context, depth - 1);
  switch (node.kind) {
    case "attribute":
      return inside(child(node, "object"));
    case "call":
      return inside(child(node, "function"));
    case "binary_operator":
      return inside(child(node, "left")) || inside(child(node, "right"));
    case "parenthesized_expression":
      return inside(firstPart(node));
    case "identifier": {
      const bound = lookup(unit.unit.text.slice(node.start, node.end), site, context.model.module);
      return (
        bound.length > 0 &&
        bound.every(
          ({ binding, unit: at }) =>
            binding.kind === "value" &&
            binding.index === null &&
            binding.value !== null &&
            isOfNumpy({ node: binding.value, unit: at }, context, depth - 1),
        )
      );
    }
    default:
      return false;
  }
}
