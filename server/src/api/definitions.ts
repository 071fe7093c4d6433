import { rememberedByRelease } from "../remembered";
import { readData } from "./folder";
import { lazy } from "./lazy";
import { type Release, type ReleaseSet, releaseIndex } from "./releases";
import { Table } from "./table";

export type ParameterKind = "positional" | "positional-only" | "varargs" | "keyword-only" | "kwargs";

/** `default` and `annotation` are Python source text, as TVM's own sources have it. */
export interface Parameter {
  readonly name: string;
  readonly kind: ParameterKind;
  readonly default?: string;
  readonly annotation?: string;
}

export type DefinitionKind =
  | "function"
  | "class"
  | "method"
  | "staticmethod"
  | "classmethod"
  | "property"
  | "attribute"
  | "namespace"
  | "external";

/** What a definition, or a member of a class, looks like in one release. */
export interface Shape {
  readonly kind: DefinitionKind;
  /** Without `self`; of a class: of its own `__init__`. Null where it is not called, or nothing is known. */
  readonly parameters: readonly Parameter[] | null;
  /** The return annotation, or that of an attribute: Python source text. */
  readonly annotation: string | null;
  /** `module:qualname` where the class is known, else the text in the sources. */
  readonly bases: readonly string[];
  /** The class whose instance this value is. */
  readonly instanceOf: string | null;
  readonly deprecated: boolean;
}

type RawParameter = readonly [string, string, (string | null)?, (string | null)?];
type RawFact = readonly [
  kind: DefinitionKind,
  parameters?: readonly RawParameter[] | null,
  annotation?: string | null,
  bases?: readonly string[] | null,
  instanceOf?: string | null,
  deprecated?: 1 | null,
];
type Variant = readonly [present: ReleaseSet, ...RawFact];
interface Row {
  readonly v: readonly Variant[];
  readonly m?: Readonly<Record<string, readonly Variant[]>>;
}

const table = lazy(() => new Table(readData("api/definitions.table")));
const rows = new Map<string, Row | null>();

function rowOf(definition: string): Row | null {
  const known = rows.get(definition);
  if (known !== undefined) return known;
  const text = table().get(definition);
  const row = text === undefined ? null : (JSON.parse(text) as Row);
  rows.set(definition, row);
  return row;
}

/** A definition (`module:qualname`) as it is in a release; null where that release has no such definition. */
export function definitionIn(definition: string, release: Release): Shape | null {
  return shapeAt(rowOf(definition)?.v, releaseIndex(release));
}

/** A member of a class, its own or inherited, in the order in which Python looks: null where none is known. */
export function memberIn(definition: string, member: string, release: Release): Shape | null {
  return memberWithOwner(definition, member, release)?.shape ?? null;
}

/** As `memberIn`, with the class that defines it. */
export function memberWithOwner(
  definition: string,
  member: string,
  release: Release,
): { readonly owner: string; readonly shape: Shape } | null {
  const at = releaseIndex(release);
  for (const owner of lineage(definition, release)) {
    const members = rowOf(owner)?.m;
    const shape = members && Object.hasOwn(members, member) ? shapeAt(members[member], at) : null;
    if (shape) return { owner, shape };
  }
  return null;
}

/** Every known member of a class with those it inherits, by name. */
export function membersIn(definition: string, release: Release): ReadonlyMap<string, Shape> {
  const at = releaseIndex(release);
  const members = new Map<string, Shape>();
  for (const owner of lineage(definition, release)) {
    for (const [name, variants] of Object.entries(rowOf(owner)?.m ?? {})) {
      const shape = members.has(name) ? null : shapeAt(variants, at);
      if (shape) members.set(name, shape);
    }
  }
  return members;
}

/**
 * Whether a class has a member. False only where all its bases are known and another release's class of this
 * definition has it as a method: what was an attribute or a property once may be a field that C++ registers now,
 * which the data does not see.
 */
export function hasMember(definition: string, member: string, release: Release): boolean | null {
  if (memberIn(definition, member, release)) return true;
  if (member.startsWith("_") || !isLineageKnown(definition, release)) return null;
  if (memberIn(definition, "__getattr__", release)) return null;
  const variants = rowOf(definition)?.m;
  const own = variants && Object.hasOwn(variants, member) ? (variants[member] ?? []) : [];
  return own.some(([, kind]) => kind === "method" || kind === "staticmethod" || kind === "classmethod") ? false : null;
}

/** The class and its known base classes, nearest first. */
export const lineage = rememberedByRelease((definition, release): readonly string[] => {
  const seen = new Set<string>();
  const visit = (name: string): void => {
    const shape = seen.has(name) ? null : definitionIn(name, release);
    if (!shape) return;
    seen.add(name);
    for (const base of shape.bases) visit(base);
  };
  visit(definition);
  return [...seen];
});

/** Python's own bases, which bring no names that matter here. */
const PLAIN_BASES = new Set(["object", "ABC", "abc.ABC", "Generic", "Protocol", "NamedTuple", "Exception"]);

function isLineageKnown(definition: string, release: Release): boolean {
  return lineage(definition, release).every((name) =>
    definitionIn(name, release)?.bases.every(
      (base) => PLAIN_BASES.has(base) || definitionIn(base, release)?.kind === "class",
    ),
  );
}

/** Every definition of every release: for checks and listings. */
export function allDefinitions(): string[] {
  return table().keys();
}

const shapes = new Map<Variant, Shape>();

function shapeAt(variants: readonly Variant[] | undefined, at: number): Shape | null {
  if (!variants) return null;
  for (let i = 0; i < variants.length; i++) {
    const variant = variants[i] as Variant;
    if ((variant[0] >>> at) & 1) return shapeOf(variant);
  }
  return null;
}

function shapeOf(variant: Variant): Shape {
  let shape = shapes.get(variant);
  if (!shape) {
    shape = madeOf(variant);
    shapes.set(variant, shape);
  }
  return shape;
}

function madeOf([, kind, parameters, annotation, bases, instanceOf, deprecated]: Variant): Shape {
  return {
    kind,
    parameters: parameters?.map(parameterOf) ?? null,
    annotation: annotation ?? null,
    bases: bases ?? [],
    instanceOf: instanceOf ?? null,
    deprecated: deprecated === 1,
  };
}

const KINDS: Readonly<Record<string, ParameterKind>> = {
  a: "positional",
  p: "positional-only",
  v: "varargs",
  k: "keyword-only",
  w: "kwargs",
};

function parameterOf([name, kind, value, annotation]: RawParameter): Parameter {
  return {
    name,
    kind: KINDS[kind] ?? "positional",
    ...(value == null ? {} : { default: value }),
    ...(annotation == null ? {} : { annotation }),
  };
}
