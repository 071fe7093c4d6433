import {
  attributeFlagOf,
  attributeKeyOf,
  attributeKeyPattern,
  flagExpressionPattern,
  flagNumberPattern,
  flagWords,
} from "../../api/attribute-keys";
import { isFormer } from "../../api/changes";
import { existsIn } from "../../api/names";
import { releaseAt, releaseIndex } from "../../api/releases";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { functionAround } from "../../semantic/scopes";
import { type SyntaxNode, walk } from "../../syntax/node";
import { defineRule, type UnitContext, type UnitScan } from "../rule";
import { pathTest } from "../scan";
import { isFromBeforeTirx, mayBeFromBeforeTirx } from "../script/before-tirx";
import { dialectName } from "../script/dialect";
import { isSaidToBe, primFuncsOf } from "../script/prim-funcs";
import { attributeKeyAt, attributeValueOf } from "./attributes";

/**
 * A yes or no among a function's attributes, written as a number or as an expression of TIR.
 *
 * Since TVM's FFI of 2025 (commit 95d1268982) passes read such attributes as plain bools. `T.bool(True)` is an expression and
 * fails there ("Cannot convert from type `ir.IntImm` to `int`"); `1` is taken, and differs from the `True` that passes write
 * when functions are compared: it is brought into line in a Relax function, but for a file that imports what is newer than the
 * change, and elsewhere in code that certainly is older.
 */
export const attributeValue = defineRule({
  code: "TVM109",
  name: "outdated-attribute-value",
  severity: "warning",
  needs: { words: flagWords },
  scan: (unit) =>
    flagExpressionPattern(unit.release).test(unit.text) ||
    (flagNumberPattern(unit.release).test(unit.text) && mayBeFromBefore(unit)),
  check(context, report) {
    const { text } = context.unit.unit;
    if (!text.includes("attr")) return;
    walk(context.unit.unit.root, (node) => {
      const key = node.kind === "string" ? attributeKeyAt(node, context) : null;
      const flag = key ? attributeFlagOf(key, context.release) : null;
      const value = flag ? attributeValueOf(node) : null;
      const plain = value && plainBool(context.text(value));
      if (!key || !value || !plain || isGuarded(node, text)) return;
      if (value.kind === "integer" && (flag?.takesNumbers || !isFromBefore(key, node, context))) return;
      report({
        span: value,
        message: t('The attribute "{0}" is a plain bool in TVM {1}: write {2}.', key, context.release, plain),
        fix: (at) => ({
          title: t("Change to `{0}`", plain),
          applicability: "safe",
          edits: [at.edit(value, plain)],
        }),
      });
    });
  },
});

const namesRelax = pathTest((path) => dialectName(path)?.dialect === "relax");
const namesFormer = pathTest(isFormer);

/** Whether there can be a number in the unit of which `isFromBefore` says yes. */
function mayBeFromBefore(unit: UnitScan): boolean {
  return (
    attributeKeyPattern(unit.release).test(unit.text) ||
    isSaidToBe(unit) ||
    unit.mentions(namesRelax) ||
    mayBeFromBeforeTirx(unit) ||
    unit.documentImports(namesFormer)
  );
}

/**
 * Whether the code may be from before the change: a PrimFunc that certainly is, elsewhere a key that is, or a file that
 * imports what the targeted release has no more.
 */
function isFromBefore(key: string, node: SyntaxNode, context: UnitContext): boolean {
  const { model, release } = context;
  if (attributeKeyOf(key, release)) return true;
  if (isOfRelax(node, context)) return isSaidToBe(context) || !importsNewer(key, context);
  const around = functionAround(node);
  const fn = around && primFuncsOf(context).find(({ definition }) => definition === around);
  if (fn) return isFromBeforeTirx(fn, context);
  if (isSaidToBe(context)) return true;
  return [...model.module.importedPaths()].some((path) => isFormer(path, release));
}

/** `R.func_attr({"Primitive": 1})` */
function isOfRelax(node: SyntaxNode, context: UnitContext): boolean {
  let at: SyntaxNode | null = node;
  while (at && at.kind !== "call") at = at.parent;
  const path = at ? context.path(at.children[0] ?? at) : null;
  return path !== null && dialectName(path)?.dialect === "relax";
}

/** The file imports what the last release before the change did not have. */
function importsNewer(key: string, { model, release }: UnitContext): boolean {
  const since = attributeFlagOf(key, release)?.since;
  const before = since === undefined ? -1 : releaseIndex(since) - 1;
  return [...model.module.importedPaths()].some((path) => before < 0 || existsIn(path, releaseAt(before)) === false);
}

function plainBool(value: string): "True" | "False" | null {
  const [, inner = value] = /^[A-Za-z_][\w.]*\.bool\(\s*(\w+)\s*,?\s*\)$/.exec(value) ?? [];
  if (inner === value && !/^[01]$/.test(value)) return null;
  if (/^(?:1|True)$/.test(inner)) return "True";
  return /^(?:0|False)$/.test(inner) ? "False" : null;
}
