/** The functions in TVM's script that a unit holds, lowered: once for each version of the unit and of what it depends on. */
import { compareReleases, type Release } from "../api/releases";
import type { Answers } from "../relax/answers";
import { constantNamed } from "../semantic/constants";
import type { Model } from "../semantic/model";
import { isNameTaken, type Site } from "../semantic/scopes";
import { blockKinds } from "../syntax/blocks";
import { child, type SyntaxNode } from "../syntax/node";
import type { PlacedUnit, Unit } from "../syntax/unit";
import {
  collecting,
  type Decorated,
  declare,
  declareName,
  decorated,
  formOf,
  type LoweringContext,
  type Member,
  nameOf,
  type Reading,
  readFunction,
  readMembers,
  type Siblings,
} from "../tir/lower";
import { OLDEST_RELEASE } from "../tir/release";
import { pathTest } from "./scan";

type Answer = ReturnType<LoweringContext["constantOf"]>;

/** Constants that were asked for, and what the answers were: what was read holds for as long as they are the same. */
type Asked = Map<string, Answer>;

interface Known {
  readonly environment: string;
  readonly above: number;
  readonly release: Release;
  /** The version of what TVM had said. */
  readonly answers: number | undefined;
  /** The classes around, without their bodies. */
  readonly around: string;
  readonly asked: Asked;
  readonly deferred: boolean;
  readonly readings: readonly Reading[];
}

const NONE: readonly Reading[] = [];
const known = new WeakMap<Unit, Known>();

/** A unit's functions, in order of place. None for releases whose trees are not known. */
export function readingsOf(unit: PlacedUnit, model: Model, release: Release, answers?: Answers): readonly Reading[] {
  if (!mayHold(unit, release) || !mentionsForm(unit, model, release)) return NONE;
  return read(unit, model, release, new Map(), answers);
}

/** As `readingsOf`; the same list for as long as nothing that they depend on has changed. */
export function knownReadings(unit: PlacedUnit, model: Model, release: Release, answers?: Answers): readonly Reading[] {
  if (!mayHold(unit, release)) return NONE;
  const around = unit.shells.map((shell) => shell.unit.text + signaturesIn(shell, model)).join("\n");
  const before = known.get(unit.unit);
  const { environment } = model;
  const above = model.environmentAbove(unit);
  const deferred = defersAnnotations(model);
  if (
    before &&
    before.release === release &&
    before.answers === answers?.version &&
    before.above === above &&
    before.environment === environment &&
    before.around === around &&
    before.deferred === deferred &&
    holds(before.asked, { node: unit.unit.root, unit }, model)
  )
    return before.readings;
  const asked: Asked = new Map();
  // What is asked meanwhile is answered later, which makes it another version.
  const version = answers?.version;
  const readings = read(unit, model, release, asked, answers);
  known.set(unit.unit, { environment, above, release, answers: version, around, asked, deferred, readings });
  return readings;
}

function mayHold({ unit }: PlacedUnit, release: Release): boolean {
  return !unit.shell && unit.text.includes("@") && compareReleases(release, OLDEST_RELEASE) >= 0;
}

const namesForm = pathTest((path) => formOf(path) !== null);

/** Told from its text: a unit that has other decorators alone need not be parsed. */
function mentionsForm(unit: PlacedUnit, model: Model, release: Release): boolean {
  const mentions = model.mentions(unit);
  if (mentions === null || unit.unit.text.includes(".prim_func")) return true;
  for (const mention of mentions) if (namesForm.of(mention, release)) return true;
  return false;
}

const signatures = new WeakMap<PlacedUnit, string>();

/** The text of what a class's members look like to each other: signatures, and how parameters become buffers. */
function signaturesIn(shell: PlacedUnit, model: Model): string {
  let known = signatures.get(shell);
  if (known === undefined) {
    known = model.units.flatMap((unit) => (unit.shells.at(-1) === shell ? signatureIn(unit.unit.text) : [])).join("\n");
    signatures.set(shell, known);
  }
  return known;
}

/** The lines of a class's member that the others' readings depend on. */
export function signatureIn(text: string): string[] {
  const head = /^[\s\S]*?^\s*(?:async\s+)?def\b[\s\S]*?:[ \t]*(?:#.*)?$/m.exec(text)?.[0] ?? text;
  return [head, ...(text.slice(head.length).match(/^.*(?:match_buffer|=\s*\w+\.(?:u?int\d+|Var|var)\().*$/gm) ?? [])];
}

function holds(asked: Asked, site: Site, model: Model): boolean {
  for (const [name, answer] of asked) if (constantFrom(name, site, model) !== answer) return false;
  return true;
}

function constantFrom(name: string, site: Site, model: Model): Answer {
  return constantNamed(name, site, model.module) ?? undefined;
}

function read(
  unit: PlacedUnit,
  model: Model,
  release: Release,
  asked: Asked,
  answers: Answers | undefined,
): readonly Reading[] {
  const shell = unit.shells.at(-1);
  const around = shell ? moduleAround(shell, model, release) : null;
  const readings: Reading[] = [];
  const { root } = unit.unit;
  for (const { found, node, context } of definitionsIn(root, (each) =>
    contextAt(each, unit, model, release, asked, answers, each.parent === root ? around?.name : undefined),
  )) {
    if (found.form === "IRModule") readings.push(...readMembers(found, context));
    else if (around && node.parent === root)
      readings.push(readMember({ found, node }, context, around, model, release, asked));
    else readings.push(readFunction(found, node, context));
  }
  return readings.length > 0 ? readings : NONE;
}

/** A class at module level that is a module, its members units of their own. */
interface ModuleAround {
  readonly name: string;
  readonly shell: PlacedUnit;
  readonly found: Decorated;
}

function moduleAround(shell: PlacedUnit, model: Model, release: Release): ModuleAround | null {
  const node = shell.unit.root.children.find((each) => each.kind === "decorated_definition");
  if (!node) return null;
  const context = contextAt(node, shell, model, release, new Map());
  const found = decorated(node, context);
  return found?.form === "IRModule" ? { name: nameOf(found, context), shell, found } : null;
}

function readMember(
  { found, node }: Member,
  context: LoweringContext,
  around: ModuleAround,
  model: Model,
  release: Release,
  asked: Asked,
): Reading {
  const siblings = siblingsIn(around, model, release);
  const reading = readFunction(found, node, context, siblings);
  for (const [of, answer] of siblings.asked) asked.set(of, answer);
  return reading;
}

interface KnownSiblings extends Siblings {
  readonly asked: Asked;
}

/**
 * Of the last class that was asked about: its members follow each other. By the model, since a notebook's other cells can change while
 * the class's own stays the same.
 */
let siblings:
  | { readonly shell: PlacedUnit; readonly model: Model; readonly release: Release; readonly found: KnownSiblings }
  | undefined;

function siblingsIn(around: ModuleAround, model: Model, release: Release): KnownSiblings {
  const { shell } = around;
  if (siblings?.shell !== shell || siblings.model !== model || siblings.release !== release)
    siblings = { shell, model, release, found: findSiblings(around, model, release) };
  return siblings.found;
}

function findSiblings(
  { shell, name: moduleName, found: module }: ModuleAround,
  model: Model,
  release: Release,
): KnownSiblings {
  const asked: Asked = new Map();
  const made = collecting(module);
  let isOpen = child(module.definition, "superclasses") !== null;
  for (const unit of model.units) {
    if (unit.shells.at(-1) !== shell) continue;
    for (const node of unit.unit.root.children) {
      if (node.kind === "comment") continue;
      const context = contextAt(node, unit, model, release, asked, undefined, moduleName);
      const found = decorated(node, context);
      if (found) declare({ found, node }, context, made);
      if (!declareName(node, context, made)) isOpen = true;
    }
  }
  return { ...made, functions: isOpen ? null : made.functions, asked };
}

function contextAt(
  node: SyntaxNode,
  unit: PlacedUnit,
  model: Model,
  release: Release,
  asked: Asked,
  answers?: Answers,
  moduleName?: string,
): LoweringContext {
  const site: Site = { node, unit };
  return {
    text: unit.unit.text,
    release,
    resolve: (each) => model.evaluator.path({ node: each, unit }),
    constantOf: (name) => {
      const answer = constantFrom(name, site, model);
      asked.set(name, answer);
      return answer;
    },
    binds: (name) =>
      model.module.bindsUnsaidNames ||
      model.isExcerpt ||
      isNameTaken(name, site, model.module) ||
      (name === LEFT_OUT && model.isPage),
    defersAnnotations: () => defersAnnotations(model),
    answers,
    moduleName,
  };
}

/** What printed scripts take constants from; what it is, is not printed along with them. */
const LEFT_OUT = "metadata";

const deferring = new WeakMap<Model, boolean>();

function defersAnnotations(model: Model): boolean {
  let known = deferring.get(model);
  if (known === undefined) {
    known = model.units.some((each) => DEFERS.test(each.unit.text));
    deferring.set(model, known);
  }
  return known;
}

const DEFERS = /^from[ \t]+__future__[ \t]+import\b.*\bannotations\b/;

interface Definition extends Member {
  readonly context: LoweringContext;
}

/** The decorated definitions in a unit, those in plain functions and classes too; what is inside of one is its own. */
function definitionsIn(root: SyntaxNode, contextOf: (node: SyntaxNode) => LoweringContext): Definition[] {
  const all: Definition[] = [];
  const visit = (node: SyntaxNode): void => {
    if (node.kind === "decorated_definition") {
      const context = contextOf(node);
      const found = decorated(node, context);
      if (found) {
        all.push({ found, node, context });
        return;
      }
    }
    const { children } = node;
    for (let at = 0; at < children.length; at++) {
      const each = children[at] as SyntaxNode;
      if (HOLDERS.has(each.kind)) visit(each);
    }
  };
  visit(root);
  return all;
}

/** Syntax that definitions stand in. */
const HOLDERS = new Set([...blockKinds, "decorated_definition", "function_definition", "class_definition"]);
