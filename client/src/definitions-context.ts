/** Keeps the context key `tvmscript.hasDefinitions`, by which menus show only where there is TVMScript. */
import * as vscode from "vscode";
import { activeSource } from "./documents";
import type { Services } from "./services";

const contextKey = "tvmscript.hasDefinitions";
const quietMs = 300;

export function activate(context: vscode.ExtensionContext, { server, log }: Services): void {
  let timer: NodeJS.Timeout | undefined;
  let asked = 0;

  async function update(): Promise<void> {
    const mine = ++asked;
    const source = activeSource();
    let has = false;
    if (source) {
      try {
        has = (await server.request("definitions", { uri: source.uri.toString() })).length > 0;
      } catch (error) {
        log.debug(`definitions were not answered: ${String(error)}`);
      }
    }
    // A later question may have been answered already.
    if (mine === asked) await vscode.commands.executeCommand("setContext", contextKey, has);
  }

  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => void update(), quietMs);
  };
  context.subscriptions.push(
    vscode.window.onDidChangeActiveTextEditor(later),
    vscode.window.onDidChangeActiveNotebookEditor(later),
    vscode.window.onDidChangeVisibleTextEditors(later),
    server.onAnalysed(later),
    vscode.workspace.onDidChangeTextDocument((event) => {
      if (event.document === vscode.window.activeTextEditor?.document) later();
    }),
    { dispose: () => clearTimeout(timer) },
  );
  void update();
}
