/** One clear message when the user's TVM could not do something, with the way out as a button. */
import * as vscode from "vscode";
import type { WorkerError } from "../../server/src/protocol";
import type { Services } from "./services";
import { requireTrust } from "./trust";

/** @param uri the file or cell that the command was about. */
export async function reportFailure(services: Services, error: WorkerError, uri: string): Promise<void> {
  if (error.kind === "cancelled") return;
  if (error.kind === "untrusted") {
    await requireTrust();
    return;
  }
  services.engineDiagnostics.show(error, uri);
  const details = vscode.l10n.t("Show details");
  const select = vscode.l10n.t("Select interpreter");
  const doctor = vscode.l10n.t("Doctor");
  const environment = error.kind === "no-python" || error.kind === "no-tvm" || error.kind === "tvm-import";
  const buttons = [...(environment ? [select, doctor] : []), ...(error.detail ? [details] : [])];
  const answer = await vscode.window.showErrorMessage(error.message, ...buttons);
  if (answer === select) await vscode.commands.executeCommand("tvmscript.selectInterpreter");
  if (answer === doctor) await vscode.commands.executeCommand("tvmscript.doctor");
  if (answer === details && error.detail) {
    await services.generatedTexts.open(
      vscode.l10n.t("TVM error"),
      { text: `${error.message}\n\n${error.detail}\n` },
      [],
    );
  }
}

/** The request itself failed: the server is gone, or the user cancelled. */
export function reportLostRequest(error: unknown, token: vscode.CancellationToken): void {
  if (token.isCancellationRequested) return;
  const words = error instanceof Error ? error.message : String(error);
  void vscode.window.showErrorMessage(vscode.l10n.t("The TVMScript server did not answer: {0}", words));
}
