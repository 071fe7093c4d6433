/** Numbers of things in words. */
import * as vscode from "vscode";

export function places(count: number): string {
  return count === 1 ? vscode.l10n.t("1 place") : vscode.l10n.t("{0} places", count);
}

export function files(count: number): string {
  return count === 1 ? vscode.l10n.t("1 file") : vscode.l10n.t("{0} files", count);
}
