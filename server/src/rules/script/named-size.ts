import { existsIn } from "../../api/names";
import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { lookup } from "../../semantic/scopes";
import { argumentsOf } from "../../semantic/values";
import { child, closest, type SyntaxNode, walk } from "../../syntax/node";
import { defineRule, type UnitContext } from "../rule";
import { someMatch } from "../scan-call";
import { isFromBeforeTirx, mayBeFromBeforeTirx } from "./before-tirx";
import { tirName } from "./dialect";
import { nameNow } from "./name-now";
import { isUnchecked, namesPrimFunc, ownUses, type PrimFunc, primFuncsOf, saysSTir } from "./prim-funcs";

const BLOCK_BUFFER = "tvm.script.tirx.sblock_alloc_buffer";
const DECLARES = /\b(?:match_buffer|s?block_alloc_buffer|alloc_buffer)\s*\(/g;
/** What a number stands behind, alone or in a call. */
const GIVES_NUMBER = /=[\s\\]*(?:\d|[A-Za-z_][\w.]*\bu?int\d+[\s\\]*\([\s\\]*\d)/;
/** `n = 100`, `n = T.int32(100)`, with nothing behind it. */
const NAMED =
  /(?:^|[;:=])[ \t]*([A-Za-z_]\w*)[\s\\]*=(?!=)[\s\\]*(?:\d\w*|[\w.]+\.u?int\d+[\s\\]*\([\s\\]*\d\w*[\s\\,]*\))[ \t]*(?:[;#\r\n]|$)/gm;

/**
 * `n = 100` in a PrimFunc, and a buffer of that many elements: `T.match_buffer(a, (n, 4))`.
 *
 * The name stood for the number. Since 0.13 the assignment binds a variable, since TIRx it makes a mutable scalar
 * (`bind_assign_value` in TVM's parser), and neither can be part of a shape that is declared where the function or block
 * begins. `T.meta_var(…)` says that the name stands for the number.
 */
export const namedSize = defineRule({
  code: "TVM124",
  name: "named-size",
  severity: "error",
  needs: {
    names: namesPrimFunc,
    words: () => ["match_buffer", "alloc_buffer", "sblock_alloc_buffer"],
    release: (release) => scriptFact("numbers-are-bound", release),
  },
  scan: (unit) =>
    (!scriptFact("annotations-make-scalars", unit.release) ||
      /\bs_tir\b|\*\*/.test(unit.text) ||
      mayBeFromBeforeTirx(unit)) &&
    mayNameSize(unit.text),
  check(context, report) {
    if (!scriptFact("numbers-are-bound", context.release)) return;
    for (const fn of primFuncsOf(context)) {
      const root = isUnchecked(fn, context) || isOfTirx(fn, context) ? null : nameNow(fn.use, context);
      if (root === null) continue;
      for (const value of namedIn(fn, context)) {
        if (isGuarded(value, context.unit.unit.text)) continue;
        const written = `${root}.meta_var(${context.text(value)})`;
        report({
          span: value,
          message: t(
            "In TVM {0} this makes a variable, which no buffer's shape can have: `{1}` gives the number a name.",
            context.release,
            written,
          ),
          fix: (at) => ({
            title: t("Change to `{0}`", written),
            applicability: "safe",
            edits: [at.edit(value, written)],
          }),
        });
      }
    }
  },
});

/** Whether the text names a number, and says that name where a buffer is declared. */
function mayNameSize(text: string): boolean {
  if (!GIVES_NUMBER.test(text)) return false;
  let declared: string | undefined;
  return someMatch(NAMED, text, ([, name]) => {
    declared ??= declarationsIn(text);
    return new RegExp(`\\b${name}\\b`).test(declared);
  });
}

/** The arguments of what declares buffers, as far as counting brackets tells. */
function declarationsIn(text: string): string {
  const found: string[] = [];
  someMatch(DECLARES, text, ({ 0: head, index }) => {
    const start = index + head.length;
    let at = start;
    for (let depth = 1; depth > 0 && at < text.length; at++) {
      if ("([{".includes(text[at] as string)) depth++;
      else if (")]}".includes(text[at] as string)) depth--;
    }
    found.push(text.slice(start, at));
    return false;
  });
  return found.join("\n");
}

/** A function of TIRx makes no blocks, and where its buffers may be declared differs from release to release. */
function isOfTirx(fn: PrimFunc, context: UnitContext): boolean {
  return (
    scriptFact("annotations-make-scalars", context.release) && !saysSTir(fn, context) && !isFromBeforeTirx(fn, context)
  );
}

/** The numbers that are assigned to a name, once, which a buffer's declaration in the same block uses. */
function namedIn(fn: PrimFunc, context: UnitContext): SyntaxNode[] {
  const sizes = sizesIn(fn, context);
  const body = child(fn.definition, "body");
  const found: SyntaxNode[] = [];
  if (!body || sizes.size === 0) return found;
  walk(body, (node) => {
    if (node.kind === "function_definition" || node.kind === "class_definition") return false;
    const left = node.kind === "assignment" && !child(node, "type") ? child(node, "left") : null;
    const right = left && child(node, "right");
    const blocks = left?.kind === "identifier" ? sizes.get(context.text(left)) : undefined;
    if (left && right && blocks && isNumber(right, context) && blocks.has(blockOf(node))) {
      const bound = lookup(context.text(left), { node: left, unit: context.unit }, context.model.module);
      if (bound.length === 1) found.push(right);
    }
    return true;
  });
  return found;
}

/** The names in the arguments of what declares a buffer at the top of a function or block, and the blocks that hold these. */
function sizesIn(fn: PrimFunc, context: UnitContext): ReadonlyMap<string, ReadonlySet<SyntaxNode | null>> {
  const hasOwn = existsIn(BLOCK_BUFFER, context.release) === true;
  const isDeclaration = (name: string | null) =>
    name === "match_buffer" || name === (hasOwn ? "sblock_alloc_buffer" : "alloc_buffer");
  const names = new Map<string, Set<SyntaxNode | null>>();
  for (const use of ownUses(fn, context)) {
    const call = use.node.parent;
    if (call?.kind !== "call" || use.node.field !== "function" || !isDeclaration(tirName(use))) continue;
    const { positional, keywords } = argumentsOf(call);
    // What is matched comes first.
    const shapes = tirName(use) === "match_buffer" ? positional.slice(1) : positional;
    for (const each of [...shapes, ...keywords.flatMap((keyword) => child(keyword, "value") ?? [])])
      walk(each, (node) => {
        if (node.kind !== "identifier" || node.field === "attribute") return;
        const blocks = names.get(context.text(node)) ?? new Set();
        names.set(context.text(node), blocks.add(blockOf(call)));
      });
  }
  return names;
}

function blockOf(node: SyntaxNode): SyntaxNode | null {
  return closest(node, (each) => each.kind === "block");
}

/** `100`, `T.int32(100)` */
function isNumber(node: SyntaxNode, context: UnitContext): boolean {
  if (node.kind === "integer") return true;
  const fn = node.kind === "call" ? child(node, "function") : null;
  if (!fn || !/\.u?int\d+$/.test(context.text(fn))) return false;
  const { positional, keywords, spread } = argumentsOf(node);
  return !spread && keywords.length === 0 && positional.length === 1 && positional[0]?.kind === "integer";
}
