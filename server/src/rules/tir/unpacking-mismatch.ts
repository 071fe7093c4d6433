import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { kindWord } from "../kinds";

/** `vi, = T.axis.remap(…)`, `for i, in T.grid(…)`: until 0.10 one axis or loop came as a tuple of one. */
const ONE = /^[([]?\s*([A-Za-z_]\w*)\s*,?\s*[)\]]?$/;
const MAKES_ONE = /^\s*(?:=\s*[\w.]+\.axis\.remap|in\s+[\w.]+\.grid)\s*\(/;

/** More or fewer names than there are values. */
export const unpackingMismatch = defineFaultRule({
  code: "TVM211",
  name: "unpacking-mismatch",
  kinds: ["unpacking"],
  message: ({ expected, found }) =>
    typeof found === "number"
      ? t("Here are {0} names for {1} values.", expected, found)
      : t("Here are {0} names, and {1} cannot be taken apart.", expected, kindWord(found)),
  fix({ span, expected, found }, context) {
    const [, name] = ONE.exec(context.text(span)) ?? [];
    if (!name || expected !== 1 || typeof found === "number") return null;
    if (!MAKES_ONE.test(context.unit.unit.text.slice(span.end))) return null;
    return (at) => ({ title: t("Change to `{0}`", name), applicability: "safe", edits: [at.edit(span, name)] });
  },
});
