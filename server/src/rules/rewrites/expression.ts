import { expressionFor } from "../../api/expressions";
import { t } from "../../l10n";
import type { Use } from "../../semantic/uses";
import type { Fix, UnitContext } from "../rule";

/** `tvm._ffi.base._LIB`: an attribute in whose place a call is written. */
export function expressionFix(use: Use, context: UnitContext): Fix | null {
  const [first] = use.names;
  const written = use.rootPath === "tvm" ? expressionFor(use.path, context.release) : null;
  if (written === null || !first) return null;
  const newText = context.text(first) + written.slice("tvm".length);
  const call = use.node.parent?.kind === "argument_list" ? use.node.parent.parent : null;
  const isPrinted = call?.kind === "call" && context.text(call.children[0] ?? call) === "print";
  return {
    title: t("Change to `{0}`", newText),
    applicability: isPrinted ? "safe" : "unsafe",
    edits: [context.edit(use.node, newText)],
  };
}
