import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { isInitRegion } from "../script/init-regions";

/** What can be said once of a block, said twice. */
export const repeatedInBlock = defineFaultRule({
  code: "TVM217",
  name: "repeated-in-block",
  kinds: ["repeated-in-block"],
  message: ({ callee, span }, context) =>
    isInitRegion(span, context) ? null : t("`{0}` is already said of this block.", callee),
});
