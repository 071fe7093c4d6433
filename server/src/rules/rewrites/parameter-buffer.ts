import { child, type SyntaxNode } from "../../syntax/node";
import { unwrappedEdits } from "../loose-lines";
import type { PartEdit, UnitContext } from "../rule";

/**
 * `func.buffer_map[param]` as `param`, where a parameter is the buffer that the map led to.
 * @param member the attribute `func.buffer_map`
 */
export function parameterBuffer(member: SyntaxNode, context: UnitContext): readonly PartEdit[] | null {
  const subscript = member.parent;
  if (subscript?.kind !== "subscript" || member.field !== "value" || subscript.field === "left") return null;
  const key = child(subscript, "subscript");
  // A chain or a call needs no parentheses wherever it stands.
  if (!key || !/^(?:identifier|attribute|subscript|call)$/.test(key.kind)) return null;
  return unwrappedEdits(key, subscript, "", context);
}
