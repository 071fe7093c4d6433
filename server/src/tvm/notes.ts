import { t } from "../l10n";

/** Something to know about a result that is not a failure: [code, value…] from the worker. */
export function noteMessage([code = "", first = "", second = "", third = ""]: readonly string[]): string {
  switch (code) {
    case "default-schedule":
      return t("No loop was bound to threads, so TVM's default GPU schedule was applied for {0}.", first);
    case "no-device-code":
      return t("TVM made no device code for {0}: everything stayed on the processor.", first);
    case "no-device-binary":
      return t("The device code was not compiled, so there is no library, only its text ({0}).", first);
    case "no-device-compiler":
      return t(
        "The device code was not compiled, so there is no library, only its text: there is neither NVRTC (pip install cuda-bindings) nor nvcc on PATH.",
      );
    case "device-text":
      return t(
        "There is no device here, so the library holds the {0} text: it is compiled where the library is loaded.",
        first,
      );
    case "not-linked":
      return t("No library was made: {0}.", first);
    case "no-format":
      return t("There is no {0} for target {1}; there is {2}.", first, second, third || t("nothing to show"));
    default:
      return code;
  }
}
