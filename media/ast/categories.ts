import type { AstCategory } from "../../server/src/ast";
import { t } from "../page/l10n";

/** What a node is, in one word; said beside its picture so that neither colour nor shape is needed to know. */
export function categoryWord(category: AstCategory): string {
  switch (category) {
    case "stmt":
      return t("statement");
    case "expr":
      return t("expression");
    case "type":
      return t("type");
    case "other":
      return t("part");
  }
}
