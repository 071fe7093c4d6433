import { scriptFact } from "../../api/script-facts";
import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { kindWord } from "../kinds";

/** TVM125 says it of one axis or loop. */
const MAKES_ONE = /^\s*(?:=\s*[\w.]+\.axis\.remap|in\s+[\w.]+\.grid)\s*\(/;

/** More or fewer names than there are values. */
export const unpackingMismatch = defineFaultRule({
  code: "TVM211",
  name: "unpacking-mismatch",
  kinds: ["unpacking"],
  message({ span, expected, found }, context) {
    if (typeof found === "number") return t("Here are {0} names for {1} values.", expected, found);
    const isOne = expected === 1 && MAKES_ONE.test(context.unit.unit.text.slice(span.end));
    if (isOne && scriptFact("one-axis-is-no-tuple", context.release)) return null;
    return t("Here are {0} names, and {1} cannot be taken apart.", expected, kindWord(found));
  },
});
