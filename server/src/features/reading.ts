/** What the lowering may ask about the surroundings of a definition. */
import type { Release } from "../api/releases";
import { constantNamed } from "../semantic/constants";
import type { Model } from "../semantic/model";
import { lookup, type Site } from "../semantic/scopes";
import { child, type SyntaxNode } from "../syntax/node";
import type { Closure } from "../tir/closures";
import type { LoweringContext } from "../tir/lower";

/** The context in which a definition, or a value that it uses, is read. */
export function readingContext(site: Site, model: Model, release: Release): LoweringContext {
  return {
    text: site.unit.unit.text,
    release,
    resolve: (node) => model.evaluator.path({ node, unit: site.unit }),
    constantOf: (name) => constantNamed(name, site, model.module) ?? undefined,
    closureOf: (name) => closureNamed(name, site, model, release),
  };
}

function closureNamed(name: string, site: Site, model: Model, release: Release): Closure | null {
  const [one, ...more] = lookup(name, site, model.module);
  if (!one || more.length > 0) return null;
  const { binding, unit } = one;
  // A parameter of a function around has its default, as it has where TVM itself is asked for the tree.
  const value =
    binding.kind === "value" ? binding.value : binding.kind === "parameter" ? defaultOf(binding.node) : null;
  if (!value) return null;
  const index = binding.kind === "value" ? binding.index : null;
  return { value, index, context: readingContext({ node: value, unit }, model, release) };
}

function defaultOf({ parent }: SyntaxNode): SyntaxNode | null {
  return parent?.kind.endsWith("default_parameter") ? child(parent, "value") : null;
}
