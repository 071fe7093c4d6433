/** Arguments of calls as Python binds them to parameters, by the signatures in the API data. */
import { existsIn } from "../api/names";
import { type Parameter, signatureOf } from "../api/signatures";
import { child, type SyntaxNode } from "../syntax/node";
import type { Lowering } from "./lowering";

const signatures = new Map<string, Map<string, readonly Parameter[] | null>>();

/** The parameters of a function by its dotted path; null where the data does not know them for the release. */
export function parametersAt(path: string, release: string): readonly Parameter[] | null {
  let own = signatures.get(release);
  if (!own) {
    own = new Map();
    signatures.set(release, own);
  }
  let known = own.get(path);
  if (known === undefined) {
    known = signatureOf(path, release)?.parameters ?? null;
    own.set(path, known);
  }
  return known;
}

const gone = new Map<string, boolean>();

/** Whether another release has the path, and this one does not. */
export function isGone(path: string, release: string): boolean {
  const key = `${release} ${path}`;
  let known = gone.get(key);
  if (known === undefined) {
    known = existsIn(path, release) === false;
    gone.set(key, known);
  }
  return known;
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
  const seen = new Set<string>();
  for (const each of given.keywords) {
    if (seen.has(each.name))
      low.fault({ kind: "syntax-error", span: spanOf(each.node), what: "repeated", text: each.name });
    seen.add(each.name);
  }
  if (seen.size < given.keywords.length) return false;
  const parameters = parametersAt(path, low.release);
  if (!parameters) return true;
  const name = low.text(callee);
  const takesKeywords = parameters.some(({ kind }) => kind === "kwargs");
  const takesMore = parameters.some(({ kind }) => kind === "varargs");
  const places = parameters.filter(({ kind }) => kind === "positional" || kind === "positional-only");
  const byName = parameters.filter(({ kind }) => kind === "positional" || kind === "keyword-only");
  // Most functions of TIR take a `dtype` for the sake of printed scripts: they drop it, or put it first.
  const free = given.keywords.find((each) => each.name === "dtype");
  const isFirst = free !== undefined && places[0]?.name === "dtype" && given.positional.length > 0;
  const isDropped = free !== undefined && !byName.some((each) => each.name === "dtype");
  const keywords = given.keywords.filter((each) => each !== free || !(isFirst || isDropped));
  const count = given.positional.length + (isFirst ? 1 : 0);
  let right = true;
  if (!takesMore && !given.open && count > places.length) {
    const extra = given.positional[places.length - (isFirst ? 1 : 0)] ?? callee;
    low.fault({ kind: "too-many-arguments", span: spanOf(extra), callee: name, expected: places.length, found: count });
    right = false;
  }
  const filled = new Set(places.slice(0, count).map((each) => each.name));
  for (const each of keywords) {
    const known = byName.some((parameter) => parameter.name === each.name);
    if (known && filled.has(each.name)) {
      low.fault({ kind: "repeated-argument", span: spanOf(each.node), callee: name, name: each.name });
      right = false;
    } else if (!known && !takesKeywords) {
      const names = byName.map((parameter) => parameter.name);
      low.fault({
        kind: "unknown-keyword",
        span: spanOf(each.node),
        callee: name,
        path,
        name: each.name,
        known: names,
      });
      right = false;
    } else filled.add(each.name);
  }
  if (given.open || !right) return right;
  const missing = parameters.filter(
    (each) => each.default === undefined && each.kind !== "varargs" && each.kind !== "kwargs" && !filled.has(each.name),
  );
  if (missing.length === 0) return true;
  const names = missing.map((each) => each.name);
  low.fault({ kind: "missing-argument", span: spanOf(callee), callee: name, names });
  return false;
}

function spanOf({ start, end }: SyntaxNode): { start: number; end: number } {
  return { start, end };
}
