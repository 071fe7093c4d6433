import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { kindWord } from "../kinds";

/** A value that cannot be stored into an element of a buffer. */
export const storedValue = defineFaultRule({
  code: "TVM221",
  name: "stored-value",
  kinds: ["stored-value", "stored-lanes"],
  message: (fault) =>
    fault.kind === "stored-value"
      ? t("What is stored has to be an expression, and this is {0}.", kindWord(fault.found))
      : t("A value of {1} lanes is stored where there is place for {0}.", fault.expected, fault.found),
});
