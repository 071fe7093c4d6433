import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { isInitRegion } from "../script/init-regions";

/** What is said of a block, where no block is open. */
export const outsideBlock = defineFaultRule({
  code: "TVM216",
  name: "outside-block",
  kinds: ["outside-block"],
  message: ({ callee, span }, context) =>
    isInitRegion(span, context) ? null : t("`{0}` has to stand in a block, and directly in it.", callee),
});
