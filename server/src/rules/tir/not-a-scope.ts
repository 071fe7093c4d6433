import { t } from "../../l10n";
import { defineFaultRule } from "../faults";
import { kindWord } from "../kinds";

/** A `with` about something that opens no scope, or a name for what a scope does not give. */
export const notAScope = defineFaultRule({
  code: "TVM215",
  name: "not-a-scope",
  kinds: ["not-a-scope", "scope-without-value"],
  message: (fault) =>
    fault.kind === "not-a-scope"
      ? t("A `with` opens one of TVM's scopes, and this is {0}.", kindWord(fault.found))
      : t("This scope gives nothing that could have a name."),
});
