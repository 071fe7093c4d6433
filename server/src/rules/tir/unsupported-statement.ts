import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** Python that TVM's parser does not read: `try`, `del`, `global`, `raise`, `import`, `class`, a function in a function. */
export const unsupportedStatement = defineFaultRule({
  code: "TVM203",
  name: "unsupported-statement",
  kinds: ["unsupported-statement"],
  message: ({ statement }) => t("TVM's parser does not read `{0}` in a PrimFunc.", statement),
});
