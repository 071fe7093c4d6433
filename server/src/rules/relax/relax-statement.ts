import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * A statement that TVM's parser doesn't read in a Relax function: a loop, `try`, `x += y`, a function without a decorator.
 * Its visitor knows bindings, `with R.dataflow()`, `if`, functions, `return` and `pass`
 * (python/tvm/relax/script/parser/parser.py).
 */
export const relaxStatement = defineFaultRule({
  code: "TVM300",
  name: "relax-statement",
  kinds: ["relax-statement"],
  message({ statement }) {
    switch (statement) {
      case "augmented_assignment":
        return t("A Relax variable is bound once: write `x = x + y`.");
      case "module_attrs":
        return t("This stands immediately in the module, not in a function.");
      case "chained_assignment":
        return t("One statement binds one variable: `a = b = c` is not read.");
      case "assignment":
        return t("This is nothing that a Relax function can bind a value to.");
      case "function_definition":
        return t("A function in a Relax function needs the decorator `R.function`.");
      case "decorated_definition":
        return t("A PrimFunc cannot stand inside of a Relax function: make it a function of the module.");
      default:
        return t("A Relax function has no `{0}` statement.", WORDS[statement] ?? statement.split("_")[0] ?? statement);
    }
  },
});

/** How Python calls statements that the grammar calls otherwise. */
const WORDS: Readonly<Record<string, string>> = {
  delete_statement: "del",
  class_definition: "class",
  import_from_statement: "import",
  future_import_statement: "import",
  with_statement: "async with",
};
