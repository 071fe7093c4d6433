/** Calls with side effects: operators that say so (`FPurity`), packed functions, functions that are declared impure. */
import type { Lowering } from "../tir/lowering";
import type { RelaxCall, Signature } from "./ir";

const IMPURE = new Set(
  (
    "print assert_op invoke_closure call_builtin_with_ctx memory.kill_storage memory.kill_tensor " +
    "vm.kill_object vm.call_tir_dyn"
  ).split(" "),
);

/** PrimFuncs write to memory, and may be called all the same. */
function isImpure(signature: Signature | null | undefined): boolean {
  return signature?.form === "Function" && !signature.pure;
}

/** What is called, where the call is known to have side effects; null where it has none, or that is not known. */
export function impureCallee({ op }: RelaxCall, low: Lowering): string | null {
  switch (op.type) {
    case "Op": {
      const name = op.name.slice("relax.".length);
      return IMPURE.has(name) ? `R.${name}` : null;
    }
    case "ExternFunc":
      return op.typed ? null : op.global_symbol;
    case "GlobalVar":
      return isImpure(low.signatures.get(op.name_hint)?.()) ? op.name_hint : null;
    case "RelaxVar":
      return op.def.ty?.type === "FuncType" && !op.def.ty.purity ? op.def.name : null;
    default:
      return null;
  }
}
