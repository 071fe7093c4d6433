/**
 * Files that the editor takes to be in another encoding than they are in: its places would be other ones than the migration's,
 * and what it saved would not be what was there.
 */
import { createHash } from "node:crypto";
import * as vscode from "vscode";
import type { MigratedFile } from "../../../server/src/protocol";

export async function misreadIn(files: readonly MigratedFile[]): Promise<vscode.Uri[]> {
  const found: vscode.Uri[] = [];
  for (const file of files) {
    const uri = vscode.Uri.parse(file.uri);
    if (await isMisread(uri, file)) found.push(uri);
  }
  return found;
}

export function misreadSentence(uri: vscode.Uri): string {
  return vscode.l10n.t(
    "{0}: it is in another encoding than the editor takes it to be in (files.encoding); it stays as it was. `tvmscript migrate` rewrites it on the command line.",
    vscode.workspace.asRelativePath(uri),
  );
}

async function isMisread(uri: vscode.Uri, { reading, texts }: MigratedFile): Promise<boolean> {
  if (texts.some(({ cell }) => cell !== null)) return false;
  const document = vscode.workspace.textDocuments.find((each) => each.uri.toString() === uri.toString());
  if (!reading) return document !== undefined && isLossy(document);
  if (reading.isUtf8 && !document && opensAsUtf8(uri)) return false;
  const opened = document ?? (await vscode.workspace.openTextDocument(uri));
  const text = opened.getText().replace(/\r\n?/g, "\n");
  return createHash("sha1").update(text).digest("hex") !== reading.sha1 || (!reading.isUtf8 && (await isLossy(opened)));
}

function opensAsUtf8(uri: vscode.Uri): boolean {
  const languageId = uri.path.endsWith(".py") ? "python" : undefined;
  const settings = vscode.workspace.getConfiguration("files", languageId ? { uri, languageId } : uri);
  return settings.get("encoding") === "utf8" && settings.get("autoGuessEncoding") !== true;
}

/** Whether a document without changes would be saved as something else than is there. Line ends may differ. */
async function isLossy(document: vscode.TextDocument): Promise<boolean> {
  // Of a document with changes it is only known what could not be read.
  if (document.isDirty) return document.getText().includes("\ufffd");
  const there = await vscode.workspace.fs.readFile(document.uri);
  const saved = await vscode.workspace.encode(document.getText(), { encoding: document.encoding });
  return withLineFeeds(there) !== withLineFeeds(saved);
}

function withLineFeeds(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString("latin1")
    .replace(/^\xef\xbb\xbf/, "")
    .replace(/\r\n?/g, "\n");
}
