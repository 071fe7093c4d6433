import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import { withoutArgument } from "../argument-list";
import type { PartEdit, UnitContext } from "../rule";

/**
 * `Call(dtype, op, args)` of TIR is `Call(op, args, ret_ty=dtype)` since TIR and Relax share one class of calls. Null where an
 * argument cannot be told: more of them, or `*arguments`.
 */
export function reorderedCall(call: SyntaxNode, context: UnitContext): readonly PartEdit[] | null {
  const { positional, keywords, spread } = argumentsOf(call);
  const nameOf = (each: SyntaxNode) => child(each, "name");
  const known = keywords.every((each) => /^(?:dtype|op|args|span)$/.test(context.text(nameOf(each) ?? each)));
  if (spread || !known || positional.length > 3) return null;
  const byName = keywords.map(nameOf).find((name) => name !== null && context.text(name) === "dtype");
  if (byName) return positional.length === 0 ? [context.edit(byName, "ret_ty")] : null;
  const [dtype, next] = positional;
  const last = [...positional, ...keywords].sort((a, b) => a.end - b.end).at(-1);
  if (!dtype || !last || (!next && keywords.length === 0)) return null;
  return [
    ...withoutArgument(dtype, context),
    context.edit({ start: last.end, end: last.end }, `, ret_ty=${context.text(dtype)}`),
  ];
}

/** Whether a call gives a data type first, as it was before. */
export function givesDataTypeFirst(call: SyntaxNode, context: UnitContext): boolean {
  const { positional, keywords } = argumentsOf(call);
  const [first, second] = positional;
  if (keywords.some((each) => /^dtype\b/.test(context.text(each)))) return true;
  return (
    first?.kind === "string" &&
    second !== undefined &&
    /^["'](?:u?int|float|bfloat|bool|handle|void)\w*["']$/.test(context.text(first))
  );
}
