import { keptBy } from "../kept";
import type { Unit } from "../syntax/unit";

const WORD = /[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/g;
const DEFINITION = /^[ \t]*(?:async\s+)?(?:def|class)\s+([A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)/m;
/** What binds names in an expression, wherever it stands; and statements behind something that is being typed. */
const BINDS_INSIDE = /:=|\b(?:for|import|def|class)\b/;
const ASSIGNMENT = /^[A-Za-z_\u0080-\uffff][^=#"']*=(?!=)/;
/** `a = b = value`: as far as no bracket or string can hold the second sign. */
const CHAINED = /^[^=#"'([{]*=[^=#"'([{]*=/;
const COMPOUND = /^(?:if|for|while|with|try|match|async|del|global|import|from)\b/;

/** All names that a unit may bind in its surroundings, told from its text without parsing it; some that it does not bind, too. */
export const mayBind = keptBy((unit: Unit): readonly string[] => [...new Set(candidates(unit.text))]);

function candidates(text: string): readonly string[] {
  const isDefinition = /^(?:@|def\b|class\b|async\s+def\b)/.test(text);
  if (isDefinition) {
    const found = DEFINITION.exec(text);
    if (!found) return words(text);
    const decorators = text.slice(0, found.index);
    return [...(BINDS_INSIDE.test(decorators) ? words(decorators) : []), found[1] as string];
  }
  if (COMPOUND.test(text) || BINDS_INSIDE.test(text) || text.includes(";") || CHAINED.test(text)) return words(text);
  const [head] = ASSIGNMENT.exec(text) ?? [];
  return head === undefined ? [] : words(head);
}

function words(text: string): readonly string[] {
  return text.match(WORD) ?? [];
}
