import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * Reading a field of a tuple, or taking one apart: TVM knows how many fields there are, and that tensors are no tuples.
 */
export const tupleAccess = defineFaultRule({
  code: "TVM309",
  name: "tuple-access",
  kinds: ["relax-tuple"],
  message({ wrong, given, fields }) {
    switch (wrong) {
      case "index":
        return t("The tuple has {0} fields: {1} is out of range.", fields, given);
      case "negative-index":
        return t("A field of a Relax tuple is counted from the front: {0} is out of range.", given);
      case "not-a-number":
        return t("A field of a Relax tuple is read by its number.");
      case "slice":
        return t("A Relax value takes one number between brackets, not a slice: use `R.strided_slice`.");
      case "several":
        return t("A Relax value takes one number between brackets: use `R.take` or `R.strided_slice`.");
      case "no-tuple":
        return t("Only tuples have fields, and this is no tuple.");
      case "count":
        return t("{0} names for {1} values.", given, fields);
      case "call":
        return t("A call cannot be taken apart: bind it to a variable first.");
      case "repeated":
        return t("A name is bound twice here.");
    }
  },
});
