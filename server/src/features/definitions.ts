import { changeOf } from "../api/changes";
import { newestRelease } from "../api/releases";
import type { Span } from "../position";
import type { Model, Part } from "../semantic/model";
import type { Site } from "../semantic/scopes";
import { classNode } from "../semantic/values";
import { blockKinds } from "../syntax/blocks";
import { child, type SyntaxNode, spanOf } from "../syntax/node";
import type { PlacedUnit } from "../syntax/unit";

export type DefinitionKind = "PrimFunc" | "Function" | "IRModule";

/** A decorated function or class that TVM reads: something that can be shown, compiled or run. */
export interface TvmDefinition {
  readonly name: string;
  readonly kind: DefinitionKind;
  /** Names from the outside in, with dots: `Module.main`, `test_x.Module`. */
  readonly path: string;
  readonly part: Part;
  /** Decorators included; offsets in the part's text. */
  readonly span: Span;
  readonly nameSpan: Span;
  readonly children: readonly TvmDefinition[];
  /** The decorated definition; of a module-level class it is the shell, without the body. */
  readonly site: Site;
}

interface Place {
  readonly model: Model;
  readonly unit: PlacedUnit;
  readonly part: Part;
}

/** All of a document's definitions, in order of place; a module's functions are its children. */
export function definitionsOf(model: Model): TvmDefinition[] {
  const found: TvmDefinition[] = [];
  for (const unit of model.units) {
    if (unit.shells.length > 0) continue;
    const place = { model, unit, part: model.partOf(unit) };
    if (unit.unit.shell) found.push(...shellDefinitions(place));
    else if (/@/.test(unit.unit.text))
      for (const node of unit.unit.root.children) found.push(...inNode(node, place, []));
  }
  return found;
}

/** A definition by its path, the last of that path where the file has several (the one that Python would keep). */
export function definitionNamed(definitions: readonly TvmDefinition[], path: string): TvmDefinition | null {
  let found: TvmDefinition | null = null;
  for (const each of definitions) {
    if (each.path === path) found = each;
    found = definitionNamed(each.children, path) ?? found;
  }
  return found;
}

/** The innermost definition around an offset of a part. */
export function definitionAt(definitions: readonly TvmDefinition[], part: Part, offset: number): TvmDefinition | null {
  for (const each of definitions) {
    if (each.part !== part || offset < each.span.start || offset > each.span.end) continue;
    return definitionAt(each.children, part, offset) ?? each;
  }
  return null;
}

function shellDefinitions(place: Place, outer: readonly string[] = []): TvmDefinition[] {
  const { model, unit } = place;
  const node = classNode(unit);
  const name = node && child(node, "name");
  if (!node || !name) return [];
  const own = unit.unit.text.slice(name.start, name.end);
  const names = [...outer, own];
  const members = model.units.filter((each) => each.shells.at(-1) === unit);
  const children = members.flatMap((member) => {
    const inner = { model, unit: member, part: place.part };
    if (member.unit.shell) return shellDefinitions(inner, names);
    return member.unit.root.children.flatMap((each) => inNode(each, inner, names));
  });
  if (kindOf(node, place) !== "IRModule") return children;
  const span = spanOf(unit);
  return [
    {
      name: own,
      kind: "IRModule",
      path: names.join("."),
      part: place.part,
      span,
      nameSpan: moved(name, unit),
      children,
      site: { node, unit },
    },
  ];
}

/** Definitions in a statement, those inside of plain functions and classes too. No recursion into expressions. */
function inNode(node: SyntaxNode, place: Place, outer: readonly string[]): TvmDefinition[] {
  const definition = node.kind === "decorated_definition" ? child(node, "definition") : node;
  if (!definition) return [];
  if (definition.kind !== "function_definition" && definition.kind !== "class_definition") {
    return blockKinds.has(definition.kind) ? definition.children.flatMap((each) => inNode(each, place, outer)) : [];
  }
  const name = child(definition, "name");
  if (!name) return [];
  const own = place.unit.unit.text.slice(name.start, name.end);
  const names = [...outer, own];
  const kind = node === definition ? null : kindOf(definition, place);
  const body = child(definition, "body");
  const inside =
    kind === null || kind === "IRModule" ? (body?.children ?? []).flatMap((each) => inNode(each, place, names)) : [];
  if (!kind) return inside;
  return [
    {
      name: own,
      kind,
      path: names.join("."),
      part: place.part,
      span: moved(node, place.unit),
      nameSpan: moved(name, place.unit),
      children: inside,
      site: { node, unit: place.unit },
    },
  ];
}

function moved(node: SyntaxNode, unit: PlacedUnit): Span {
  return { start: unit.start + node.start, end: unit.start + node.end };
}

/** What the decorators make of a definition. */
function kindOf(definition: SyntaxNode, { model, unit }: Place): DefinitionKind | null {
  const decorated = definition.parent;
  if (decorated?.kind !== "decorated_definition") return null;
  for (const decorator of decorated.children) {
    if (decorator.kind !== "decorator") continue;
    const [expression] = decorator.children;
    const node = expression?.kind === "call" ? child(expression, "function") : expression;
    const path = node && model.evaluator.path({ node, unit });
    const isClass = definition.kind === "class_definition";
    // The first releases had one decorator for functions and modules.
    const kind = path && (isClass && path === "tvm.script.tir" ? "IRModule" : kindOfDecorator(path));
    if (kind && (kind === "IRModule") === isClass) return kind;
  }
  return null;
}

const DECORATORS: readonly (readonly [RegExp, DefinitionKind])[] = [
  [/^tvm\.(?:script\.)?(?:parser\.)?(?:tir|tirx)(?:\..*)?\.prim_func$|^tvm\.script\.(?:tir|tirx)$/, "PrimFunc"],
  [/^tvm\.(?:script\.)?(?:parser\.)?relax(?:\..*)?\.function$/, "Function"],
  [/^tvm\.script\.(?:.*\.)?ir_module$/, "IRModule"],
];

function kindOfDecorator(path: string): DefinitionKind | null {
  const known = DECORATORS.find(([pattern]) => pattern.test(path));
  if (known) return known[1];
  const today = changeOf(path, newestRelease())?.to;
  return (today && DECORATORS.find(([pattern]) => pattern.test(today))?.[1]) || null;
}
