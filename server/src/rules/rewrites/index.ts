import type { Use } from "../../semantic/uses";
import type { Fix, UnitContext } from "../rule";
import { tirName } from "../script/dialect";
import { allocation } from "./allocation";
import { bound } from "./bound";
import { expressionFix } from "./expression";
import { memoryAccess } from "./memory-access";
import { preflattened } from "./preflattened";
import { ptx } from "./ptx";
import { returned } from "./returned";
import type { Rewrite } from "./rewrite";
import { sparseMma } from "./sparse-mma";
import { spelled } from "./spelled";

const rewrites: readonly Rewrite[] = [returned, allocation, bound, memoryAccess, preflattened, ptx, sparseMma, spelled];

const byName = new Map(rewrites.flatMap((rewrite) => rewrite.names.map((name) => [name, rewrite] as const)));

/** The fix of a use of a name that is gone, by the rewrite that knows it; null where there is none. */
export function rewriteFix(use: Use, context: UnitContext): Fix | null {
  const name = tirName(use);
  const rewrite = name === null ? undefined : byName.get(name);
  return rewrite?.fix(use, context) ?? expressionFix(use, context);
}
