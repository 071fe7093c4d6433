import { t } from "../../l10n";
import { defineFaultRule } from "../faults";

/**
 * An annotation that is no type, or a type that contradicts itself.
 */
export const relaxType = defineFaultRule({
  code: "TVM316",
  name: "relax-type",
  kinds: ["relax-type"],
  message({ wrong }) {
    switch (wrong) {
      case "shape-number":
        return t("A shape is a tuple or a list: `R.Tensor((16,))`.");
      case "rank-and-shape":
        return t("`ndim` is given where the shape is not.");
      case "negative-rank":
        return t("`ndim` is a number of dimensions, or -1 for any.");
      case "rank-type":
        return t("`ndim` is a whole number.");
      case "size-type":
        return t("A size is a whole number, or a variable.");
      case "quoted-size":
        return t("Sizes are quoted in signatures only: in a body, bind the variable by `n = T.int64()`.");
      case "symbol-dtype":
        return t("A size of the signature is of the type int64: `n = T.int64()`.");
      case "no-value":
        return t("Nothing gives this size a value: it is neither in the signature nor in a `R.match_cast`.");
      case "not-a-type":
        return t("The type of a Relax value is written as `R.Tensor(…)`, `R.Tuple(…)`, `R.Shape(…)` and so on.");
    }
  },
});
