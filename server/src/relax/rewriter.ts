/** `@R.rewriter`: a module whose `pattern` is replaced by its `replacement` (`PatternMatchingRewriter::FromModule` in TVM). */
import { child, spanOf } from "../syntax/node";
import type { Opaque } from "../tir/ir";
import type { Decorated, Siblings } from "../tir/lower";
import type { Lowering } from "../tir/lowering";
import type { RewriterFault } from "./faults";
import type { RelaxType } from "./ir";
import { contradicts } from "./mismatch";

const ROLES = ["pattern", "replacement"] as const;

export function checkRewriter(low: Lowering, found: Decorated, siblings: Siblings): void {
  const node = child(found.definition, "name");
  if (!node) return;
  const own = low.text(node);
  const fault = (wrong: RewriterFault["wrong"], name: string): void =>
    low.fault({ kind: "relax-rewriter", span: spanOf(node), wrong, name });
  const isRole = own === "pattern" || own === "replacement";
  if (isRole && found.form === "PrimFunc") fault("not-relax", own);
  const { functions } = siblings;
  const missing = functions ? ROLES.filter((each) => !functions.has(each)) : [];
  // Said once, at the function that is there.
  if (missing.length > 0 && (isRole || missing.length === ROLES.length))
    for (const each of missing) fault("missing", each);
  if (!isRole && found.flags.get("private") !== "True" && !found.flags.has("private")) fault("public", own);
  if (own === "replacement" && found.form === "Function" && signaturesDiffer(siblings)) fault("signature", own);
}

function signaturesDiffer({ signatures }: Siblings): boolean {
  const [pattern, replacement] = ROLES.map((each) => signatures.get(each)?.());
  if (pattern?.form !== "Function" || replacement?.form !== "Function") return false;
  const a = pattern.params;
  const b = replacement.params;
  return a.length !== b.length || a.some((each, i) => differ(each, b[i] ?? null));
}

function differ(a: RelaxType | Opaque | null, b: RelaxType | Opaque | null): boolean {
  if (!a || !b || a.type === "Opaque" || b.type === "Opaque") return false;
  if (a.type === "TensorType" && b.type === "TensorType" && a.dtype !== b.dtype) return true;
  return contradicts(a, b) || contradicts(b, a);
}
