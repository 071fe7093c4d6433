import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * `R.output` names variables of its own dataflow block, once, as the block's last statement.
 */
export const dataflowOutput = defineFaultRule({
  code: "TVM304",
  name: "dataflow-output",
  kinds: ["relax-output"],
  message({ wrong, name }) {
    switch (wrong) {
      case "outside":
        return t("`R.output` stands inside of a dataflow block.");
      case "second":
        return t("A dataflow block has one `R.output`.");
      case "not-of-block":
        return t("`{0}` is not bound in this dataflow block: it cannot be its output.", name);
      case "not-a-variable":
        return t("`R.output` takes variables, not `{0}`.", name);
      case "binding-after":
        return t("Nothing is bound after `R.output` in a dataflow block.");
    }
  },
});
