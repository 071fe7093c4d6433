import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { kindWord } from "../kinds";

/** More or fewer names than there are values. */
export const unpackingMismatch = defineFaultRule({
  code: "TVM211",
  name: "unpacking-mismatch",
  kinds: ["unpacking"],
  message: ({ expected, found }) =>
    typeof found === "number"
      ? t("Here are {0} names for {1} values.", expected, found)
      : t("Here are {0} names, and {1} cannot be taken apart.", expected, kindWord(found)),
});
