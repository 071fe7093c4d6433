import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { kindWord } from "../kinds";

/** A condition that is none. */
export const notACondition = defineFaultRule({
  code: "TVM227",
  name: "not-a-condition",
  kinds: ["condition"],
  message: ({ found }) => t("A condition is a boolean expression, and this is {0}.", kindWord(found)),
});
