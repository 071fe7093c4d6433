import { type DefinitionKind, definitionIn, lineage, memberIn, type Parameter, type Shape } from "./definitions";
import type { Release } from "./releases";
import { resolvePath } from "./resolve";

export type { DefinitionKind, Parameter, ParameterKind } from "./definitions";

/** How a function, method or class is called; of an attribute or a property: what it is. */
export interface Signature {
  readonly kind: DefinitionKind;
  /** Without `self`; of a class: of its constructor. Null where the data cannot tell. */
  readonly parameters: readonly Parameter[] | null;
  /** The return annotation, or an attribute's: Python source text as in TVM's sources. */
  readonly returns: string | null;
  readonly deprecated: boolean;
}

/** Null where the release is not known to have such a path, and for modules. */
export function signatureOf(path: string, release: Release): Signature | null {
  const found = resolvePath(path, release);
  if (found.kind === "member") return fromShape(memberIn(found.definition, found.member, release));
  if (found.kind !== "definition") return null;
  const shape = definitionIn(found.definition, release);
  if (shape?.kind !== "class") return fromShape(shape);
  return { ...signature(shape), parameters: constructorParameters(found.definition, release) };
}

function constructorParameters(definition: string, release: Release): readonly Parameter[] | null {
  for (const owner of lineage(definition, release)) {
    const parameters = definitionIn(owner, release)?.parameters;
    if (parameters) return parameters;
  }
  return null;
}

function fromShape(shape: Shape | null): Signature | null {
  return shape && signature(shape);
}

function signature({ kind, parameters, annotation, deprecated }: Shape): Signature {
  return { kind, parameters, returns: annotation, deprecated };
}
