import type { Parser } from "web-tree-sitter";
import { compareReleases, type Release } from "../api/releases";
import type { AstNode } from "../ast";
import type { Model } from "../semantic/model";
import type { Site } from "../semantic/scopes";
import { type PlacedUnit, readUnit } from "../syntax/unit";
import { lowerDefinition, toAst } from "../tir/lower";
import type { TvmDefinition } from "./definitions";
import { readingContext } from "./reading";

export interface StaticTree {
  readonly root: AstNode | null;
  /** The source has errors: the tree is what could be read of it. */
  readonly broken: boolean;
  /** The release whose names the tree has. */
  readonly release: Release;
}

/** The oldest release whose trees are known; older code is shown as that release would read it. */
const OLDEST: Release = "0.17";

/** The tree that TVM of a release would build of a definition, read from its source alone. */
export function staticTree(definition: TvmDefinition, model: Model, release: Release, parser: Parser): StaticTree {
  const { part, span } = definition;
  const { site, base } = wholeSite(definition, parser);
  const shown = compareReleases(release, OLDEST) < 0 ? OLDEST : release;
  const lowered = lowerDefinition(site.node, readingContext(site, model, shown));
  const { lines } = part.syntax;
  const root =
    lowered && toAst(lowered.root, ({ start, end }) => lines.range({ start: base + start, end: base + end }));
  return { root, broken: brokenIn(definition, model, site, span), release: shown };
}

/** The definition's own syntax with all of its body, and where in the part its text starts. */
function wholeSite(definition: TvmDefinition, parser: Parser): { site: Site; base: number } {
  const { part, span, site } = definition;
  if (!site.unit.unit.shell) return { site, base: site.unit.start };
  const { text, lines } = part.syntax;
  const indentation = text.slice(lines.startOf(lines.lineAt(span.start)), span.start);
  const unit = readUnit(parser, text.slice(span.start, span.end), indentation, false);
  const placed: PlacedUnit = { unit, start: span.start, end: span.end, shells: [] };
  const [node] = unit.root.children.filter((each) => each.kind !== "comment");
  return { site: { node: node ?? unit.root, unit: placed }, base: span.start };
}

function brokenIn({ part }: TvmDefinition, model: Model, site: Site, span: { start: number; end: number }): boolean {
  if (site.node.hasError) return true;
  return model.units.some(
    (unit) =>
      unit.unit.hasError &&
      unit.shells.length > 0 &&
      model.partOf(unit) === part &&
      unit.start >= span.start &&
      unit.end <= span.end,
  );
}
