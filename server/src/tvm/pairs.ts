import { t } from "../l10n";

/**
 * Releases of apache-tvm and apache-tvm-ffi that do not work together although pip installs them so. Found by trying:
 * 0.25.0.post1 is linked against 0.1.12 and does not load with later ones (undefined symbol); with 0.1.15.post2, 0.26
 * and 0.27 end with a segmentation fault in tvm.ir.save_json and in MetaSchedule's tune_tir, with 0.1.14.post0 not.
 */
export interface BadPair {
  readonly status: "error" | "warning";
  readonly detail: string;
  readonly advice: string;
}

/** @param tvm full version of TVM; @param ffi that of apache-tvm-ffi, null where TVM carries its own */
export function badPair(tvm: string, ffi: string | null): BadPair | null {
  if (ffi === null) return null;
  const line = /^(\d+\.\d+)/.exec(tvm)?.[1];
  if (line === "0.25" && ffi !== "0.1.12") {
    return {
      status: "error",
      detail: t("TVM {0} does not load with apache-tvm-ffi {1}.", tvm, ffi),
      advice: install("0.1.12"),
    };
  }
  if ((line === "0.26" || line === "0.27") && ffi === "0.1.15.post2") {
    return {
      status: "warning",
      detail: t("With apache-tvm-ffi {0}, TVM {1} crashes in save_json and in MetaSchedule's tune_tir.", ffi, tvm),
      advice: install("0.1.14.post0"),
    };
  }
  return null;
}

function install(version: string): string {
  return t("Install the one that works: pip install {0}", `apache-tvm-ffi==${version}`);
}
