import * as vscode from "vscode";

/**
 * Says why nothing is run in a workspace that is not trusted, and how to allow it.
 * @returns whether the workspace is trusted.
 */
export async function requireTrust(): Promise<boolean> {
  if (vscode.workspace.isTrusted) return true;
  const manage = vscode.l10n.t("Manage Workspace Trust");
  const answer = await vscode.window.showWarningMessage(
    vscode.l10n.t(
      "This workspace is not trusted, so TVMScript does not run its code or your Python. Trust the workspace to compile and run.",
    ),
    manage,
  );
  if (answer === manage) await vscode.commands.executeCommand("workbench.trust.manage");
  return vscode.workspace.isTrusted;
}
