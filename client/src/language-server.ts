/** Starts the language server, keeps it told of trust and interpreter, and lets the user start it anew. */
import * as vscode from "vscode";
import type { Services } from "./services";

export function activate(context: vscode.ExtensionContext, { server, interpreter, log }: Services): void {
  const tell = (sending: Promise<unknown>): void => {
    sending.catch((error: unknown) => log.warn(`the language server was not told: ${String(error)}`));
  };
  context.subscriptions.push(
    vscode.workspace.onDidGrantWorkspaceTrust(() => tell(server.request("setTrust", { trusted: true }))),
    interpreter.onDidChange((path) => tell(server.request("setInterpreter", { path }))),
    vscode.commands.registerCommand("tvmscript.restartServer", () =>
      vscode.window.withProgress(
        { location: vscode.ProgressLocation.Window, title: vscode.l10n.t("Restarting the TVMScript server") },
        () => server.restart(),
      ),
    ),
  );
  // Not awaited: the other features are there while the server starts, and their requests wait for it.
  void server.start();
}
