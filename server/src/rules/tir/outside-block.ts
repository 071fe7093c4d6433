import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** What is said of a block, where no block is open. */
export const outsideBlock = defineFaultRule({
  code: "TVM216",
  name: "outside-block",
  kinds: ["outside-block"],
  message: ({ callee }) => t("`{0}` has to stand in a block, and directly in it.", callee),
});
