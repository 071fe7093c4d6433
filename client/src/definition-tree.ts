/** Finding one definition among those of a file or notebook. Pure. */
import type { Definition, Position } from "../../server/src/protocol";

/** Every definition, modules before what is in them. */
export function allDefinitions(definitions: readonly Definition[]): Definition[] {
  return definitions.flatMap((definition) => [definition, ...allDefinitions(definition.children)]);
}

/** The innermost definition around a place in a file or cell. */
export function definitionAt(definitions: readonly Definition[], uri: string, position: Position): Definition | null {
  let found: Definition | null = null;
  for (const definition of allDefinitions(definitions)) {
    // A later one that holds the place is inside the earlier one, or beside it where both hold nothing of the other.
    if (definition.uri === uri && holds(definition, position)) found = definition;
  }
  return found;
}

function holds({ range: { start, end } }: Definition, { line, character }: Position): boolean {
  const afterStart = line > start.line || (line === start.line && character >= start.character);
  const beforeEnd = line < end.line || (line === end.line && character <= end.character);
  return afterStart && beforeEnd;
}

/**
 * Where a definition went that is not there under its path any more: renamed, it is still the one at its place in the
 * list, if nothing was added or removed.
 */
export function renamed(before: readonly Definition[], now: readonly Definition[], path: string): Definition | null {
  const then = allDefinitions(before);
  const all = allDefinitions(now);
  const at = then.findIndex((definition) => definition.path === path);
  if (at < 0 || then.length !== all.length) return null;
  const candidate = all[at];
  const wasThere = new Set(then.map((definition) => definition.path));
  return candidate && !wasThere.has(candidate.path) && candidate.kind === then[at]?.kind ? candidate : null;
}
