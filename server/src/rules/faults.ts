/** Rules that put faults of the lowering into words: a line of `registry.ts` and a file in `rules/tir` or `rules/relax` each. */
import { t } from "../l10n";
import { latest } from "../latest";
import { isForSeveralReleases } from "../semantic/guards";
import type { Fault, FaultOf, FaultPlace } from "../tir/faults";
import type { Reading } from "../tir/lower";
import { defineRule, type FixMaker, type RelatedPlace, type Rule, type UnitContext } from "./rule";

export interface FaultRule<Kind extends Fault["kind"]> {
  readonly code: string;
  readonly name: string;
  readonly kinds: readonly Kind[];
  /** Null: on a closer look there is nothing to say. */
  message(fault: FaultOf<Kind>, context: UnitContext, reading: Reading): string | null;
  fix?(fault: FaultOf<Kind>, context: UnitContext): FixMaker | null;
}

/** A rule that reports some kinds of faults as errors, each where it is. */
export function defineFaultRule<Kind extends Fault["kind"]>(rule: FaultRule<Kind>): Rule {
  const { code, name, kinds } = rule;
  const isMine = (fault: Fault): fault is FaultOf<Kind> => (kinds as readonly string[]).includes(fault.kind);
  return defineRule({
    code,
    name,
    severity: "error",
    needs: { script: true },
    about: hasFaults,
    check(context, report) {
      for (const reading of faulty(context)) {
        for (const fault of reading.faults) {
          if (!isMine(fault)) continue;
          const message = rule.message(fault, context, reading);
          if (message === null) continue;
          const fix = rule.fix?.(fault, context);
          const related = (fault.related ?? []).map(relatedPlace);
          report({ span: fault.span, message, ...(fix && { fix }), ...(related.length > 0 && { related }) });
        }
      }
    },
  });
}

/** The functions with faults that rules speak of. */
const faulty = latest(({ definitions, unit }: UnitContext): readonly Reading[] =>
  definitions.filter(
    ({ faults, node }) => faults.length > 0 && !node.hasError && !isForSeveralReleases(node, unit.unit.text),
  ),
);

function hasFaults(context: UnitContext): boolean {
  return faulty(context).length > 0;
}

function relatedPlace({ span, as }: FaultPlace): RelatedPlace {
  switch (as) {
    case "defined":
      return { span, message: t("Defined here.") };
    case "first":
      return { span, message: t("The first one is here.") };
    case "around":
      return { span, message: t("This is around it.") };
  }
}
