import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** An `assert` without a message, a `return` without a value. */
export const missingValue = defineFaultRule({
  code: "TVM226",
  name: "missing-value",
  kinds: ["missing-message", "missing-return-value"],
  message: (fault) =>
    fault.kind === "missing-message"
      ? t('An `assert` needs a message: `assert condition, "message"`.')
      : t("A `return` needs a value in a PrimFunc."),
});
