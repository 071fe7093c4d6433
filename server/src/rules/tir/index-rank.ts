import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** More or fewer indices than the buffer has dimensions. */
export const indexRank = defineFaultRule({
  code: "TVM210",
  name: "index-rank",
  kinds: ["index-rank"],
  message: ({ buffer, expected, found }) =>
    t("`{0}` has {1} dimensions, and here are {2} indices.", buffer, expected, found),
});
