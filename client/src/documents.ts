/** Python files, Markdown pages with Python, and notebooks, by the address of the file, the notebook or one of its cells. */
import * as vscode from "vscode";

export type Source =
  | { readonly kind: "file"; readonly uri: vscode.Uri; readonly document: vscode.TextDocument }
  | { readonly kind: "notebook"; readonly uri: vscode.Uri; readonly notebook: vscode.NotebookDocument };

const cellScheme = "vscode-notebook-cell";

/**
 * What the user is looking at, where it is Python. With a view of ours in front (the tree, a result), the code beside it,
 * where there is only one.
 */
export function activeSource(): Source | null {
  const { activeNotebookEditor, activeTextEditor, visibleNotebookEditors, visibleTextEditors } = vscode.window;
  if (activeNotebookEditor) return ofNotebook(activeNotebookEditor.notebook);
  if (activeTextEditor) return sourceOf(activeTextEditor.document);
  const visible = [
    ...visibleNotebookEditors.map(({ notebook }) => ofNotebook(notebook)),
    ...visibleTextEditors.map(({ document }) => sourceOf(document)),
  ];
  const sources = new Map(visible.flatMap((source) => (source ? [[source.uri.toString(), source]] : [])));
  const [only] = sources.values();
  return only && sources.size === 1 ? only : null;
}

function ofNotebook(notebook: vscode.NotebookDocument): Source | null {
  return notebook.notebookType === "jupyter-notebook" ? { kind: "notebook", uri: notebook.uri, notebook } : null;
}

/** The file, or for a cell its notebook; null where it is not Python, nor a page that may hold some. */
export function sourceOf(document: vscode.TextDocument): Source | null {
  if (document.languageId !== "python" && document.languageId !== "markdown") return null;
  const notebook = notebookOf(document.uri);
  if (notebook) return { kind: "notebook", uri: notebook.uri, notebook };
  return document.uri.scheme === "file" || document.uri.scheme === "untitled"
    ? { kind: "file", uri: document.uri, document }
    : null;
}

/** Whether a document is the source itself, or a cell of it. */
export function isIn(source: Source, document: vscode.TextDocument): boolean {
  return (notebookOf(document.uri)?.uri ?? document.uri).toString() === source.uri.toString();
}

/** The open notebook that a cell belongs to. */
export function notebookOf(uri: vscode.Uri): vscode.NotebookDocument | null {
  if (uri.scheme !== cellScheme) return null;
  const address = uri.toString();
  return (
    vscode.workspace.notebookDocuments.find((notebook) =>
      notebook.getCells().some((cell) => cell.document.uri.toString() === address),
    ) ?? null
  );
}

/** A cell's place in its notebook, from zero. */
export function cellIndex(uri: vscode.Uri): number | null {
  const address = uri.toString();
  return (
    notebookOf(uri)
      ?.getCells()
      .find((cell) => cell.document.uri.toString() === address)?.index ?? null
  );
}

/** Loads a file or notebook that may not be open in an editor, so that the server knows it. */
export async function openSource(uri: vscode.Uri): Promise<Source | null> {
  const notebook =
    notebookOf(uri) ?? vscode.workspace.notebookDocuments.find((open) => open.uri.toString() === uri.toString());
  if (notebook) return { kind: "notebook", uri: notebook.uri, notebook };
  if (uri.path.endsWith(".ipynb")) {
    const opened = await vscode.workspace.openNotebookDocument(uri.with({ scheme: "file", fragment: "" }));
    return { kind: "notebook", uri: opened.uri, notebook: opened };
  }
  return sourceOf(await vscode.workspace.openTextDocument(uri));
}

export function toRange(range: {
  readonly start: { readonly line: number; readonly character: number };
  readonly end: { readonly line: number; readonly character: number };
}): vscode.Range {
  return new vscode.Range(range.start.line, range.start.character, range.end.line, range.end.character);
}
