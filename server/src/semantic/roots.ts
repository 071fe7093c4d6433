import { keptBy } from "../kept";
import { remembered } from "../remembered";
import { DOT } from "../syntax/characters";
import { child, type SyntaxNode, walk } from "../syntax/node";
import type { PlacedUnit, Unit } from "../syntax/unit";
import { hashOf, isSpace, Words } from "../syntax/words";
import { importedNames } from "./bindings";
import type { ModuleScope } from "./scopes";

/**
 * What names stand for that only imports of the module bind: nearly all that code says of libraries, answered by name and unit
 * instead of by place.
 */
export class Roots {
  private readonly known = new Map<PlacedUnit, Map<string, string | null | undefined>>();

  constructor(private readonly module: ModuleScope) {}

  /** The dotted path that the name stands for anywhere in the unit; null where it is none; undefined: it depends on the place. */
  of(name: string, unit: PlacedUnit): string | null | undefined {
    let answers = this.known.get(unit);
    if (!answers) {
      answers = new Map();
      this.known.set(unit, answers);
    }
    if (answers.has(name)) return answers.get(name);
    const answer = this.find(name, unit);
    answers.set(name, answer);
    return answer;
  }

  private find(name: string, unit: PlacedUnit): string | null | undefined {
    const found = this.module.lookupFrom(name, unit);
    let path: string | null | undefined;
    let isOne = true;
    for (const { binding } of found) {
      if (binding.kind === "value") return undefined;
      if (binding.kind !== "import") isOne = false;
      else if (path === undefined) path = binding.path;
      else if (path !== binding.path) isOne = false;
    }
    if (path === undefined) return givenNames(unit.unit).has(name) ? undefined : null;
    return path !== null && isOne && !mayBindInside(name, unit.unit) ? path : undefined;
  }
}

const patterns = new Map<string, RegExp>();
const MAX_PATTERNS = 1000;

/** Whether a name stands in a unit in another way than before a dot, and so may be bound there: told from its text. */
function mayBindInside(name: string, { text }: Unit): boolean {
  if (!text.includes("import")) return standsAlone(name, text);
  let pattern = patterns.get(name);
  if (!pattern) {
    if (patterns.size >= MAX_PATTERNS) patterns.clear();
    const word = `(?<![\\w\\u0080-\\uffff.])${name}(?![\\w\\u0080-\\uffff])`;
    pattern = new RegExp(`${word}(?!\\s*\\.)|\\bimport\\b(?:[^\\n\\\\]|\\\\[^])*?${word}`);
    patterns.set(name, pattern);
  }
  return pattern.test(text);
}

/** Whether a text has the name neither behind a dot nor before one. */
function standsAlone(name: string, text: string): boolean {
  const wanted = hashOf(name);
  const { codes, count, starts, ends, hashes } = Words.of(text);
  for (let at = 0; at < count; at++) {
    if (hashes[at] !== wanted) continue;
    const start = starts[at] as number;
    const end = ends[at] as number;
    if (end - start !== name.length || !text.startsWith(name, start)) continue;
    if (start > 0 && codes[start - 1] === DOT) continue;
    let next = end;
    while (isSpace(codes[next] as number)) next++;
    if (codes[next] !== DOT) return true;
  }
  return false;
}

/** The names that statements of a unit, at whatever depth, give to what they import or to what other expressions stand for. */
const givenNames = keptBy(
  (unit: Unit): ReadonlySet<string> => (MAY_GIVE.test(unit.text) ? findGivenNames(unit) : NONE),
);

const MAY_GIVE = /\bimport\b|=/;
const NONE: ReadonlySet<string> = new Set();
/** What no path in a library comes out of. */
const PLAIN =
  /^(?:string|integer|float|true|false|none|list|dictionary|set|list_comprehension|dictionary_comprehension|set_comprehension|generator_expression|binary_operator|unary_operator|boolean_operator|comparison_operator|not_operator|subscript|lambda)$/;
/** Expressions that statements stand in or that give names themselves. */
const LOOKED_INTO =
  /^(?:module|block|.*_statement|.*_definition|.*_clause|assignment|as_pattern|expression_list|tuple|parenthesized_expression|conditional_expression)$/;
const isLookedInto = remembered((kind) => LOOKED_INTO.test(kind));

function findGivenNames(unit: Unit): ReadonlySet<string> {
  const { text } = unit;
  const names = new Set<string>();
  const everywhere = text.includes(":=");
  const bind = (target: SyntaxNode): void =>
    walk(target, (node) => {
      if (node.kind === "identifier") names.add(text.slice(node.start, node.end));
      return node.kind !== "attribute" && node.kind !== "subscript";
    });
  walk(unit.root, (node) => {
    switch (node.kind) {
      case "import_statement":
      case "import_from_statement":
        for (const { bound } of importedNames(node, text)) bind(bound);
        return false;
      case "assignment":
      case "named_expression": {
        const left = child(node, "left") ?? child(node, "name");
        const value = child(node, "right") ?? child(node, "value");
        if (left && (!value || !PLAIN.test(value.kind)) && !isMethodCall(value)) bind(left);
      }
    }
    return everywhere || isLookedInto(node.kind);
  });
  return names;
}

/** What a call of anything but a bare name gives is an object. */
function isMethodCall(value: SyntaxNode | null): boolean {
  const fn = value?.kind === "call" ? child(value, "function") : null;
  return fn?.kind === "attribute";
}
