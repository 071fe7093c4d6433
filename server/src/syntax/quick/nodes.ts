import type { Building } from "../building";

/** Of what has no children. */
export const NONE: Building[] = [];

/** A node with its children, which learn of it here. */
export function node(kind: string, start: number, end: number, children: Building[]): Building {
  const made: Building = { kind, field: null, start, end, parent: null, children, error: false, hasError: false };
  for (let at = 0; at < children.length; at++) (children[at] as Building).parent = made;
  return made;
}

/** The node in that field of its parent. */
export function inField(field: string, made: Building): Building {
  made.field = field;
  return made;
}
