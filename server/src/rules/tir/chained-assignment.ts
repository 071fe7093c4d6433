import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** `a = b = value`: TVM's parser takes one target. */
export const chainedAssignment = defineFaultRule({
  code: "TVM205",
  name: "chained-assignment",
  kinds: ["chained-assignment"],
  message: () => t("An assignment has one target in TVMScript, not `a = b = c`."),
});
