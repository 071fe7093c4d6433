import { t } from "../../l10n";
import { functionAround } from "../../semantic/scopes";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode, unwrapped, walk } from "../../syntax/node";
import type { UnitContext } from "../rule";
import { plainText } from "../script/expressions";
import { lineOf } from "./allocation";
import type { Rewrite } from "./rewrite";

/**
 * `T.preflattened_buffer(A, shape, dtype, data=A.data)`: the shape that the parameter `A`, declared flat, has for callers. Now
 * the parameter has that shape, and the flat buffer is declared over its memory.
 */
export const preflattened: Rewrite = {
  names: ["preflattened_buffer"],
  fix(use, context) {
    const call = use.node.parent;
    const last = use.names.at(-1);
    if (call?.kind !== "call" || call.parent?.kind !== "expression_statement" || !last) return null;
    const found = declaredIn(call, context);
    const definition = functionAround(call);
    const parameter = found && definition && parameterOf(found.name, definition, context);
    if (!found || !definition || !parameter) return null;
    const root = plainText({ start: use.node.start, end: last.start }, context);
    if (isSame(found, parameter)) {
      const line = lineOf(call, context);
      const title = t("Leave `{0}` out", context.text(use.node));
      return line && { title, applicability: "safe", edits: [context.edit(line, "")] };
    }
    // Strides and the like are of the flat buffer or of the whole: which, only a person can tell.
    if (found.more.size > 0 || parameter.more.size > 0) return null;
    const whole = `${found.name}_arg`;
    if (isTaken(whole, definition, context)) return null;
    const dtype = found.dtype ?? parameter.dtype;
    const rest = dtype === null ? "" : `, ${dtype}`;
    const flat = parameter.dtype === null ? "" : `, ${parameter.dtype}`;
    const written = `${found.name} = ${root}decl_buffer(${parameter.shape}${flat}, data=${whole}.data)`;
    return {
      title: t("Change to `{0}`", written),
      applicability: "safe",
      edits: [
        context.edit(parameter.name, whole),
        context.edit(parameter.declared, `${parameter.buffer}(${parameter.handle}${tupleText(found.shape)}${rest})`),
        context.edit(call, written),
      ],
    };
  },
};

/** What a declaration of a buffer says, as text. */
interface Said {
  readonly shape: string;
  readonly dtype: string | null;
  /** Its other keywords with their values. */
  readonly more: ReadonlyMap<string, string>;
}

interface Declared extends Said {
  readonly name: string;
}

function declaredIn(call: SyntaxNode, context: UnitContext): Declared | null {
  const given = argumentTexts(call, ["buffer", "shape", "dtype", "data"], context);
  const name = given?.get("buffer");
  const shape = given?.get("shape");
  if (!given || !name || !shape || !/^\w+$/.test(name)) return null;
  const data = given.get("data");
  if (data !== undefined && data !== `${name}.data`) return null;
  return { name, shape, dtype: given.get("dtype") ?? null, more: without(given, ["buffer", "shape", "dtype", "data"]) };
}

/** A call's arguments by name; null where one cannot be named, or a comment would be lost. */
function argumentTexts(call: SyntaxNode, names: readonly string[], context: UnitContext): Map<string, string> | null {
  const { positional, keywords, spread } = argumentsOf(call);
  if (spread || positional.length > names.length || /#/.test(context.text(call))) return null;
  const given = new Map(positional.map((each, i) => [names[i] ?? "", context.text(each)]));
  for (const each of keywords) {
    const name = child(each, "name");
    const value = child(each, "value");
    if (name && value) given.set(context.text(name), context.text(value));
  }
  return given;
}

function without(given: ReadonlyMap<string, string>, names: readonly string[]): ReadonlyMap<string, string> {
  return new Map([...given].filter(([name]) => !names.includes(name)));
}

/** Where the buffer comes into the function: by an annotation, or by `T.match_buffer` of a handle. */
interface Parameter extends Said {
  readonly name: SyntaxNode;
  /** The annotation, or the call. */
  readonly declared: SyntaxNode;
  /** `T.Buffer`, `T.match_buffer` */
  readonly buffer: string;
  /** `a, ` of `T.match_buffer(a, …)` */
  readonly handle: string;
}

function parameterOf(name: string, definition: SyntaxNode, context: UnitContext): Parameter | null {
  for (const each of child(definition, "parameters")?.children ?? []) {
    const [own] = each.children;
    const annotation = each.kind === "typed_parameter" ? child(each, "type") : null;
    if (annotation && own?.kind === "identifier" && context.text(own) === name)
      return annotated(own, annotation, context);
  }
  for (const { children } of child(definition, "body")?.children ?? []) {
    const [assignment] = children;
    const own = assignment?.kind === "assignment" ? child(assignment, "left") : null;
    const call = assignment?.kind === "assignment" ? child(assignment, "right") : null;
    if (own?.kind === "identifier" && context.text(own) === name) return call && matched(own, unwrapped(call), context);
  }
  return null;
}

const SHAPE_AND_TYPE = /^(\([^()]*\)|\[[^[\]]*\]|\d+)(?:\s*,\s*(?:dtype\s*=\s*)?(["']\w+["']))?$/;

function annotated(name: SyntaxNode, annotation: SyntaxNode, context: UnitContext): Parameter | null {
  const [, buffer, written = ""] = /^([\w.]*\bBuffer)\s*[[(]([\s\S]*?),?\s*[\])]$/.exec(context.text(annotation)) ?? [];
  const [, shape, dtype] = SHAPE_AND_TYPE.exec(written) ?? [];
  if (!buffer || !shape) return null;
  return { name, declared: annotation, buffer, handle: "", shape, dtype: dtype ?? null, more: new Map() };
}

function matched(name: SyntaxNode, call: SyntaxNode, context: UnitContext): Parameter | null {
  const fn = call.kind === "call" ? child(call, "function") : null;
  const given =
    fn && /\bmatch_buffer$/.test(context.text(fn)) ? argumentTexts(call, ["param", "shape", "dtype"], context) : null;
  const handle = given?.get("param");
  const shape = given?.get("shape");
  if (!fn || !given || !handle || !shape) return null;
  const dtype = given.get("dtype") ?? null;
  const more = without(given, ["param", "shape", "dtype"]);
  return { name, declared: call, buffer: context.text(fn), handle: `${handle}, `, shape, dtype, more };
}

/** Both say the same of the buffer: it had that shape for callers already. */
function isSame(a: Said, b: Said): boolean {
  const shape = ({ shape: text }: Said) => (/^[[(]([\s\S]*?),?\s*[\])]$/.exec(text)?.[1] ?? text).replace(/\s+/g, "");
  const type = ({ dtype }: Said) => (dtype ?? '"float32"').replaceAll("'", '"');
  const more = ({ more: all }: Said) => [...all].map(([name, value]) => `${name}=${value.replace(/\s+/g, "")}`).sort();
  return shape(a) === shape(b) && type(a) === type(b) && more(a).join() === more(b).join();
}

function tupleText(shape: string): string {
  const inner = /^\[([\s\S]*?),?\s*\]$/.exec(shape)?.[1];
  if (inner === undefined) return shape;
  return /,/.test(inner) ? `(${inner})` : `(${inner},)`;
}

function isTaken(name: string, definition: SyntaxNode, context: UnitContext): boolean {
  let isTakenNow = false;
  walk(definition, (node) => {
    if (node.kind === "identifier" && context.text(node) === name) isTakenNow = true;
  });
  return isTakenNow;
}
