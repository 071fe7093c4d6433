import type { SyntaxNode } from "../syntax/node";
import { unknowable } from "./coerce";
import type { Source } from "./ir";
import type { Lowering } from "./lowering";
import type { Value } from "./values";

/** A call, its arguments evaluated. */
export interface CallSite {
  readonly node: SyntaxNode;
  readonly source: Source;
  readonly args: readonly Value[];
  readonly kwargs: ReadonlyMap<string, Value>;
}

/** Of calls without any. */
export const NO_KEYWORDS: CallSite["kwargs"] = new Map();

export type Handler = (call: CallSite, low: Lowering) => Value;
export type Handlers = Readonly<Record<string, Handler>>;

/** Arguments by parameter name, as Python binds them. Throws `Unknowable` for a call that Python would reject. */
export function bindArguments<Name extends string>(
  call: CallSite,
  names: readonly Name[],
): { readonly [K in Name]?: Value } {
  if (call.args.length > names.length) return unknowable();
  const bound: { [K in Name]?: Value } = {};
  for (let at = 0; at < call.args.length; at++) bound[names[at] as Name] = call.args[at] as Value;
  if (call.kwargs.size > 0)
    for (const [key, value] of call.kwargs) {
      if (!(names as readonly string[]).includes(key)) return unknowable();
      bound[key as Name] = value;
    }
  return bound;
}
