import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** A key that a block's annotations have already, with another value. */
export const annotationConflict = defineFaultRule({
  code: "TVM229",
  name: "annotation-conflict",
  kinds: ["annotation-conflict"],
  message: ({ key }) => t("This block has the annotation `{0}` already, with another value.", key),
});
