import { t } from "../../l10n";
import { typeText } from "../../relax/type-text";
import { isExpectedToFail } from "../../semantic/guards";
import { defineFaultRule } from "../faults";

/**
 * `R.call_tir` of a PrimFunc whose parameters are others than the arguments and outputs: TVM compares them when the module is done.
 */
export const callTir = defineFaultRule({
  code: "TVM313",
  name: "call-tir",
  kinds: ["relax-call-tir"],
  message({ wrong, name, at, counts, types, span }, context, { definition }) {
    switch (wrong) {
      case "not-a-function":
        // `early-relax` has more to say of it.
        if (/^["']/.test(context.text(span)) && !isExpectedToFail(definition, context.unit.unit.text)) return null;
        return t("`R.call_tir` calls a PrimFunc of the module: `cls.f`.");
      case "arguments":
        return t("The inputs are written as a tuple in place, not as a variable.");
      case "inplace-count":
        return t("{0} indices for {1} outputs.", counts[0], counts[1]);
      case "inplace-index":
        return t("There is no input {0} among {1}.", counts[0], counts[1]);
      case "inplace-twice":
        return t("Input {0} takes two outputs.", counts[0]);
      case "inplace-none":
        return t("No output takes the place of an input: that is `R.call_tir`.");
      case "inplace-input":
        return (
          types &&
          t(
            "An input that an output takes the place of has the output's shape and element type: {0}, and this is {1}.",
            typeText(types[0]),
            typeText(types[1]),
          )
        );
      case "count":
        return t("`{0}` has {1} parameters: the inputs and outputs here are {2}.", name, counts[0], counts[1]);
      case "argument":
        return (
          types &&
          t(
            "Parameter {0} of `{1}` is {2}: the argument here is {3}.",
            at + 1,
            name,
            typeText(types[0]),
            typeText(types[1]),
          )
        );
      case "output":
        return (
          types &&
          t("The output of `{0}` is {1}: here it is said to be {2}.", name, typeText(types[0]), typeText(types[1]))
        );
      case "output-shape":
        return t('An output needs its whole shape: `R.Tensor((n, 4), "float32")`.');
      case "output-type":
        return t("The type of an output is `R.Tensor(…)`, or a list of such.");
    }
  },
});
