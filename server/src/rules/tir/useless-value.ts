import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { foundWord, kindWord } from "../kinds";

/** A value that is no statement, or that no variable of TIR can have. */
export const uselessValue = defineFaultRule({
  code: "TVM220",
  name: "useless-value",
  kinds: ["statement-value", "unbindable-value"],
  message: (fault, context) =>
    fault.kind === "statement-value"
      ? t("This is {0}, and no statement.", foundWord(fault, context))
      : t("No variable of TIR can be {0}.", kindWord(fault.found)),
});
