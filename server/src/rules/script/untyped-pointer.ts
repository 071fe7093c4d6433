import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { argumentsOf } from "../../semantic/values";
import { assignmentOf, child, type SyntaxNode } from "../../syntax/node";
import { defineRule, type PartEdit, type UnitContext } from "../rule";
import { tirName } from "./dialect";
import { plainText } from "./expressions";
import { nameNow } from "./name-now";

/**
 * `p: T.handle("float32") = T.tvm_struct_get(x, 0, 1, dtype="handle")`: a pointer to something, bound to a pointer to nothing
 * known. TVM asks that both have one type; a field of a tensor's descriptor is read as the type that is wanted, and the data
 * pointer, which has none there, is reinterpreted.
 */
export const untypedPointer = defineRule({
  code: "TVM131",
  name: "untyped-pointer",
  severity: "error",
  needs: {
    script: true,
    words: () => ["tvm_struct_get"],
    release: (release) => scriptFact("pointers-are-typed", release),
  },
  check(context, report) {
    if (!scriptFact("pointers-are-typed", context.release)) return;
    for (const use of context.uses.names) {
      const call = use.node.parent;
      if (tirName(use) !== "tvm_struct_get" || call?.kind !== "call" || use.node.field !== "function") continue;
      const statement = assignmentOf(call);
      const annotation = statement && child(statement, "type");
      const element = annotation && elementOf(plainText(annotation, context));
      const read = fieldOf(call, context);
      if (!element || !read || isGuarded(call, context.unit.unit.text)) continue;
      const root = nameNow(use, context);
      if (root === null) continue;
      const type = `${root}.handle(${element}).ty`;
      report({
        span: read.dtype,
        message: t("In TVM {0} this is no pointer of the annotated type: that is `{1}`.", context.release, type),
        fix: (at) => ({
          title: t("Change to `{0}`", type),
          applicability: "safe",
          edits: read.isData ? reinterpreted(call, root, type, at) : [at.edit(read.dtype, type)],
        }),
      });
    }
  },
});

/** `"float32"` of `T.handle("float32")`, `T.Ptr[T.float32]`, in `T.let[…]` or not; null for other annotations. */
function elementOf(annotation: string): string | null {
  const [, inner = annotation] = /^[\w.]+\.let\[([\s\S]*)\]$/.exec(annotation) ?? [];
  const [, given] = /^[\w.]+\.handle\(\s*(["'][\w.]+["'](?:\s*,\s*["'][\w.]+["'])?)\s*\)$/.exec(inner) ?? [];
  if (given) return given;
  const [, name, scope] =
    /^[\w.]+\.Ptr[[(]\s*[A-Za-z_][\w.]*\.(\w+)\s*(?:,\s*(["'][\w.]+["'])\s*)?[\])]$/.exec(inner) ?? [];
  return name ? `"${name}"${scope ? `, ${scope}` : ""}` : null;
}

interface FieldRead {
  /** The string `"handle"`. */
  readonly dtype: SyntaxNode;
  /** The field is the data pointer (`kArrData` in TVM's tir/builtin.h). */
  readonly isData: boolean;
}

function fieldOf(call: SyntaxNode, context: UnitContext): FieldRead | null {
  const { positional, keywords, spread } = argumentsOf(call);
  const keyword = keywords.find((each) => context.text(child(each, "name") ?? each) === "dtype");
  const dtype = keyword ? child(keyword, "value") : positional[3];
  const field = positional[2];
  if (spread || !dtype || !field || !/^(["'])handle\1$/.test(context.text(dtype))) return null;
  return { dtype, isData: context.text(field) === "1" };
}

function reinterpreted(call: SyntaxNode, root: string, type: string, context: UnitContext): PartEdit[] {
  return [
    context.edit({ start: call.start, end: call.start }, `${root}.reinterpret(${type}, `),
    context.edit({ start: call.end, end: call.end }, ")"),
  ];
}
