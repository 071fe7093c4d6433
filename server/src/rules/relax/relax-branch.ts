import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * An `if` in a Relax function is an expression: both branches are there, and both end by binding the same variable.
 */
export const relaxBranch = defineFaultRule({
  code: "TVM306",
  name: "relax-branch",
  kinds: ["relax-branch"],
  message({ wrong, names }) {
    switch (wrong) {
      case "no-else":
        return t("An `if` in a Relax function has an `else`.");
      case "empty":
        return t("A branch of a Relax `if` binds something.");
      case "names-differ":
        return t(
          "Both branches end by binding the same variable: one binds `{0}`, the other `{1}`.",
          names[0],
          names[1],
        );
    }
  },
});
