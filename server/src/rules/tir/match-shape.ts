import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** A region matched with another shape than its own. */
export const matchShape = defineFaultRule({
  code: "TVM231",
  name: "match-shape",
  kinds: ["match-shape"],
  message: ({ expected, found }) => t("The region is of shape ({0}), and is matched as ({1}).", expected, found),
});
