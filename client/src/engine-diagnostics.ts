/** What TVM itself said about the code, on its line, until the code is edited or the command is run again. */
import * as vscode from "vscode";
import type { WorkerError } from "../../server/src/protocol";
import { toRange } from "./documents";

export interface EngineDiagnostics extends vscode.Disposable {
  /** Puts the error on its line, where it has one. */
  show(error: WorkerError, uri: string): void;
  /** A command starts anew for this file or cell. */
  clear(uri: string): void;
}

/** @param program the extension's folder, which holds the page that the diagnostics' code opens */
export function createEngineDiagnostics(program: vscode.Uri): EngineDiagnostics {
  const page = vscode.env.language.toLowerCase().startsWith("zh") ? "TVM900.zh-cn.md" : "TVM900.md";
  const code = { value: "TVM900", target: vscode.Uri.joinPath(program, "docs/rules", page) };
  const collection = vscode.languages.createDiagnosticCollection("tvmscript-engine");
  const subscription = vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
    if (contentChanges.length > 0) collection.delete(document.uri);
  });
  return {
    show(error, uri) {
      if (!error.range) return;
      const diagnostic = new vscode.Diagnostic(toRange(error.range), error.message, vscode.DiagnosticSeverity.Error);
      diagnostic.source = "tvmscript";
      diagnostic.code = code;
      collection.set(vscode.Uri.parse(error.uri ?? uri), [diagnostic]);
    },
    clear: (uri) => collection.delete(vscode.Uri.parse(uri)),
    dispose: () => vscode.Disposable.from(collection, subscription).dispose(),
  };
}
