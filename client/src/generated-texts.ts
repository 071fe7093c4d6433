/** Read-only documents for what TVM made or said: generated code, the full text of an error. */
import { readFile } from "node:fs/promises";
import path from "node:path";
import * as vscode from "vscode";

export const generatedScheme = "tvmscript-generated";

export type TextOrigin = { readonly file: string } | { readonly text: string };

export interface GeneratedTexts extends vscode.Disposable {
  /**
   * Opens a text in an editor that cannot change it.
   * @param name what the editor's tab says; the same name and folder shows the newer text in the same tab.
   * @param languages ids, the best first; one that is not installed is passed over.
   */
  open(name: string, origin: TextOrigin, languages: readonly string[]): Promise<vscode.TextEditor>;
  /** Shows a page of Markdown as it is meant to look, or its text where VS Code has no preview of Markdown. */
  openPage(name: string, text: string): Promise<void>;
}

export function createGeneratedTexts(): GeneratedTexts {
  const origins = new Map<string, TextOrigin>();
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const provider = vscode.workspace.registerTextDocumentContentProvider(generatedScheme, {
    onDidChange: changed.event,
    async provideTextDocumentContent(uri) {
      const origin = origins.get(uri.toString());
      // An editor that the last session left open.
      if (!origin) return vscode.l10n.t("This text is no longer there: compile again to see it.");
      if ("text" in origin) return origin.text;
      try {
        return await readFile(origin.file, "utf8");
      } catch {
        return vscode.l10n.t("{0} is no longer there: compile again to see it.", origin.file);
      }
    },
  });

  function put(name: string, origin: TextOrigin): vscode.Uri {
    const uri = vscode.Uri.from({
      scheme: generatedScheme,
      path: `/${name}`,
      query: "file" in origin ? path.dirname(origin.file) : "",
    });
    origins.set(uri.toString(), origin);
    changed.fire(uri);
    return uri;
  }

  return {
    async openPage(name, text) {
      try {
        await vscode.commands.executeCommand("markdown.showPreviewToSide", put(name, { text }));
      } catch {
        await this.open(name, { text }, ["markdown"]);
      }
    },
    async open(name, origin, languages) {
      const uri = put(name, origin);
      const document = await vscode.workspace.openTextDocument(uri);
      const known = new Set(await vscode.languages.getLanguages());
      const language = languages.find((id) => known.has(id)) ?? "plaintext";
      if (document.languageId !== language) await vscode.languages.setTextDocumentLanguage(document, language);
      return vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.Beside, preview: false });
    },
    dispose: () => vscode.Disposable.from(provider, changed).dispose(),
  };
}
