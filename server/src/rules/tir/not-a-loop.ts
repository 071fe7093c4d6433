import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { kindWord } from "../kinds";

/** A `for` over something that is none of TVM's loops. */
export const notALoop = defineFaultRule({
  code: "TVM214",
  name: "not-a-loop",
  kinds: ["not-a-loop"],
  message: ({ found }) =>
    t("A loop goes over `range`, `T.serial`, `T.grid` or one of their kin, and this is {0}.", kindWord(found)),
});
