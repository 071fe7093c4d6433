/** Variables that were made where a number was meant: `A[i] = T.float32()`. Nothing gives them a value. */
import { variablesIn } from "./accesses";
import { childStatements } from "./complete";
import type { Expr, Stmt, Variable } from "./ir";
import type { Lowering } from "./lowering";

/** What a statement reads. */
function operandsOf(stmt: Stmt): readonly Expr[] {
  switch (stmt.type) {
    case "BufferStore":
      return [stmt.value, ...stmt.indices];
    case "Evaluate":
    case "Bind":
      return [stmt.value];
    case "IfThenElse":
      return [stmt.condition];
    case "For":
      return [stmt.min, stmt.extent];
    case "BlockRealize":
      return [...stmt.iter_values, stmt.predicate];
    default:
      return [];
  }
}

/** Notes the variables of `low.loose` that are read: TVM looks for them when the function is done. */
export function checkLooseVariables(low: Lowering, body: Stmt): void {
  if (low.loose.size === 0 || !low.wellFormed || !low.since("0.22")) return;
  const read = new Set<Variable>();
  const stack: Stmt[] = [body];
  for (let at = stack.pop(); at; at = stack.pop()) {
    for (const each of operandsOf(at)) variablesIn(each, read);
    stack.push(...childStatements(at));
  }
  for (const variable of read) {
    const made = variable.name === "" ? low.loose.get(variable) : undefined;
    if (made) low.fault({ kind: "missing-argument", span: made, callee: low.text(made), names: ["expr"] });
  }
}
