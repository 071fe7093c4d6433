import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { kindWord } from "../kinds";

/** Brackets after something that has no elements, or with something that is no index. */
export const notABuffer = defineFaultRule({
  code: "TVM224",
  name: "not-a-buffer",
  kinds: ["not-a-buffer", "index-kind", "slice-step", "vector-place"],
  message(fault) {
    switch (fault.kind) {
      case "not-a-buffer":
        return t("This is {0}, and has no elements.", kindWord(fault.found));
      case "index-kind":
        return t("An index is an expression, and this is {0}.", kindWord(fault.found));
      case "vector-place":
        return t("Only the last index of a load or store can be a vector.");
      case "slice-step":
        return t("A slice goes forward, by a constant step.");
    }
  },
});
