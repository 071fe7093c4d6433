import type { Syntax } from "./document";
import { type SyntaxNode, walk } from "./node";

/** The first node that is no Python, or the innermost one in which something is missing; null where all is Python. */
export function firstError(root: SyntaxNode): SyntaxNode | null {
  let found: SyntaxNode | null = null;
  let around: SyntaxNode | null = root.hasError ? root : null;
  walk(root, (node) => {
    if (node.error) found ??= node;
    if (node.hasError && node.parent === around) around = node;
    return node.hasError && !found;
  });
  return found ?? around;
}

/** Where a text stops being Python: the offset of the first error in it. Parses all of it; null where there is none. */
export function brokenAt({ units }: Syntax): number | null {
  for (const { unit, start } of units) {
    const error = unit.hasError ? firstError(unit.root) : null;
    if (error) return start + error.start;
  }
  return null;
}
