import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** An axis of a block that does not count in integers. */
export const axisType = defineFaultRule({
  code: "TVM230",
  name: "axis-type",
  kinds: ["axis-type"],
  message: ({ found }) => t("An axis counts in integers, and this is `{0}`.", found),
});
