import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/** `T.axis.remap` with letters that do not fit its bindings. */
export const axisRemap = defineFaultRule({
  code: "TVM212",
  name: "axis-remap",
  kinds: ["remap-count", "remap-kind", "remap-binding"],
  message(fault) {
    switch (fault.kind) {
      case "remap-count":
        return t("Here are {0} kinds of axes for {1} bindings.", fault.kinds, fault.bindings);
      case "remap-kind":
        return t("`{0}` is no kind of axis: `S` is spatial, `R` is a reduction.", fault.letter);
      case "remap-binding":
        return t(
          "`T.axis.remap` binds axes to loop variables alone. Write `T.axis.spatial` or `T.axis.reduce` for this one.",
        );
    }
  },
});
