import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** A buffer's pointer in a block that leaves it to TVM to find what it reads and writes. */
export const pointerAccess = defineFaultRule({
  code: "TVM233",
  name: "pointer-access",
  kinds: ["pointer-access"],
  message: ({ buffer }) =>
    t("What is done through the pointer of `{0}` cannot be seen: this block needs `T.reads` and `T.writes`.", buffer),
});
