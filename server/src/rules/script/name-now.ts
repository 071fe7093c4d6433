import { equivalentIn } from "../../api/changes";
import { lookup } from "../../semantic/scopes";
import type { Use } from "../../semantic/uses";
import type { UnitContext } from "../rule";

/**
 * The text by which a dialect's module will be reached at a use once everything is fixed: `T` of `T.prim_func`; where the
 * import has no alias, the module's name in the targeted release. Null where that is not sure.
 */
export function nameNow(use: Use, context: UnitContext): string | null {
  const [first, ...rest] = use.names;
  if (!first) return null;
  const name = context.text(first);
  const bound = lookup(name, { node: use.node, unit: context.unit }, context.model.module);
  const [one] = bound;
  if (!one || use.names.length < 2) return null;
  const now = equivalentIn(use.rootPath, context.release);
  if (now === null) return null;
  const isOwnName = one.binding.kind === "import" && one.binding.node.field !== "alias";
  const isAlias = !isOwnName || name !== use.rootPath.slice(use.rootPath.lastIndexOf(".") + 1);
  const head = isAlias ? name : now.slice(now.lastIndexOf(".") + 1);
  const middle = rest.slice(0, -1).map((each) => context.text(each));
  // `tvm.script.tir.prim_func`: the names between change with the module.
  const path = equivalentIn([use.rootPath, ...middle].join("."), context.release);
  if (path === null) return null;
  return path === now ? head : path.startsWith(`${now}.`) ? head + path.slice(now.length) : null;
}
