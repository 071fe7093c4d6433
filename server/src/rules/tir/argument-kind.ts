import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { kindWord, wantedWord } from "../kinds";

/** An argument of another kind than the function takes. */
export const argumentKind = defineFaultRule({
  code: "TVM228",
  name: "argument-kind",
  kinds: ["argument-kind"],
  message: ({ callee, parameter, expected, found }) =>
    t("`{0}` takes {2} as `{1}`, and this is {3}.", callee, parameter, wantedWord(expected), kindWord(found)),
});
