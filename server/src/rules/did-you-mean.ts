import { t } from "../l10n";
import type { Span } from "../position";
import { closestTo } from "./closest";
import type { FixMaker } from "./rule";

/** A fix that writes the name which was probably meant: a person has to look. */
export function nameFix(span: Span, name: string, among: readonly string[]): FixMaker | null {
  const meant = closestTo(name, among);
  if (meant === null) return null;
  return (context) => ({
    title: t("Change to `{0}`", meant),
    applicability: "unsafe",
    edits: [context.edit(span, meant)],
  });
}
