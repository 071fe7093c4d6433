import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * A Relax function returns exactly once, at its end, and returns a value; a branch returns nothing, it ends with a binding.
 */
export const relaxReturn = defineFaultRule({
  code: "TVM302",
  name: "relax-return",
  kinds: ["relax-return"],
  message({ wrong }) {
    switch (wrong) {
      case "missing":
        return t("A Relax function must return a value.");
      case "after":
        return t("Nothing follows the return of a Relax function.");
      case "second":
        return t("A Relax function returns once.");
      case "empty":
        return t("A Relax function returns a value: `return x`.");
      case "module":
        return t("A Relax function returns a value, and this is the module.");
      case "in-branch":
        return t(
          "A branch of a Relax `if` cannot return: bind the same name in both branches, and return it after them.",
        );
    }
  },
});
