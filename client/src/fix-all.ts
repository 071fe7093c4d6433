/** "Fix all outdated API": the safe fixes of the active file, or of every cell of the active notebook, in one edit. */
import * as vscode from "vscode";
import type { FixAllResult } from "../../server/src/protocol";
import { sentences } from "../../server/src/sentences";
import { activeSource, notebookOf, toRange } from "./documents";
import type { Services } from "./services";

export function activate(context: vscode.ExtensionContext, services: Services): void {
  context.subscriptions.push(
    vscode.commands.registerCommand("tvmscript.fixAll", () => fixAll(services)),
    vscode.languages.registerCodeActionsProvider(notCode, wholeNotebook(services), {
      providedCodeActionKinds: [wholeNotebookKind],
    }),
  );
}

const wholeNotebookKind = vscode.CodeActionKind.Notebook.append("source.fixAll.tvmscript");
/** On save, VS Code asks a notebook's first cell for what is to be done to all of it. The server answers for code only. */
const notCode = ["markdown", "raw"].map((language) => ({ notebookType: "jupyter-notebook", language }));

function wholeNotebook({ server }: Services): vscode.CodeActionProvider {
  return {
    async provideCodeActions({ uri }, _range, { only }) {
      const notebook = notebookOf(uri);
      // Asked for by name, or not at all: a person with the cursor in such a cell has no use for it.
      if (!notebook || !only?.contains(wholeNotebookKind)) return [];
      const edit = editOf(await server.request("fixAll", { uri: notebook.uri.toString() }));
      if (edit.size === 0) return [];
      const action = new vscode.CodeAction(vscode.l10n.t("Fix all outdated API"), wholeNotebookKind);
      action.edit = edit;
      return [action];
    },
  };
}

async function fixAll({ server }: Services): Promise<void> {
  const source = activeSource();
  if (!source) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Open a Python file or notebook with TVMScript first."));
    return;
  }
  const result = await server.request("fixAll", { uri: source.uri.toString() });
  const edit = editOf(result);
  if (edit.size > 0 && !(await vscode.workspace.applyEdit(edit))) {
    void vscode.window.showErrorMessage(vscode.l10n.t("The fixes could not be applied: is the file read-only?"));
    return;
  }
  // Not awaited: the message may stay on the screen for long.
  void report(result);
}

/** One edit for all cells, so that one undo takes it back. */
function editOf({ changes }: FixAllResult): vscode.WorkspaceEdit {
  const edit = new vscode.WorkspaceEdit();
  for (const [uri, edits] of Object.entries(changes)) {
    edit.set(
      vscode.Uri.parse(uri),
      edits.map(({ range, newText }) => new vscode.TextEdit(toRange(range), newText)),
    );
  }
  return edit;
}

async function report({ found, left }: FixAllResult): Promise<void> {
  const { l10n, window } = vscode;
  const fixed = found - left;
  if (found === 0) {
    void window.showInformationMessage(l10n.t("Nothing here is outdated for this TVM."));
    return;
  }
  const done = fixed === 1 ? l10n.t("Fixed 1 place.") : l10n.t("Fixed {0} places.", fixed);
  if (left === 0) {
    window.setStatusBarMessage(`$(check) ${done}`, 8000);
    return;
  }
  const rest =
    left === 1 ? l10n.t("1 place needs a decision of yours.") : l10n.t("{0} places need a decision of yours.", left);
  const show = l10n.t("Show problems");
  const answer = await window.showInformationMessage(sentences(fixed === 0 ? null : done, rest), show);
  if (answer === show) await vscode.commands.executeCommand("workbench.actions.view.problems");
}
