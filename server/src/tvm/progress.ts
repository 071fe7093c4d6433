import { t } from "../l10n";

/** What the worker is doing, as a person is told. */
export function progressMessage(code: string, values: readonly string[]): string {
  const [first = "", second = ""] = values;
  switch (code) {
    case "importing":
      return t("Importing TVM…");
    case "parsing":
      return t("TVM reads {0}…", first);
    case "compiling":
      return t("Compiling {0} for {1}…", first, second);
    case "linking":
      return t("Linking {0}…", first);
    case "running":
      return t("Running {0}…", first);
    case "trying":
      return t("Trying target {0}…", first);
    default:
      return code;
  }
}
