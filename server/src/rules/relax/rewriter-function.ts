import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * A class under `@R.rewriter` is a pattern and its replacement: two Relax functions that take the same. What else it has they
 * alone may call.
 */
export const rewriterFunction = defineFaultRule({
  code: "TVM319",
  name: "rewriter-function",
  kinds: ["relax-rewriter"],
  message({ wrong, name }) {
    switch (wrong) {
      case "missing":
        return t("The rewriter has no function `{0}`.", name);
      case "not-relax":
        return t("The rewriter's `{0}` is a Relax function: `@R.function`.", name);
      case "public":
        return t("Only `pattern` and `replacement` may be public in a rewriter: `{0}` needs `private=True`.", name);
      case "signature":
        return t("The replacement takes what the pattern takes: their parameters differ.");
    }
  },
});
