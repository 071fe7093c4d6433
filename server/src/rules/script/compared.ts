import { equivalentIn } from "../../api/changes";
import { signatureOf } from "../../api/signatures";
import { latest } from "../../latest";
import type { Model } from "../../semantic/model";
import { child, childOfKind, type SyntaxNode } from "../../syntax/node";
import type { PlacedUnit } from "../../syntax/unit";
import type { UnitContext } from "../rule";
import { tirName } from "./dialect";
import { checkingModule } from "./ill-formed";
import { classOfShell } from "./modules";
import { hasOldDecorator, type PrimFunc } from "./prim-funcs";

/** What TVM had to compare a function with what a pass makes of another one. */
const COMPARES = /^tvm\.testing\.(?:\w+\.)?CompareBeforeAfter$/;

/** Whether a function would get a name, and is one of the two that a test class compares, or said to have no attributes. */
export function mustBePrivate(fn: PrimFunc, context: UnitContext): boolean {
  const name = child(fn.definition, "name");
  if (!name || tirName(fn.use) !== "prim_func" || !hasOldDecorator(fn, context) || !canBePrivate(fn, context))
    return false;
  if (/\bglobal_symbol\b/.test(context.text(fn.definition))) return false;
  return isCompared(context.text(name), context) || isSaidToHaveNone(fn, context.text(name), context);
}

function isCompared(name: string, context: UnitContext): boolean {
  const { shells } = context.unit;
  const [around] = shells;
  if (!/^(?:before|expected)$/.test(name) || shells.length !== 1 || !around) return false;
  return compares(around, context, new Set());
}

/** `assert mod["f"].attrs is None`, of a module of the same file: a name would be an attribute. */
export const HAS_NO_ATTRIBUTES = "].attrs is None";

/** The functions of which a document says so. */
export const saidToHaveNone = latest(
  ({ parts }: Model): ReadonlySet<string> =>
    new Set(
      parts.flatMap(({ syntax: { text } }) =>
        text.includes(HAS_NO_ATTRIBUTES) ? Array.from(text.matchAll(NAMED_BEFORE), ([, , name = ""]) => name) : [],
      ),
    ),
);

const NAMED_BEFORE = /\[(["'])(\w+)\1(?=\]\.attrs is None)/g;

function isSaidToHaveNone(fn: PrimFunc, name: string, context: UnitContext): boolean {
  return saidToHaveNone(context.model).has(name) && checkingModule(fn, context) !== null;
}

function canBePrivate({ use, call }: PrimFunc, context: UnitContext): boolean {
  if (call && /\bprivate\b|\*\*/.test(context.text(call))) return false;
  const today = equivalentIn(use.path, context.release);
  const parameters = today === null ? null : signatureOf(today, context.release)?.parameters;
  return parameters?.some(({ name }) => name === "private") ?? false;
}

/** Whether a class, or one that it derives from, compares what a pass makes of `before` with `expected`, names and all. */
function compares(shell: PlacedUnit, context: UnitContext, seen: Set<PlacedUnit>): boolean {
  if (seen.has(shell)) return false;
  seen.add(shell);
  return basesOf(shell).some((base) => {
    const path = context.model.evaluator.path({ node: base, unit: shell });
    if (path !== null && COMPARES.test(path)) return true;
    const name = shell.unit.text.slice(base.start, base.end);
    const own = context.model.units.find((each) => mayBeClass(each) && classNameOf(each) === name);
    return own !== undefined && (comparesItself(own, context) || compares(own, context, seen));
  });
}

/** Its header stands alone, or all of it is on one line. */
function mayBeClass({ unit }: PlacedUnit): boolean {
  return unit.shell || unit.text.startsWith("class");
}

function comparesItself(shell: PlacedUnit, { model }: UnitContext): boolean {
  const texts = model.units.filter(({ shells }) => shells.includes(shell)).map(({ unit }) => unit.text);
  const has = (pattern: RegExp) => texts.some((text) => pattern.test(text));
  // Where both are made modules of, it is there that they would get one name.
  return (
    has(/\bself\s*\.\s*before\b/) &&
    has(/\bself\s*\.\s*expected\b/) &&
    !has(/\bglobal_symbol\b|\(\s*self\s*\.\s*expected\b/)
  );
}

function classNameOf(shell: PlacedUnit): string | null {
  const definition = classOfShell(shell);
  const name = definition && child(definition, "name");
  return name ? shell.unit.text.slice(name.start, name.end) : null;
}

function basesOf(shell: PlacedUnit): readonly SyntaxNode[] {
  const definition = classOfShell(shell);
  const list = definition && (child(definition, "superclasses") ?? childOfKind(definition, "argument_list"));
  return list?.children.filter(({ kind }) => kind === "identifier" || kind === "attribute") ?? [];
}
