import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Connection } from "vscode-languageserver/node";
import { type DocumentKind, OpenDocument } from "./documents";
import type { Session } from "./session";

/** By the editor's name for the language of a text. */
const KINDS: ReadonlyMap<string, DocumentKind> = new Map([
  ["python", "file"],
  ["markdown", "page"],
  ["shellscript", "script"],
]);

/** Keeps the session's documents equal to the editor's: files, and notebooks with their Python cells. */
export function syncDocuments(connection: Connection, session: Session): void {
  const { documents } = session;
  const ownPages = path.join(session.folders.root, "docs");

  connection.onDidOpenTextDocument(({ textDocument }) => {
    const { uri, version, text, languageId } = textDocument;
    const kind = KINDS.get(languageId);
    // What our own pages show as outdated is meant to be.
    if (!kind || documents.find(uri) || isIn(ownPages, uri)) return;
    const document = new OpenDocument(uri, kind, version, session.parser);
    document.splice(0, 0, [{ uri, text }]);
    documents.add(document);
    session.schedule(document);
  });

  connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
    const document = documents.find(textDocument.uri);
    if (!document || document.kind === "notebook") return;
    document.version = textDocument.version;
    document.change(textDocument.uri, contentChanges);
    session.schedule(document);
  });

  connection.onDidCloseTextDocument(({ textDocument }) => {
    const document = documents.find(textDocument.uri);
    if (!document || document.kind === "notebook") return;
    documents.remove(textDocument.uri);
    clear(connection, [textDocument.uri]);
  });

  const notebooks = connection.notebooks.synchronization;

  notebooks.onDidOpenNotebookDocument(({ notebookDocument, cellTextDocuments }) => {
    const document = new OpenDocument(notebookDocument.uri, "notebook", notebookDocument.version, session.parser);
    const texts = new Map(cellTextDocuments.map(({ uri, text, languageId }) => [uri, { text, languageId }]));
    const cells = notebookDocument.cells.flatMap((cell) => {
      const text = texts.get(cell.document);
      return text?.languageId === "python" ? [{ uri: cell.document, text: text.text }] : [];
    });
    document.splice(0, 0, cells);
    documents.add(document);
    session.schedule(document);
  });

  notebooks.onDidChangeNotebookDocument(({ notebookDocument, change }) => {
    const document = documents.find(notebookDocument.uri);
    if (!document) return;
    document.version = notebookDocument.version;
    const structure = change.cells?.structure;
    if (structure) {
      const { start, deleteCount, cells = [] } = structure.array;
      const opened = new Map((structure.didOpen ?? []).map(({ uri, text }) => [uri, text]));
      const kept = new Map(document.rawTexts().map(({ uri, text }) => [uri, text]));
      const added = cells.map((cell) => ({
        uri: cell.document,
        text: opened.get(cell.document) ?? kept.get(cell.document) ?? "",
      }));
      document.splice(start, deleteCount, added);
      documents.index(document);
      clear(
        connection,
        (structure.didClose ?? []).map(({ uri }) => uri),
      );
    }
    for (const { document: cell, changes } of change.cells?.textContent ?? []) document.change(cell.uri, changes);
    session.schedule(document);
  });

  notebooks.onDidCloseNotebookDocument(({ notebookDocument }) => {
    const document = documents.remove(notebookDocument.uri);
    clear(connection, document?.uris() ?? []);
  });
}

/** Takes diagnostics of closed texts off the editor's list. */
function clear(connection: Connection, uris: readonly string[]): void {
  for (const uri of uris) void connection.sendDiagnostics({ uri, diagnostics: [] });
}

/** Whether a text is a file below a folder. Editors write the same path in several ways: `c:` and `C:`, `@` and `%40`. */
function isIn(folder: string, uri: string): boolean {
  if (!uri.startsWith("file:")) return false;
  const inside = path.relative(folder, fileURLToPath(uri));
  return inside !== "" && !inside.startsWith("..") && !path.isAbsolute(inside);
}
