import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** A name that the same scope has already. An inner scope may use it again. */
export const duplicateName = defineFaultRule({
  code: "TVM213",
  name: "duplicate-name",
  kinds: ["duplicate-name"],
  message: ({ name, inTarget }) =>
    inTarget
      ? t("`{0}` is twice among the names of one target.", name)
      : t("`{0}` is already defined in this scope.", name),
});
