import { latest } from "../../latest";
import type { Span } from "../../position";
import { nameOf } from "../../semantic/scopes";
import { blockKinds } from "../../syntax/blocks";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import type { PlacedUnit, Unit } from "../../syntax/unit";
import { newArgument } from "../decorator";
import type { PartEdit, UnitContext } from "../rule";
import { pathTest } from "../scan";

const MODULE = /^tvm\.script\.(?:(?:parser\.)?ir\.)?ir_module$/;
export const namesModule = pathTest((path) => MODULE.test(path));

/** What makes a class a module: `@I.ir_module`, `@tvm.script.ir_module(check_well_formed=False)`. */
export interface ModuleDecorator {
  readonly unit: PlacedUnit;
  /** `I.ir_module` */
  readonly name: SyntaxNode;
  readonly call: SyntaxNode | null;
}

/** The decorator of a class that is a module; null where it is another class. */
export function moduleDecoratorOf(
  definition: SyntaxNode,
  unit: PlacedUnit,
  { model }: UnitContext,
): ModuleDecorator | null {
  const { parent } = definition;
  if (definition.kind !== "class_definition" || parent?.kind !== "decorated_definition") return null;
  for (const decorator of parent.children) {
    const [written] = decorator.kind === "decorator" ? decorator.children : [];
    const call = written?.kind === "call" ? written : null;
    const name = call ? child(call, "function") : written;
    if (name && MODULE.test(model.evaluator.path({ node: name, unit }) ?? "")) return { unit, name, call };
  }
  return null;
}

/** The class definition that a unit without a body is of. */
export function classOfShell({ unit }: PlacedUnit): SyntaxNode | null {
  const [statement] = unit.root.children;
  const definition = statement?.kind === "decorated_definition" ? child(statement, "definition") : statement;
  return definition?.kind === "class_definition" ? definition : null;
}

/** A statement in the body of a class that is a module. */
export interface InModule {
  readonly statement: SyntaxNode;
  readonly definition: SyntaxNode;
  /** The class would be empty without it. */
  readonly isAlone: boolean;
}

export const statementsOfModules = latest((context: UnitContext): readonly InModule[] => {
  const { unit, model } = context;
  const found: InModule[] = [];
  const shell = unit.shells.at(-1);
  const around = shell && classOfShell(shell);
  if (shell && around && moduleDecoratorOf(around, shell, context)) {
    const isAlone = model.units.filter(({ shells }) => shells.at(-1) === shell).length === 1;
    found.push(...unit.unit.root.children.map((statement) => ({ statement, definition: around, isAlone })));
  }
  if (!/\bclass\b/.test(unit.unit.text)) return found;
  walk(unit.unit.root, (node) => {
    const body = node.kind === "class_definition" ? child(node, "body") : null;
    if (body && moduleDecoratorOf(node, unit, context)) {
      const isAlone = body.children.length === 1;
      found.push(...body.children.map((statement) => ({ statement, definition: node, isAlone })));
    }
    return HOLDERS.has(node.kind);
  });
  return found;
});

/** A module by its name, with its functions. */
export interface NamedModule {
  readonly name: string;
  readonly functions: ReadonlySet<string>;
}

/** The module that a place of the unit is in a function of. */
export function moduleAround(place: Span, context: UnitContext): NamedModule | null {
  const around = statementsOfModules(context).findLast(
    ({ statement }) => statement.start <= place.start && place.end <= statement.end,
  );
  if (!around) return null;
  const { definition } = around;
  const { unit, model } = context;
  const shell = unit.shells.at(-1);
  const isShell = shell !== undefined && classOfShell(shell) === definition;
  const members = isShell
    ? model.units
        .filter(({ shells }) => shells.at(-1) === shell)
        .flatMap((each) => each.unit.root.children.map((statement) => functionName(statement, each.unit)))
    : (child(definition, "body")?.children ?? []).map((statement) => functionName(statement, unit.unit));
  const functions = new Set(members.filter((name) => name !== ""));
  return { name: nameOf(definition, isShell ? shell.unit : unit.unit), functions };
}

function functionName(statement: SyntaxNode, unit: Unit): string {
  const definition = statement.kind === "decorated_definition" ? child(statement, "definition") : statement;
  return definition?.kind === "function_definition" ? nameOf(definition, unit) : "";
}

/** Syntax that definitions stand in. */
const HOLDERS = new Set([
  ...blockKinds,
  ..."decorated_definition function_definition class_definition match_statement case_clause except_group_clause".split(
    " ",
  ),
  "ERROR",
]);

/** Adds an argument to a module's decorator, behind those that it has. */
export function addModuleArgument(
  { unit, name, call }: ModuleDecorator,
  written: string,
  context: UnitContext,
): PartEdit {
  const { at, text } = newArgument(name, call, written);
  return { part: context.model.partOf(unit), start: unit.start + at, end: unit.start + at, newText: text };
}
