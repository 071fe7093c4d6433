import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** Text that is the name of no type. */
export const badDtype = defineFaultRule({
  code: "TVM218",
  name: "bad-dtype",
  kinds: ["bad-dtype"],
  message: ({ name }) => t('"{0}" is the name of no type.', name),
});
