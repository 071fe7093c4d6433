/** "Doctor": which Python, which TVM, what is wrong with them and what to do about it. */
import * as vscode from "vscode";
import type { Services } from "../services";
import { panelIcon, viewRoot, webviewPage } from "../webview-page";
import type { FromDoctorView, ToDoctorView } from "./messages";

export function activate(context: vscode.ExtensionContext, services: Services): void {
  let panel: vscode.WebviewPanel | undefined;

  async function examine(): Promise<void> {
    const post = (message: ToDoctorView): void => void panel?.webview.postMessage(message);
    post({ type: "busy" });
    try {
      post({ type: "report", report: await services.server.request("doctor", {}) });
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      post({ type: "failed", message: vscode.l10n.t("The TVMScript server did not answer: {0}", words) });
    }
  }

  async function receive(message: FromDoctorView): Promise<void> {
    switch (message.type) {
      case "ready":
      case "again":
        return examine();
      case "selectInterpreter":
        return vscode.commands.executeCommand("tvmscript.selectInterpreter");
      case "copy":
        await vscode.env.clipboard.writeText(message.text);
        vscode.window.setStatusBarMessage(vscode.l10n.t("Report copied"), 3000);
    }
  }

  function open(): void {
    if (panel) {
      panel.reveal();
      void examine();
      return;
    }
    const title = vscode.l10n.t("TVMScript Doctor");
    panel = vscode.window.createWebviewPanel("tvmscript.doctor", title, vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: [viewRoot(context.extensionUri)],
    });
    panel.iconPath = panelIcon(context.extensionUri, "doctor");
    panel.onDidDispose(() => {
      panel = undefined;
    });
    panel.webview.onDidReceiveMessage((message: FromDoctorView) => void receive(message));
    panel.webview.html = webviewPage(panel.webview, context.extensionUri, "doctor", title);
  }

  context.subscriptions.push(
    vscode.commands.registerCommand("tvmscript.doctor", open),
    // Another interpreter was chosen while the report is on the screen: it is about the old one.
    services.interpreter.onDidChange(() => {
      if (panel) void examine();
    }),
    { dispose: () => panel?.dispose() },
  );
}
