import { existsIn } from "../../api/names";
import { t } from "../../l10n";
import { isExpectedToFail, isGuarded } from "../../semantic/guards";
import { isNameTaken } from "../../semantic/scopes";
import { type SyntaxNode, walk } from "../../syntax/node";
import { WantedWords } from "../../syntax/words";
import { defineRule, type UnitContext } from "../rule";
import { pathTest } from "../scan";
import { codeAfter, codeBefore, someName } from "../scan-call";
import { bareFunctions, earlyCallTir, hasStarImport } from "./early-calls";
import { mayCallEarly } from "./early-calls-scan";
import { plainText } from "./expressions";
import { namesRelaxFunction, type RelaxFunction, relaxFunctionsOf } from "./relax-functions";

/** Where the names of Relax functions are, in every release that has Relax. */
const DIALECT = "tvm.script.relax";
/** The types that the early parser knew by themselves. */
export const EARLY_TYPES = new Set(["Tensor", "Shape", "Tuple", "Callable"]);
const EARLY_WORDS = new WantedWords(EARLY_TYPES);
const isEarlyName = pathTest((path, release) => {
  const [, name] = /^tvm\.relax\.(\w+)$/.exec(path) ?? [];
  return name !== undefined && existsIn(path, release) !== true && existsIn(`${DIALECT}.${name}`, release) === true;
});

/**
 * `relax.add(x, y)` and `Tensor((3, 4), "float32")` in a Relax function: the parser of 2022 looked such names up in a list of
 * its own. Since Relax is in a release they are names of `tvm.script.relax`, mostly imported as `R`. Its calls of the module's
 * functions were others, too (`early-calls.ts`).
 */
export const earlyRelax = defineRule({
  code: "TVM117",
  name: "early-relax",
  severity: "error",
  needs: { names: namesRelaxFunction },
  scan: (unit) => mayHaveEarlyType(unit.text) || unit.mentions(isEarlyName) || mayCallEarly(unit),
  check(context, report) {
    for (const fn of relaxFunctionsOf(context)) {
      const root = rootOf(fn, context);
      if (root === null || isGuarded(fn.definition, context.unit.unit.text)) continue;
      const calls = hasStarImport(context) ? [] : [...bareFunctions(fn, context), ...earlyCallTir(fn, root, context)];
      for (const call of isExpectedToFail(fn.definition, context.unit.unit.text) ? [] : calls) report(call);
      for (const { node, name } of [...moduleUses(fn, context), ...bareNames(fn, context)]) {
        if (existsIn(`${DIALECT}.${name}`, context.release) !== true) continue;
        if (isGuarded(node, context.unit.unit.text)) continue;
        const written = `${root}.${name}`;
        report({
          span: node,
          message: t("In a Relax function of TVM {0} this is `{1}`.", context.release, written),
          fix: (at) => ({
            title: t("Change to `{0}`", written),
            applicability: "safe",
            edits: [at.edit(node, written)],
          }),
        });
      }
    }
  },
});

/** Whether such a type may be written where an annotation begins, or stand in one. */
function mayHaveEarlyType(text: string): boolean {
  return someName(
    text,
    EARLY_WORDS,
    (_, start, end) => ":>[(,|".includes(codeBefore(text, start)) && codeAfter(text, end) === "(",
  );
}

interface Found {
  readonly node: SyntaxNode;
  readonly name: string;
}

/** The `R` of the decorator `R.function`. */
function rootOf({ use }: RelaxFunction, context: UnitContext): string | null {
  const last = use.names.at(-1);
  return last && use.names.length > 1
    ? plainText({ start: use.node.start, end: last.start }, context).replace(/\.\s*$/, "")
    : null;
}

/** `relax.add`: names that the module has in no release. */
function moduleUses({ definition }: RelaxFunction, context: UnitContext): Found[] {
  return context.uses.names.flatMap((use) => {
    const [, name] = /^tvm\.relax\.(\w+)$/.exec(use.path) ?? [];
    if (!name || use.node.start < definition.start || use.node.end > definition.end) return [];
    return existsIn(use.path, context.release) === true ? [] : [{ node: use.node, name }];
  });
}

/** `Tensor(…)` in an annotation, where nobody binds the name. */
function bareNames({ definition }: RelaxFunction, context: UnitContext): Found[] {
  if (hasStarImport(context)) return [];
  const found: Found[] = [];
  walk(definition, (node) => {
    if (node.kind !== "type") return;
    walk(node, (inner) => {
      const name = context.text(inner);
      if (inner.kind !== "identifier" || !EARLY_TYPES.has(name) || inner.field === "attribute") return;
      if (inner.parent?.kind !== "call" || inner.field !== "function") return;
      if (isNameTaken(name, { node: inner, unit: context.unit }, context.model.module)) return;
      found.push({ node: inner, name });
    });
    return false;
  });
  return found;
}
