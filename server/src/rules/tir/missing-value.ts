import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** An `assert` without a message, a `return` or a variable without a value. */
export const missingValue = defineFaultRule({
  code: "TVM226",
  name: "missing-value",
  kinds: ["missing-message", "missing-return-value", "missing-bound-value"],
  message(fault) {
    switch (fault.kind) {
      case "missing-message":
        return t('An `assert` needs a message: `assert condition, "message"`.');
      case "missing-return-value":
        return t("A `return` needs a value in a PrimFunc.");
      case "missing-bound-value":
        return t("`{0}` gets no value.", fault.name);
    }
  },
});
