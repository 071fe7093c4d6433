import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import { isOfWord } from "../../syntax/words";
import { defineRule, type PartEdit, type UnitContext, type UnitScan } from "../rule";
import { pathTest } from "../scan";
import { beforeSpace, calleeBefore, nameBefore, someMatch } from "../scan-call";
import { tirNameOf } from "./dialect";
import { nameNow } from "./name-now";
import { namesPrimFunc, type PrimFunc, primFuncsOf } from "./prim-funcs";

/** A bracket with a colon in it. */
const SLICE = /\[(?:[^[\]:]|\[(?:[^[\]]|\[[^[\]]*\])*\])*:/y;
/** What may give a name a buffer: an annotation, or a call. */
const MADE =
  /(?<![\w.])([A-Za-z_]\w*)\s*(?::\s*(?:\w+\s*\.\s*)*Buffer\b|(?::[^=\n]*)?=[\s(]*(?:\w+\s*\.\s*)*(\w+)\s*\()/g;
const namesMaker = pathTest((path) => BUFFER.test(tirNameOf(path) ?? ""));

/**
 * `B[i : i + 4]` as a value.
 *
 * Up to 0.26 a slice of a buffer was a vector where a value was asked for (`BufferRegion` in python/tvm/tir/buffer.py). Now it is
 * a region, for `T.reads` and the like, and TVM rejects it as a value; elements are loaded by `B[T.ramp(i, 1, 4)]`.
 */
export const sliceValue = defineRule({
  code: "TVM144",
  name: "slice-value",
  severity: "error",
  needs: { names: namesPrimFunc, release: (release) => scriptFact("slices-are-no-values", release) },
  scan: maySliceBuffer,
  check(context, report) {
    if (!scriptFact("slices-are-no-values", context.release)) return;
    for (const fn of primFuncsOf(context)) {
      const root = nameNow(fn.use, context);
      for (const subscript of slicesIn(fn, context)) {
        if (isGuarded(subscript, context.unit.unit.text)) continue;
        const [slice, ...more] = subscript.children.filter(({ kind }) => kind === "slice");
        const index = slice && more.length === 0 && root !== null ? indexOf(slice, root, context) : null;
        report({
          span: subscript,
          message: t("In TVM {0} a slice of a buffer is no value: a vector is loaded by `T.ramp`.", context.release),
          fix: (at) => {
            if (!slice || index === null) return null;
            const edits: PartEdit[] = [at.edit(slice, index)];
            return { title: t("Change to `{0}`", index), applicability: "safe", edits };
          },
        });
      }
    }
  },
});

/** Whether the text takes a slice of something that has the name of a buffer in it. */
function maySliceBuffer(unit: UnitScan): boolean {
  const { text } = unit;
  const sliced = new Set<string>();
  for (let at = text.indexOf("["); at >= 0; at = text.indexOf("[", at + 1)) {
    // Most are lists, or follow a bracket.
    if (!isOfWord(text.charCodeAt(beforeSpace(text, at) - 1))) continue;
    SLICE.lastIndex = at;
    const name = SLICE.test(text) ? nameBefore(text, at) : null;
    if (name !== null && !sliced.has(name) && mayBeValue(unit, text.lastIndexOf(name, at))) sliced.add(name);
  }
  if (sliced.size === 0) return false;
  return someMatch(
    MADE,
    text,
    ([, name = "", maker]) => sliced.has(name) && (maker === undefined || unit.mentionsAs(maker, namesMaker)),
  );
}

/** What comes after a slice. */
const BEHIND = /^[\w\s]*\[(?:[^[\]]|\[(?:[^[\]]|\[[^[\]]*\])*\])*\]\s*([,)\]]|=(?!=))/;

/** What stands there is not plainly one of the arguments of a call that takes regions. */
function mayBeValue(unit: UnitScan, start: number): boolean {
  const { text } = unit;
  const before = /\S?\s*$/.exec(text.slice(Math.max(0, start - 80), start))?.[0] ?? "";
  const after = BEHIND.exec(text.slice(start))?.[1] ?? "";
  // What is stored to.
  if (/[\n;]/.test(before) && !/[=(,[]/.test(before) && after === "=") return false;
  const [keyword] = KEYWORD.exec(text.slice(Math.max(0, start - 80), start)) ?? [];
  if (keyword !== undefined && calleeBefore(text, start - keyword.length + 1)) return false;
  if (!/^[([,]/.test(before) || !/^[,)\]]/.test(after)) return true;
  const callee = calleeBefore(text, start);
  return callee === null || (callee !== "" && unit.mentionsAs(callee, takesValues));
}

/** `(key=`, `, key=`; several names that are given values, too. */
const KEYWORD = /[(,]\s*\w+\s*=\s*$/;
const BUFFER = /^(?:match_buffer|s?block_alloc_buffer|alloc_(?:buffer|local|shared)|decl_buffer|buffer_decl|Buffer)$/;
/** Calls that take values, no regions. */
const TAKES_VALUES =
  /^(?:if_then_else|[sS]elect|evaluate|reinterpret|[cC]ast|likely|m(?:ax|in)|abs|exp(?:2|10)?|log(?:2|10|1p)?|sqrt|rsqrt|sigmoid|tanh?|sinh?|cosh?|erf|floor|ceil|round|trunc|pow|popcount|fma|is(?:nan|inf|finite)|call_(?:pure_)?(?:extern|intrin)|call_llvm_(?:pure_)?intrin)$/;

const takesValues = pathTest((path) => TAKES_VALUES.test(tirNameOf(path) ?? ""));

/** The slices of buffers in a function that stand where a value is asked for. */
function slicesIn({ definition }: PrimFunc, context: UnitContext): SyntaxNode[] {
  const buffers = buffersOf(definition, context);
  const found: SyntaxNode[] = [];
  const body = child(definition, "body");
  if (!body) return found;
  walk(body, (node) => {
    if (node.kind === "function_definition" || node.kind === "class_definition") return false;
    const value = node.kind === "subscript" ? child(node, "value") : null;
    if (value?.kind !== "identifier" || !buffers.has(context.text(value))) return true;
    if (node.children.some(({ kind }) => kind === "slice") && isValue(node, context)) found.push(node);
    return true;
  });
  return found;
}

function buffersOf(definition: SyntaxNode, context: UnitContext): ReadonlySet<string> {
  const found = new Set<string>();
  for (const each of child(definition, "parameters")?.children ?? []) {
    const type = each.kind === "typed_parameter" ? child(each, "type") : null;
    const [name] = each.children;
    if (name && type && /^[\w.]*\bBuffer\s*[[(]/.test(context.text(type))) found.add(context.text(name));
  }
  const others = new Set<string>();
  walk(child(definition, "body") ?? definition, (node) => {
    if (node.kind !== "assignment") return;
    const left = child(node, "left");
    const right = child(node, "right");
    if (left?.kind !== "identifier") return;
    (isBufferCall(right, context) ? found : others).add(context.text(left));
  });
  for (const name of others) found.delete(name);
  return found;
}

function isBufferCall(value: SyntaxNode | null, context: UnitContext): boolean {
  const fn = value?.kind === "call" ? child(value, "function") : null;
  const path = fn && context.path(fn);
  return path ? BUFFER.test(tirNameOf(path) ?? "") : false;
}

function isValue(node: SyntaxNode, context: UnitContext): boolean {
  const { parent } = node;
  switch (parent?.kind) {
    case "parenthesized_expression":
      return isValue(parent, context);
    case "assignment":
      return node.field === "right";
    case "augmented_assignment":
    case "binary_operator":
    case "unary_operator":
    case "comparison_operator":
      return true;
    case "argument_list": {
      const fn = parent.parent?.kind === "call" ? child(parent.parent, "function") : null;
      const path = fn && context.path(fn);
      return path ? TAKES_VALUES.test(tirNameOf(path) ?? "") : false;
    }
    default:
      return false;
  }
}

/** What to write for a slice of a known number of elements; null where that is not known. */
function indexOf(slice: SyntaxNode, root: string, context: UnitContext): string | null {
  const [, start = "", stop = "", step = "1"] =
    /^([^:]*):([^:]+)(?::([^:]*))?$/.exec(context.text(slice))?.map((each) => each?.trim()) ?? [];
  const stride = Number(step === "" ? 1 : step);
  const count = countOf(start === "" ? "0" : start, stop);
  if (count === null || !Number.isInteger(stride) || stride < 1) return null;
  const lanes = Math.ceil(count / stride);
  const first = start === "" ? "0" : start;
  return lanes === 1 ? first : `${root}.ramp(${first}, ${stride}, ${lanes})`;
}

function countOf(start: string, stop: string): number | null {
  const plain = (text: string) => text.replace(/\s+/g, "");
  const [from, to] = [plain(start), plain(stop)];
  if (/^\d+$/.test(from) && /^\d+$/.test(to)) return Number(to) > Number(from) ? Number(to) - Number(from) : null;
  if (from === "0" || !to.startsWith(`${from}+`) || /[^\w.()*+[\]]/.test(from)) return null;
  const rest = to.slice(from.length + 1);
  return /^[1-9]\d*$/.test(rest) ? Number(rest) : null;
}
