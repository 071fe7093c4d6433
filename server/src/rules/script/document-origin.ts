import { type Life, lifeOf } from "../../api/names";
import type { Release } from "../../api/releases";
import { keptBy } from "../../kept";
import { isGuarded } from "../../semantic/guards";
import type { Model } from "../../semantic/model";
import type { PlacedUnit, Unit } from "../../syntax/unit";
import { Contexts } from "../context";
import type { UnitContext, UnitScan } from "../rule";
import { LazyScan, type PathTest, pathTest } from "../scan";
import { tirNameOf } from "./dialect";
import { isBeforeTirx, lacksSTir, namesBlock, namesPrimFunc, primFuncsOf } from "./prim-funcs";

const SAYS_S_TIR = /\bs_tir\s*=/;

/** Names that went before TIRx took over `T.prim_func`, and names that came with it or later. */
const wentBefore = pathTest((path) => {
  const life = lifeOfOwn(path);
  return life !== null && isBeforeTirx(life.lastIn);
});
const cameWith = pathTest((path) => {
  const life = lifeOfOwn(path);
  return life !== null && !isBeforeTirx(life.since);
});
const namesLet = pathTest((path) => tirNameOf(path) === "let");

/** Other packages, tvm_ffi among them, have releases of their own. */
function lifeOfOwn(path: string): Life | null {
  return path.startsWith("tvm.") ? lifeOf(path) : null;
}

/** What the PrimFuncs of a document are: of before TIRx, of a release that has it, or of either. */
export type Age = "before-tirx" | "since-tirx" | "open";

const agesOf = keptBy((_model: Model) => new Map<Release, Age | null>());

/**
 * Of when the PrimFuncs of a document are, by what the document as a whole says: before TIRx took over `T.prim_func` where one
 * of them has blocks and no `s_tir=True`, or where names are used that went before, and nothing is newer. Null where there are
 * none.
 * @param remember keep what units say, for versions of the document that hold the same ones
 */
export function ageOf(model: Model, release: Release, remember = false): Age | null {
  const byRelease = agesOf(model);
  let age = byRelease.get(release);
  if (age === undefined) {
    const has = model.parts.some(({ syntax }) => syntax.text.includes("prim_func"));
    age = has ? ageOfUnits(model, release, remember) : null;
    byRelease.set(release, age);
  }
  return age;
}

/**
 * Whether a version of a document is of the same age as another, where only these of its units are others and all names mean
 * the same. False where it would take looking at all of them.
 */
export function isSureOfAge(before: Model, now: Model, changed: readonly PlacedUnit[], release: Release): boolean {
  const age = ageOf(before, release);
  const says = (text: string) => now.parts.some(({ syntax }) => syntax.text.includes(text));
  if (age === null) return !says("prim_func");
  if (now.parts.some(({ syntax }) => SAYS_S_TIR.test(syntax.text))) return age === "since-tirx";
  if (age !== "open" || !says("prim_func")) return false;
  const contexts = new Contexts(now, release);
  return changed.every((unit) => signOf(unit, contexts) === null);
}

/** Whether a document was certainly written for a release before TIRx, so that functions in it that don't tell were, too. */
export function isDocumentFromBeforeTirx(model: Model, release: Release, remember = false): boolean {
  return ageOf(model, release, remember) === "before-tirx";
}

/** The same from texts alone: it may say yes too often. */
export function mayDocumentBeFromBeforeTirx(scan: UnitScan): boolean {
  if (scan.documentHas("s_tir=") || !scan.documentMentions(namesPrimFunc)) return false;
  return scan.documentMentions(namesBlock) || scan.documentMentions(wentBefore);
}

/** What a unit tells of when it was written. */
type Sign = Exclude<Age, "open"> | null;

function ageOfUnits(model: Model, release: Release, remember: boolean): Age {
  if (model.parts.some(({ syntax }) => SAYS_S_TIR.test(syntax.text))) return "since-tirx";
  const contexts = new Contexts(model, release);
  let age: Age = "open";
  for (const unit of model.units) {
    const sign = remember ? knownSignOf(unit, contexts) : signOf(unit, contexts);
    if (sign === "since-tirx") return sign;
    age = sign ?? age;
  }
  return age;
}

const knownSigns = new WeakMap<
  Unit,
  { readonly environment: string; readonly release: Release; readonly sign: Sign }
>();

function knownSignOf(unit: PlacedUnit, contexts: Contexts): Sign {
  const { release } = contexts;
  const { environment } = contexts.model;
  const before = knownSigns.get(unit.unit);
  if (before?.environment === environment && before.release === release) return before.sign;
  const sign = signOf(unit, contexts);
  knownSigns.set(unit.unit, { environment, release, sign });
  return sign;
}

function signOf(unit: PlacedUnit, contexts: Contexts): Sign {
  const scan = new LazyScan(contexts.model, unit, contexts.release, null);
  const context = () => contexts.of(unit);
  if (scan.mentions(cameWith) && uses(context(), cameWith)) return "since-tirx";
  if (scan.mentions(namesLet) && bindsByAnnotation(context())) return "since-tirx";
  const isOld =
    (scan.mentions(namesPrimFunc) && scan.mentions(namesBlock) && hasUnsaidBlocks(context())) ||
    (scan.mentions(wentBefore) && uses(context(), wentBefore));
  return isOld ? "before-tirx" : null;
}

function hasUnsaidBlocks(context: UnitContext): boolean {
  const { text } = context.unit.unit;
  return primFuncsOf(context).some((fn) => lacksSTir(fn, context) && !isGuarded(fn.decorator, text));
}

/** `x: T.let[T.int32]`: the form came with TIRx, the name was another function's before. */
function bindsByAnnotation({ uses: { names }, release }: UnitContext): boolean {
  return names.some(
    ({ path, node }) => namesLet(path, release) && node.parent?.kind === "subscript" && node.field === "value",
  );
}

function uses({ uses: { names, imports }, unit, release }: UnitContext, test: PathTest): boolean {
  const { text } = unit.unit;
  return [...names, ...imports].some(
    ({ path, node }) => path !== null && test(path, release) && !isGuarded(node, text),
  );
}
