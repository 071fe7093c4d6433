/** A migration's result as an edit of the workspace, which the refactor preview shows file by file. */
import * as vscode from "vscode";
import type { MigratedFile, MigrateResult } from "../../../server/src/protocol";
import { toRange } from "../documents";

/** With `isToBeConfirmed`, VS Code shows the edit as a preview, in which places can be left out. */
export async function migrationEdit(
  { files, to }: MigrateResult,
  isToBeConfirmed: boolean,
): Promise<vscode.WorkspaceEdit> {
  const edit = new vscode.WorkspaceEdit();
  const label = vscode.l10n.t("Migrate to TVM {0}", to);
  const [first] = files;
  if (first && isToBeConfirmed) {
    // Places that need confirmation stand unchecked in the preview. This operation alone needs it: the preview comes up, leaves
    // out what would do nothing, and has all places checked.
    edit.createFile(vscode.Uri.parse(first.uri), { ignoreIfExists: true }, { label, needsConfirmation: true });
  }
  for (const file of files) {
    for (const { uri, edits } of await textsOf(file)) {
      edit.set(
        uri,
        edits.map(({ range, newText }): [vscode.TextEdit, vscode.WorkspaceEditEntryMetadata] => [
          new vscode.TextEdit(toRange(range), newText),
          { label, needsConfirmation: false },
        ]),
      );
    }
  }
  return edit;
}

/** The addresses of a file's texts; a notebook has to be open for its cells to have one. */
async function textsOf({
  uri,
  texts,
}: MigratedFile): Promise<{ uri: vscode.Uri; edits: MigratedFile["texts"][number]["edits"] }[]> {
  const address = vscode.Uri.parse(uri);
  if (texts.every(({ cell }) => cell === null)) return texts.map(({ edits }) => ({ uri: address, edits }));
  const notebook = await vscode.workspace.openNotebookDocument(address);
  return texts.flatMap(({ cell, cellUri, edits }) => {
    if (cellUri !== undefined) return [{ uri: vscode.Uri.parse(cellUri), edits }];
    return cell === null || cell >= notebook.cellCount ? [] : [{ uri: notebook.cellAt(cell).document.uri, edits }];
  });
}

/** Saves what a migration changed; the files that could not be saved. */
export async function saveMigrated({ files }: MigrateResult): Promise<vscode.Uri[]> {
  const unsaved: vscode.Uri[] = [];
  for (const { uri, texts } of files) {
    const address = vscode.Uri.parse(uri);
    const isNotebook = texts.some(({ cell }) => cell !== null);
    // Asked for anew: right after an edit not every document is known here.
    const document = isNotebook
      ? await vscode.workspace.openNotebookDocument(address)
      : await vscode.workspace.openTextDocument(address);
    if (document.isDirty && !(await document.save())) unsaved.push(address);
  }
  return unsaved;
}
