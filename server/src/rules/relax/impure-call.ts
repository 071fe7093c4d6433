import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * A call with side effects in a dataflow block, or in a function that is not declared with `pure=False`: TVM checks it when the
 * function is done.
 */
export const impureCall = defineFaultRule({
  code: "TVM314",
  name: "impure-call",
  kinds: ["relax-impure"],
  message({ callee, inDataflow }) {
    return inDataflow
      ? t("`{0}` has side effects: it cannot stand in a dataflow block.", callee)
      : t("`{0}` has side effects: the function needs `@R.function(pure=False)`.", callee);
  },
});
