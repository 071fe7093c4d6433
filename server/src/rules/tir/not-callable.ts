import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { kindWord } from "../kinds";

/** A call of something that is no function. */
export const notCallable = defineFaultRule({
  code: "TVM223",
  name: "not-callable",
  kinds: ["not-callable"],
  message: ({ found }) => t("This is {0}, and not something to be called.", kindWord(found)),
});
