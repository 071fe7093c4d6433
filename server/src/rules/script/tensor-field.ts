import { scriptFact, scriptFactSince } from "../../api/script-facts";
import { t } from "../../l10n";
import { isGuarded } from "../../semantic/guards";
import { isNameTaken } from "../../semantic/scopes";
import { COLON, DOT } from "../../syntax/characters";
import { child, type SyntaxNode, walk } from "../../syntax/node";
import { isOfWord, isSpace, WantedWords } from "../../syntax/words";
import { importEdit } from "../api/rename";
import { defineRule, type Fix, type UnitContext, type UnitScan } from "../rule";
import { pathTest } from "../scan";
import { nameBefore, someMatch, someMember, someWord } from "../scan-call";
import { dialectName } from "./dialect";
import { plainText } from "./expressions";
import { namesRelaxFunction, type RelaxFunction, relaxFunctionsOf } from "./relax-functions";

/** Fields of a tensor's header, as Relax's variables had them, and the operators that read them. */
const FIELDS: Readonly<Record<string, string>> = {
  ndim: "tensor_ndim",
  byte_offset: "tensor_byte_offset",
  elem_offset: "tensor_elem_offset",
  "dtype.type_code": "tensor_dtype_code",
  "dtype.bits": "tensor_dtype_bits",
  "dtype.lanes": "tensor_dtype_lanes",
};
/** Those that are a list, of which one element is read. */
const LISTS: Readonly<Record<string, string>> = { shape: "tensor_shape_i", strides: "tensor_stride_i" };
const FIELD_WORDS = ["ndim", "byte_offset", "elem_offset", "dtype", "shape", "strides"];
const FIELDS_READ = new WantedWords(FIELD_WORDS);
const FIELD = new RegExp(`\\.\\s*(?:${FIELD_WORDS.join("|")})\\b`);

/**
 * `A.ndim`, `A.shape[0]`, `A.dtype.bits` of a tensor that is a Relax function's parameter: what reads the tensor's header when
 * the function runs. Since 0.26 a variable has no such attributes; the operators are still there, and are called by their names.
 */
export const tensorField = defineRule({
  code: "TVM153",
  name: "tensor-field",
  severity: "error",
  needs: {
    names: namesRelaxFunction,
    words: () => FIELD_WORDS,
    release: (release) => scriptFact("relax-variables-have-no-fields", release),
  },
  scan: mayReadField,
  check(context, report) {
    if (!scriptFact("relax-variables-have-no-fields", context.release)) return;
    for (const fn of relaxFunctionsOf(context)) {
      for (const found of fieldsIn(fn, context)) {
        if (isGuarded(found.node, context.unit.unit.text)) continue;
        report({
          span: found.node,
          message: t(
            "Since TVM {0} a Relax variable has no `{1}`.",
            scriptFactSince("relax-variables-have-no-fields") ?? context.release,
            found.field,
          ),
          fix: (at) => fieldFix(fn, found, at),
        });
      }
    }
  },
});

const READ = new RegExp(`\\b(\\w+)[\\s)]*${FIELD.source}`, "g");
const TENSOR = new WantedWords(["Tensor"]);
const ANNOTATED_BARE = /\b(\w+)\s*:\s*\w/g;
/** A name of its own for `R.Tensor`. */
const namesTensorBare = pathTest((path, _, isBare) => {
  const found = isBare ? dialectName(path) : null;
  return found?.dialect === "relax" && found.name === "Tensor";
});

/** Whether the text reads a field of something that has the name of what may be annotated as a tensor before, as parameters are. */
function mayReadField(unit: UnitScan): boolean {
  const { text } = unit;
  if (!someMember(text, FIELDS_READ, () => true)) return false;
  const annotated = new Map<string, number>();
  const add = (name: string | null, at: number): false => {
    if (name !== null && !annotated.has(name)) annotated.set(name, at);
    return false;
  };
  if (unit.mentions(namesTensorBare)) someMatch(ANNOTATED_BARE, text, ({ 1: name = "", index }) => add(name, index));
  else someWord(text, TENSOR, (_, start) => add(annotatedName(text, start), start));
  return (
    annotated.size > 0 && someMatch(READ, text, ({ 1: name = "", index }) => index > (annotated.get(name) ?? index))
  );
}

/** `A` before `: R.Tensor` */
function annotatedName(text: string, tensor: number): string | null {
  let at = tensor;
  for (
    let code = text.charCodeAt(at - 1);
    isOfWord(code) || isSpace(code) || code === DOT;
    code = text.charCodeAt(at - 1)
  )
    at--;
  return text.charCodeAt(at - 1) === COLON ? nameBefore(text, at - 1) : null;
}

interface Field {
  /** All of it: `A.shape[0]`. */
  readonly node: SyntaxNode;
  readonly field: string;
  /** The operator that reads it, and what it is called with; null where there is none. */
  readonly operator: string | null;
  readonly args: readonly string[];
}

function fieldsIn({ definition }: RelaxFunction, context: UnitContext): Field[] {
  const tensors = tensorParameters(definition, context);
  const body = child(definition, "body");
  const found: Field[] = [];
  if (!body || tensors.size === 0) return found;
  walk(body, (node) => {
    if (node.kind === "function_definition" || node.kind === "class_definition") return false;
    const value = node.kind === "attribute" ? node.children[0] : undefined;
    if (value?.kind !== "identifier" || !tensors.has(context.text(value))) return true;
    const field = fieldAt(node, context.text(value), context);
    if (field) found.push(field);
    return true;
  });
  return found;
}

/** The parameters that are annotated as tensors, and stay what they are. */
function tensorParameters(definition: SyntaxNode, context: UnitContext): Set<string> {
  const found = new Set<string>();
  for (const parameter of child(definition, "parameters")?.children ?? []) {
    const name = parameter.kind === "typed_parameter" ? parameter.children[0] : undefined;
    let type = child(parameter, "type");
    while (type?.kind === "type") type = type.children[0] ?? null;
    const callee = type?.kind === "call" ? child(type, "function") : type;
    const called = callee ? dialectName(context.path(callee) ?? "") : null;
    if (name?.kind === "identifier" && called?.dialect === "relax" && called.name === "Tensor")
      found.add(context.text(name));
  }
  walk(definition, (node) => {
    const left = node.kind === "assignment" ? child(node, "left") : null;
    if (left) for (const each of found) if (new RegExp(`\\b${each}\\b`).test(context.text(left))) found.delete(each);
  });
  return found;
}

function fieldAt(attribute: SyntaxNode, tensor: string, context: UnitContext): Field | null {
  const name = child(attribute, "attribute");
  const first = name ? context.text(name) : "";
  if (!FIELD.test(`.${first}`)) return null;
  const { parent } = attribute;
  if (LISTS[first] !== undefined) {
    const index = parent?.kind === "subscript" && parent.children[0] === attribute ? parent.children[1] : undefined;
    if (!parent || !index || parent.children.length !== 2)
      return { node: attribute, field: first, operator: null, args: [] };
    const written = context.text(index);
    const axis = /^\d+$/.test(written) ? `R.prim_value(${written})` : written;
    const isPlain = index.kind === "identifier" || index.kind === "integer";
    return { node: parent, field: first, operator: isPlain ? (LISTS[first] ?? null) : null, args: [tensor, axis] };
  }
  const more = parent?.kind === "attribute" && parent.children[0] === attribute ? child(parent, "attribute") : null;
  const field = more ? `${first}.${context.text(more)}` : first;
  const node = more && parent ? parent : attribute;
  return { node, field, operator: FIELDS[field] ?? null, args: [tensor] };
}

function fieldFix({ use }: RelaxFunction, { node, operator, args }: Field, context: UnitContext): Fix | null {
  const last = use.names.at(-1);
  if (!operator || !last || use.names.length < 2) return null;
  const root = plainText({ start: use.node.start, end: last.start }, context).replace(/\.\s*$/, "");
  const site = { node, unit: context.unit };
  const hasTvm = isImported("tvm", context);
  const added = hasTvm ? null : importEdit({ module: "", name: "tvm" }, use, context);
  if (!hasTvm && (!added || isNameTaken("tvm", site, context.model.module))) return null;
  const given = args.map((each) => each.replace(/^R\./, `${root}.`)).join(", ");
  const written = `tvm.relax.Call(tvm.ir.Op.get("relax.inspect.${operator}"), [${given}])`;
  return {
    title: t("Call the operator `{0}`", `relax.inspect.${operator}`),
    applicability: "safe",
    edits: [...(added ? [added] : []), context.edit(node, written)],
  };
}

function isImported(name: string, { model }: UnitContext): boolean {
  return model.module.lookup(name).some(({ binding }) => binding.kind === "import" && binding.path === name);
}
