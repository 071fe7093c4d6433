import { existsIn } from "../../api/names";
import { keptBy } from "../../kept";
import { t } from "../../l10n";
import type { Span } from "../../position";
import type { Model } from "../../semantic/model";
import { isNameTaken } from "../../semantic/scopes";
import { argumentsOf } from "../../semantic/values";
import { child, childOfKind, type SyntaxNode, walk } from "../../syntax/node";
import type { Finding, UnitContext } from "../rule";
import { relaxName } from "./dialect";
import { moduleAround } from "./modules";
import { type RelaxFunction, relaxFunctionAt } from "./relax-functions";

const CALL_TIR = "call_tir";
const PACKED = "call_dps_packed";
const TEXT = /^["'][^"']*["']$/;

interface BareFunction {
  readonly node: SyntaxNode;
  readonly name: string;
  /** How the module's function is called today. */
  readonly path: string;
}

/** `add` of a function that the module has: `Module.add`. The parser of 2022 knew them by their bare names. */
export function bareFunctions(fn: RelaxFunction, context: UnitContext): Finding[] {
  return bareFunctionsIn(fn.definition, context).map(({ node, name, path }) => ({
    span: node,
    message: t("`{0}` is a function of the module: that is `{1}`.", name, path),
    fix: (at) => ({ title: t("Change to `{0}`", path), applicability: "safe", edits: [at.edit(node, path)] }),
  }));
}

/** The one that stands there. */
export function bareFunctionAt({ start, end }: Span, context: UnitContext): BareFunction | null {
  const fn = relaxFunctionAt({ start, end }, context);
  if (!fn || hasStarImport(context)) return null;
  return bareFunctionsIn(fn.definition, context).find(({ node }) => node.start === start && node.end === end) ?? null;
}

function bareFunctionsIn(definition: SyntaxNode, context: UnitContext): BareFunction[] {
  const module = moduleAround(definition, context);
  const body = child(definition, "body");
  if (!module || !body) return [];
  const found: BareFunction[] = [];
  walk(body, (node) => {
    const name = node.kind === "identifier" ? context.text(node) : "";
    if (!module.functions.has(name) || !isFunctionPlace(node, context)) return;
    if (isNameTaken(name, { node, unit: context.unit }, context.model.module)) return;
    found.push({ node, name, path: `${module.name}.${name}` });
  });
  return found;
}

/** What takes functions as arguments. */
const TAKES_FUNCTION = /\b(?:call_tir\w*|(?:make|invoke|invoke_pure)_closure)$/;

/** Whether that is where a function stands: it is called, or an argument of what takes one. */
function isFunctionPlace(node: SyntaxNode, context: UnitContext): boolean {
  const { parent } = node;
  if (parent?.kind === "call") return node.field === "function";
  const call = parent?.kind === "argument_list" ? parent.parent : null;
  const callee = call?.kind === "call" ? child(call, "function") : null;
  return callee !== null && TAKES_FUNCTION.test(context.text(callee));
}

/** `R.call_tir("env.add", …)`, which is `R.call_dps_packed` today, and outputs as a shape and a data type. */
export function earlyCallTir({ definition }: RelaxFunction, root: string, context: UnitContext): Finding[] {
  return context.uses.names.flatMap((use) => {
    const { node } = use;
    if (node.start < definition.start || node.end > definition.end || relaxName(use) !== CALL_TIR) return [];
    const call = node.parent?.kind === "call" && node.field === "function" ? node.parent : null;
    const name = use.names.at(-1);
    return call && name ? [...packedCall(call, name, context), ...outputParts(call, root, context)] : [];
  });
}

function packedCall(call: SyntaxNode, name: SyntaxNode, context: UnitContext): Finding[] {
  const [callee] = argumentsOf(call).positional;
  if (!callee || !TEXT.test(context.text(callee)) || existsIn(`tvm.script.relax.${PACKED}`, context.release) !== true) {
    return [];
  }
  const takesVars = /\btir_vars\b/.test(context.text(call));
  return [
    {
      span: name,
      message: t("`R.call_tir` calls a function of the module: one from outside is called by `R.{0}`.", PACKED),
      fix: (at) =>
        takesVars
          ? null
          : { title: t("Change to `{0}`", PACKED), applicability: "safe", edits: [at.edit(name, PACKED)] },
    },
  ];
}

/** `R.call_tir(f, args, (1, 128), dtype="float32")`: the output is one type, `R.Tensor((1, 128), dtype="float32")`. */
function outputParts(call: SyntaxNode, root: string, context: UnitContext): Finding[] {
  const { positional, keywords, spread } = argumentsOf(call);
  const named = keywords.find((each) => context.text(child(each, "name") ?? each) === "dtype");
  const [, , shape, fourth] = positional;
  const dtype = named ?? (positional.length === 4 ? fourth : undefined);
  const value = named ? child(named, "value") : (fourth ?? null);
  if (spread || !shape || !dtype || !value || positional.length > (named ? 3 : 4)) return [];
  if (!named && !TEXT.test(context.text(value))) return [];
  const span = { start: shape.start, end: dtype.end };
  return [
    {
      span,
      message: t("An output is written as one type: `{0}`.", `${root}.Tensor(shape, dtype)`),
      fix: (at) => {
        const between = at.text({ start: shape.end, end: dtype.start });
        if (shape.kind !== "tuple" || !TEXT.test(at.text(value)) || !/^\s*,\s*$/.test(between)) return null;
        return {
          title: t("Write the output as one type"),
          applicability: "safe",
          edits: [
            at.edit({ start: shape.start, end: shape.start }, `${root}.Tensor(`),
            at.edit({ start: dtype.end, end: dtype.end }, ")"),
          ],
        };
      },
    },
  ];
}

/** Names may come from anywhere. */
export function hasStarImport({ model }: UnitContext): boolean {
  return importsAll(model);
}

const importsAll = keptBy(({ units }: Model) =>
  units.some(
    ({ unit }) =>
      /\bimport\b[^\n]*\*/.test(unit.text) && unit.root.children.some((each) => childOfKind(each, "wildcard_import")),
  ),
);
