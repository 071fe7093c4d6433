import { spellingOf } from "../../api/script-facts";
import { t } from "../../l10n";
import { argumentsOf } from "../../semantic/values";
import { child } from "../../syntax/node";
import { withoutArgument } from "../argument-list";
import { tirName } from "../script/dialect";
import type { Rewrite } from "./rewrite";

/** Intrinsics that nothing is left of to say what they return: the dialect gave them a `dtype=` as it did to all. */
const WITHOUT_VALUE = /^ptx(?:_|\.cp_async\.)(?:commit|wait)_group$/;

/** `T.ptx_cp_async(…)`, `T.simdgroup_load(…)`: the same intrinsics, in namespaces of their own. */
export const spelled: Rewrite = {
  names: [
    "ptx_cp_async",
    "ptx_commit_group",
    "ptx_wait_group",
    "ptx.cp_async.commit_group",
    "ptx.cp_async.wait_group",
    "make_filled_simdgroup_matrix",
    "simdgroup_load",
    "simdgroup_store",
    "simdgroup_multiply_accumulate",
  ],
  fix(use, context) {
    const old = tirName(use);
    const now = old === null ? null : spellingOf(old, context.release);
    const call = use.node.parent;
    const first = use.names.at(-(old?.split(".").length ?? 1));
    const last = use.names.at(-1);
    if (old === null || !now || !first || !last || call?.kind !== "call" || use.node.field !== "function") return null;
    const types = argumentsOf(call).keywords.filter(
      (each) => WITHOUT_VALUE.test(old) && context.text(child(each, "name") ?? each) === "dtype",
    );
    return {
      title: t("Change to `{0}`", now),
      applicability: "safe",
      edits: [
        context.edit({ start: first.start, end: last.end }, now),
        ...types.flatMap((each) => withoutArgument(each, context)),
      ],
    };
  },
};
