import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { foundWord, wantedWord } from "../kinds";

/** An argument of another kind than the function takes. */
export const argumentKind = defineFaultRule({
  code: "TVM228",
  name: "argument-kind",
  kinds: ["argument-kind"],
  message: (fault, context) =>
    t(
      "`{0}` takes {2} as `{1}`, and this is {3}.",
      fault.callee,
      fault.parameter,
      wantedWord(fault.expected),
      foundWord(fault, context),
    ),
});
