/** What a value is, in words. */
import { t } from "../l10n";
import type { Span } from "../position";
import type { Found, Wanted } from "../tir/faults";
import type { UnitContext } from "./rule";

export function kindWord(found: Found): string {
  switch (found) {
    case "none":
      return "`None`";
    case "bool":
      return t("a Python bool");
    case "int":
      return t("a Python int");
    case "float":
      return t("a Python float");
    case "str":
      return t("a string");
    case "tuple":
      return t("a tuple or list");
    case "dict":
      return t("a dictionary");
    case "set":
      return t("a set");
    case "slice":
      return t("a slice");
    case "expr":
    case "scalar":
      return t("an expression");
    case "buffer":
      return t("a buffer");
    case "region":
      return t("a region of a buffer");
    case "range":
    case "counting":
      return t("a range");
    case "iter":
      return t("an iteration variable");
    case "frame":
      return t("a scope");
    case "lambda":
      return t("a Python function");
    case "api":
      return t("a function or module of TVM's");
    case "relax":
      return t("a value of Relax's");
    case "relaxType":
      return t("a type of Relax's");
    case "module":
      return t("the module");
    default:
      return t("something else");
  }
}

/** What stands at a fault, in words: of what is only there to be replaced, that it is. */
export function foundWord(
  { found, span }: { readonly found: Found; readonly span: Span },
  context: UnitContext,
): string {
  const isEllipsis = found === "api" && /(?:^|\s)\.\.\.$/.test(context.text(span));
  return isEllipsis ? t("a placeholder") : kindWord(found);
}

export function wantedWord(wanted: Wanted): string {
  switch (wanted) {
    case "expression":
    case "extent":
    case "operand":
    case "value":
    case "packed":
      return t("an expression");
    case "domain":
      return t("an extent or a range");
    case "buffer":
      return t("a buffer");
    case "region":
      return t("a region of a buffer");
    case "shape":
    case "sizes":
    case "new-shape":
    case "type-shape":
      return t("a shape");
    case "relax":
    case "fill":
    case "indices":
    case "field":
    case "matched-value":
      return t("a value of Relax's");
    case "scalar":
    case "alignment":
    case "prim":
    case "number":
      return t("a number of Python's");
    case "constant":
      return t("a number or an array");
    case "callee":
      return t("the name of a function");
    case "type":
    case "single-type":
      return t("a type");
    case "integer":
      return t("an integer");
    case "place":
      return t("a place in a source");
    case "addressed":
      return t("an element of a buffer");
    case "function":
    case "te-function":
      return t("a Python function");
    case "lanes":
      return t("a whole number above 1");
    case "flag":
      return t("a Python bool");
    case "dtype":
    case "written-dtype":
      return t("the name of a type");
    case "string":
    case "text":
      return t("a string");
    case "handle":
      return t("a pointer");
    case "matched":
      return t("a parameter or a region of a buffer");
    case "dictionary":
    case "attributes":
      return t("a dictionary");
    case "condition":
      return t("a condition");
    case "items":
    case "positions":
      return t("a tuple or list");
  }
}

/** A word at the beginning of a sentence. */
export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}
