import { t } from "../../l10n";
import { typeText } from "../../relax/type-text";
import { defineFaultRule } from "../faults";

/**
 * A call of a function of the module, or of a local one, with arguments that it doesn't take.
 */
export const functionArguments = defineFaultRule({
  code: "TVM312",
  name: "function-arguments",
  kinds: ["relax-call"],
  message({ wrong, name, at, counts, types }) {
    switch (wrong) {
      case "count":
        return t("`{0}` takes {1} arguments, and gets {2}.", name, counts[0], counts[1]);
      case "keyword":
        return t("`{0}` takes its arguments by position.", name);
      case "not-callable":
        return t("`{0}` is no function.", name);
      case "type":
        return (
          types &&
          t("Argument {0} of `{1}` is of the type {2}, not {3}.", at + 1, name, typeText(types[0]), typeText(types[1]))
        );
    }
  },
});
