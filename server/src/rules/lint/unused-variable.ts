import { t } from "../../l10n";
import type { BindingBlock, RelaxExpr, RelaxFunction } from "../../relax/ir";
import type { Source } from "../../tir/ir";
import type { Reading } from "../../tir/lower";
import { defineRule } from "../rule";
import { hasFunctions, occursOnce, primFuncs, soundReadings } from "./readings";

/**
 * A name that is bound in a PrimFunc, or in a dataflow block of a Relax function, and never used. Silent for names that
 * begin with an underscore, and outside of dataflow blocks: a call there may be wanted for what it does.
 */
export const unusedVariable = defineRule({
  code: "TVM404",
  name: "unused-variable",
  severity: "hint",
  needs: { script: true },
  about: hasFunctions,
  check(context, report) {
    const found: {
      readonly name: string;
      readonly at: Source;
      readonly reading: Reading;
    }[] = [];
    for (const { reading, found: accesses } of primFuncs(context)) {
      for (const { var: variable } of accesses.binds)
        if (variable.type === "Var") found.push({ name: variable.def.name, at: variable, reading });
    }
    for (const reading of soundReadings(context)) {
      if (reading.typed.type !== "Function") continue;
      for (const block of blocksIn(reading.typed))
        for (const { var: variable } of block.bindings) found.push({ name: variable.def.name, at: variable, reading });
    }
    for (const { name, at, reading } of found) {
      if (name === "" || name.startsWith("_") || !at.span || context.text(at.span) !== name) continue;
      if (!occursOnce(name, reading, context)) continue;
      report({ span: at.span, message: t("`{0}` is never used.", name), unnecessary: true });
    }
  },
});

function blocksIn({ body }: RelaxFunction): BindingBlock[] {
  const found: BindingBlock[] = [];
  const visit = (expr: RelaxExpr): void => {
    if (expr.type !== "SeqExpr") return;
    for (const block of expr.blocks) if (block.type === "DataflowBlock") found.push(block);
  };
  visit(body);
  return found;
}
