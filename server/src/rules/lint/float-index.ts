import { t } from "../../l10n";
import { dtypeOf } from "../../tir/arithmetic";
import { dtypeName, isFloating } from "../../tir/dtype";
import { defineRule } from "../rule";
import { hasPrimFuncs, primFuncs } from "./readings";

/** A number with a fraction as an index. Many releases take it, and what is generated of it fails or reads another element. */
export const floatIndex = defineRule({
  code: "TVM408",
  name: "float-index",
  severity: "warning",
  needs: { script: true },
  about: hasPrimFuncs,
  check(context, report) {
    for (const { found } of primFuncs(context)) {
      for (const { indices, buffer } of found.accesses) {
        for (const index of indices) {
          const dtype = dtypeOf(index);
          if (!index.span || !dtype || !isFloating(dtype)) continue;
          report({
            span: index.span,
            message: t("An index of `{0}` is a {1}; indices are integers.", buffer.info.name, dtypeName(dtype)),
          });
        }
      }
    }
  },
});
