/** Arguments of calls as Python binds them to parameters, by the signatures in the API data. */
import { existsIn } from "../api/names";
import { type Parameter, signatureOf } from "../api/signatures";
import { remembered } from "../remembered";
import { child, type SyntaxNode, spanOf } from "../syntax/node";
import type { Lowering } from "./lowering";
import type { Release } from "./release";

/** The places of functions by their dotted paths; null where the data does not know the parameters for the release. */
export const placesIn = remembered((release: Release) =>
  remembered((path): Places | null => {
    const parameters = signatureOf(path, release)?.parameters;
    return parameters ? placesOf(parameters) : null;
  }),
);

/** Whether another release has the path, and this one does not. */
export function isGone(path: string, release: string): boolean {
  return existsIn(path, release) === false;
}

/** What is asked of a function's parameters at each call of it. */
export interface Places {
  readonly parameters: readonly Parameter[];
  readonly takesKeywords: boolean;
  readonly takesMore: boolean;
  /** What takes the arguments after those with a place; empty where nothing does. */
  readonly rest: string;
  /** Names of those that take arguments by place. */
  readonly places: readonly string[];
  /** Of those that take them by name. */
  readonly byName: readonly string[];
  /** Of those that a call has to give. */
  readonly needed: readonly string[];
  /** With this many arguments by place and no others, all that a call has to give is given. */
  readonly enough: number;
}

function placesOf(parameters: readonly Parameter[]): Places {
  const names = (test: (parameter: Parameter) => boolean) => parameters.filter(test).map(({ name }) => name);
  const places = names(({ kind }) => kind === "positional" || kind === "positional-only");
  const needed = names(({ kind, default: by }) => by === undefined && kind !== "varargs" && kind !== "kwargs");
  const last = needed.map((name) => places.indexOf(name));
  return {
    parameters,
    takesKeywords: parameters.some(({ kind }) => kind === "kwargs"),
    takesMore: parameters.some(({ kind }) => kind === "varargs"),
    rest: parameters.find(({ kind }) => kind === "varargs")?.name ?? "",
    places,
    byName: names(({ kind }) => kind === "positional" || kind === "keyword-only"),
    needed,
    enough: last.includes(-1) ? Number.POSITIVE_INFINITY : Math.max(-1, ...last) + 1,
  };
}

/** Whether Python takes a call, for sure: with so many arguments by place, and those by name. `checkArguments` says what is wrong. */
export function takes(known: Places, count: number, named: ReadonlyMap<string, unknown>): boolean {
  const { places, byName, needed, takesMore, enough } = known;
  if (!takesMore && count > places.length) return false;
  if (named.size === 0) return count >= enough;
  if (named.has("dtype")) return false;
  for (const name of named.keys()) if (!byName.includes(name) || isWithin(places, count, name)) return false;
  if (count >= enough) return true;
  for (const name of needed) if (!named.has(name) && !isWithin(places, count, name)) return false;
  return true;
}

/** Whether a name is one of the first so many. */
function isWithin(names: readonly string[], count: number, name: string): boolean {
  for (let at = 0; at < count && at < names.length; at++) if (names[at] === name) return true;
  return false;
}

/** A call's arguments as they are written. */
export interface Given {
  readonly positional: readonly SyntaxNode[];
  readonly keywords: readonly { readonly name: string; readonly node: SyntaxNode }[];
  /** `*args` or `**kwargs` of which the parts are not known. */
  readonly open: boolean;
}

export function givenIn(low: Lowering, list: SyntaxNode): Given {
  const positional: SyntaxNode[] = [];
  const keywords: { name: string; node: SyntaxNode }[] = [];
  let open = false;
  for (const each of list.children) {
    if (each.kind === "comment") continue;
    const name = each.kind === "keyword_argument" ? child(each, "name") : null;
    if (name) keywords.push({ name: low.text(name), node: name });
    else if (each.kind === "list_splat" || each.kind === "dictionary_splat" || each.error) open = true;
    else positional.push(each);
  }
  return { positional, keywords, open };
}

/**
 * Whether Python would take the call, as far as is known; what it would not take is noted.
 * @param path the function's dotted path
 */
export function checkArguments(low: Lowering, path: string, callee: SyntaxNode, given: Given): boolean {
  if (given.keywords.length > 1) {
    const seen = new Set<string>();
    for (const each of given.keywords) {
      if (seen.has(each.name))
        low.fault({ kind: "syntax-error", span: spanOf(each.node), what: "repeated", text: each.name });
      seen.add(each.name);
    }
    if (seen.size < given.keywords.length) return false;
  }
  const known = low.placesAt(path);
  if (!known) return true;
  const name = low.text(callee);
  const { takesKeywords, takesMore, places, byName, needed } = known;
  // Most functions of TIR take a `dtype` for the sake of printed scripts: they drop it, or put it first.
  const free = given.keywords.find((each) => each.name === "dtype");
  const isFirst = free !== undefined && places[0] === "dtype" && given.positional.length > 0;
  const isDropped = free !== undefined && !byName.includes("dtype") && !/\.relax\./.test(path);
  const keywords = isFirst || isDropped ? given.keywords.filter((each) => each !== free) : given.keywords;
  const count = given.positional.length + (isFirst ? 1 : 0);
  let right = true;
  if (!takesMore && !given.open && count > places.length) {
    const extra = given.positional[places.length - (isFirst ? 1 : 0)] ?? callee;
    low.fault({ kind: "too-many-arguments", span: spanOf(extra), callee: name, expected: places.length, found: count });
    right = false;
  }
  const filled = new Set(places.slice(0, count));
  for (const each of keywords) {
    const known = byName.includes(each.name);
    if (known && filled.has(each.name)) {
      low.fault({ kind: "repeated-argument", span: spanOf(each.node), callee: name, name: each.name });
      right = false;
    } else if (!known && !takesKeywords) {
      low.fault({
        kind: "unknown-keyword",
        span: spanOf(each.node),
        callee: name,
        path,
        name: each.name,
        known: byName,
      });
      right = false;
    } else filled.add(each.name);
  }
  if (given.open || !right) return right;
  const names = needed.filter((each) => !filled.has(each));
  if (names.length === 0) return true;
  low.fault({ kind: "missing-argument", span: spanOf(callee), callee: name, names });
  return false;
}
