import { spellingOf } from "../../api/script-facts";
import { t } from "../../l10n";
import { argumentsOf } from "../../semantic/values";
import type { PartEdit } from "../rule";
import { tirName } from "../script/dialect";
import type { Rewrite } from "./rewrite";

/** The short names that PTX has for data types, as TVM writes them everywhere else. */
const DATA_TYPES: Readonly<Record<string, string>> = {
  fp16: "float16",
  fp32: "float32",
  fp64: "float64",
  bf16: "bfloat16",
};

/** `T.ptx_mma(…)`, `T.ptx_ldmatrix(…)`: the same intrinsics in a namespace of their own, and data types by TVM's names. */
export const ptx: Rewrite = {
  names: ["ptx_mma", "ptx_ldmatrix"],
  fix(use, context) {
    const old = tirName(use);
    const now = old === null ? null : spellingOf(old, context.release);
    const call = use.node.parent;
    const last = use.names.at(-1);
    if (!now || !last || call?.kind !== "call" || use.node.field !== "function") return null;
    const types = argumentsOf(call).positional.flatMap((each): PartEdit[] => {
      const [, quote = "", type = ""] = /^(["'])(\w+)\1$/.exec(context.text(each)) ?? [];
      const name = DATA_TYPES[type];
      return name ? [context.edit(each, quote + name + quote)] : [];
    });
    return { title: t("Change to `{0}`", now), applicability: "safe", edits: [context.edit(last, now), ...types] };
  },
};
