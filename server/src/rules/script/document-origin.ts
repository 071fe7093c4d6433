import { lifeOf } from "../../api/names";
import type { Release } from "../../api/releases";
import { isGuarded } from "../../semantic/bindings";
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
  const life = lifeOf(path);
  return life !== null && isBeforeTirx(life.lastIn);
});
const cameWith = pathTest((path) => {
  const life = lifeOf(path);
  return life !== null && !isBeforeTirx(life.since);
});
const namesLet = pathTest((path) => tirNameOf(path) === "let");

const known = new WeakMap<Model, Map<Release, boolean>>();

/**
 * Whether a document as a whole was certainly written for a release before TIRx took over `T.prim_func`, so that functions in
 * it that don't tell were, too: another of its functions has blocks and no `s_tir=True`, or it uses names that went before,
 * and nothing in it is newer.
 * @param remember keep what units say, for versions of the document that hold the same ones
 */
export function isDocumentFromBeforeTirx(model: Model, release: Release, remember = false): boolean {
  const byRelease = known.get(model) ?? new Map<Release, boolean>();
  known.set(model, byRelease);
  let answer = byRelease.get(release);
  if (answer === undefined) {
    answer = mayBeOpen(model) && isFromBefore(model, release, remember);
    byRelease.set(release, answer);
  }
  return answer;
}

/** The same from texts alone: it may say yes too often. */
export function mayDocumentBeFromBeforeTirx(scan: UnitScan): boolean {
  if (scan.documentHas("s_tir=") || !scan.documentMentions(namesPrimFunc)) return false;
  return scan.documentMentions(namesBlock) || scan.documentMentions(wentBefore);
}

/** There are PrimFuncs, and none says that it is S-TIR. */
function mayBeOpen({ parts }: Model): boolean {
  return (
    parts.some(({ syntax }) => syntax.text.includes("prim_func")) &&
    !parts.some(({ syntax }) => SAYS_S_TIR.test(syntax.text))
  );
}

/** What a unit tells of when it was written. */
type Sign = "before" | "since" | null;

function isFromBefore(model: Model, release: Release, remember: boolean): boolean {
  const contexts = new Contexts(model, release);
  let isOld = false;
  for (const unit of model.units) {
    const sign = remember ? knownSignOf(unit, contexts) : signOf(unit, contexts);
    if (sign === "since") return false;
    isOld ||= sign === "before";
  }
  return isOld;
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
  if (scan.mentions(cameWith) && uses(context(), cameWith)) return "since";
  if (scan.mentions(namesLet) && bindsByAnnotation(context())) return "since";
  const isOld =
    (scan.mentions(namesPrimFunc) && scan.mentions(namesBlock) && hasUnsaidBlocks(context())) ||
    (scan.mentions(wentBefore) && uses(context(), wentBefore));
  return isOld ? "before" : null;
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
