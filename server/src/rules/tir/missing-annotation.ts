import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { kindWord } from "../kinds";

/** A parameter without a type, or an annotation that is none. */
export const missingAnnotation = defineFaultRule({
  code: "TVM204",
  name: "missing-annotation",
  kinds: ["missing-annotation", "annotation-kind"],
  message(fault) {
    if (fault.kind === "missing-annotation") return t("The parameter `{0}` has no type annotation.", fault.name);
    const { of, name, found } = fault;
    switch (of) {
      case "result":
        return t("A PrimFunc returns one of TVM's types, and this is {0}.", kindWord(found));
      case "variable":
        return t("The variable `{0}` needs one of TVM's types, and this is {1}.", name, kindWord(found));
      case "parameter":
        return t("The parameter `{0}` needs one of TVM's types or a buffer, and this is {1}.", name, kindWord(found));
    }
  },
});
