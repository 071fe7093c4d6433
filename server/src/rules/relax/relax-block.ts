import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * What `with` opens in a Relax function is a dataflow block: alone, without a name, without another or an `if` in it.
 */
export const relaxBlock = defineFaultRule({
  code: "TVM305",
  name: "relax-block",
  kinds: ["relax-block"],
  message({ wrong }) {
    switch (wrong) {
      case "nested-dataflow":
        return t("A dataflow block cannot stand inside of another.");
      case "if-in-dataflow":
        return t("A dataflow block has no `if`.");
      case "other-with":
        return t("In a Relax function, `with` opens a dataflow block: `with R.dataflow():`.");
      case "several-with":
        return t("One `with` opens one dataflow block.");
      case "with-target":
        return t("A dataflow block gets no name.");
    }
  },
});
