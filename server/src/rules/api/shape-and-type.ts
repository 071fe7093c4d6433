import { equivalentIn } from "../../api/changes";
import { existsIn } from "../../api/names";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import type { Use } from "../../semantic/uses";
import { argumentsOf } from "../../semantic/values";
import { child, type SyntaxNode } from "../../syntax/node";
import { defineRule, type Finding, type UnitContext } from "../rule";
import { pathTest } from "../scan";

const VAR = /^tvm\.relax\.(?:expr\.)?(?:Dataflow)?Var$/;
const CONST = /^tvm\.relax\.(?:expr\.)?const$/;
const OLD_TYPE = /^tvm\.relax\.(?:ty\.)?DynTensorType$/;
const namesCallee = pathTest((path) => VAR.test(path) || CONST.test(path));
const EARLIER = /DynTensorType|checked_type/;
const STRUCT_INFO = "tvm.relax.TensorStructInfo";

/**
 * `relax.Var("x", shape, relax.DynTensorType(2, "float32"))`: before Relax was in any release a variable had a shape and a
 * type. Since then it has one thing that says both, `relax.Var("x", relax.TensorType(shape, "float32"))`; and a constant
 * takes no type but a data type.
 */
export const shapeAndType = defineRule({
  code: "TVM118",
  name: "shape-and-type",
  severity: "error",
  needs: { names: namesCallee },
  scan: ({ text }) => EARLIER.test(text),
  check(context, report) {
    for (const use of context.uses.names) {
      const call = use.node.parent;
      if (call?.kind !== "call" || use.node.field !== "function") continue;
      const { positional, keywords, spread } = argumentsOf(call);
      if (spread || keywords.length > 0 || isGuarded(call, context.unit.unit.text)) continue;
      const found = VAR.test(use.path)
        ? ofVariable(positional, context)
        : CONST.test(use.path)
          ? ofConstant(positional, context)
          : null;
      if (found) report(found);
    }
  },
});

function ofVariable(positional: readonly SyntaxNode[], context: UnitContext): Finding | null {
  const [, shape, type] = positional;
  if (!shape || !type || positional.length !== 3) return null;
  const whole = { start: shape.start, end: type.end };
  const written = fromParts(shape, type, context) ?? fromValue(shape, type, context);
  if (written === null) return null;
  return finding(whole, written, context);
}

/** A shape and a `DynTensorType` as one type. */
function fromParts(shape: SyntaxNode, type: SyntaxNode, context: UnitContext): string | null {
  const old = oldTypeAt(type, context);
  const now = equivalentIn(STRUCT_INFO, context.release);
  if (!old || now === null) return null;
  const name = now.slice(now.lastIndexOf(".") + 1);
  const dtype = old.dtype === null ? "" : `, ${old.dtype}`;
  return `${old.root}.${name}(${context.text(shape)}${dtype})`;
}

/** `x.shape_, x._checked_type_`: all that is known of another value. */
function fromValue(shape: SyntaxNode, type: SyntaxNode, context: UnitContext): string | null {
  const of = (node: SyntaxNode, names: RegExp) => {
    const object = child(node, "object");
    const attribute = child(node, "attribute");
    return object && attribute && names.test(context.text(attribute)) ? context.text(object) : null;
  };
  const value = of(shape, /^shape_?$/);
  if (value === null || value !== of(type, /^_?checked_type_?$/)) return null;
  // The field of an expression was renamed along with the class.
  const isNew = equivalentIn(STRUCT_INFO, context.release) !== STRUCT_INFO;
  return `${value}.${isNew ? "ty" : "struct_info"}`;
}

function ofConstant(positional: readonly SyntaxNode[], context: UnitContext): Finding | null {
  const [, type] = positional;
  const old = type && positional.length === 2 ? oldTypeAt(type, context) : null;
  if (!type || !old?.dtype || existsIn(old.use.path, context.release) !== false) return null;
  return finding(type, old.dtype, context);
}

interface OldType {
  readonly use: Use;
  /** What its module is called here. */
  readonly root: string;
  readonly dtype: string | null;
}

/** `relax.DynTensorType(ndim, dtype)`: the rank goes without saying where the shape is known. */
function oldTypeAt(node: SyntaxNode, context: UnitContext): OldType | null {
  const use = context.uses.names.find((each) => each.node.parent === node && each.node.field === "function");
  if (node.kind !== "call" || !use || !OLD_TYPE.test(use.path) || use.names.length < 2) return null;
  const { positional, keywords, spread } = argumentsOf(node);
  if (spread || positional.length > 2) return null;
  const named = keywords.find((each) => context.text(child(each, "name") ?? each) === "dtype");
  const [module] = use.names
    .slice(0, -1)
    .filter((each) => context.text(each) !== "ty")
    .slice(-1);
  const dtype = positional[1] ?? (named ? child(named, "value") : null);
  return {
    use,
    root: context.text({ start: use.node.start, end: module?.end ?? use.node.end }),
    dtype: dtype ? context.text(dtype) : null,
  };
}

function finding(span: { start: number; end: number }, written: string, context: UnitContext): Finding {
  return {
    span,
    message: t("In TVM {0} this is one argument: `{1}`.", context.release, written),
    fix: (at) => ({
      title: t("Change to `{0}`", written),
      applicability: "safe",
      edits: [at.edit(span, written)],
    }),
  };
}
