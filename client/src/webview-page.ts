/** The page around a webview's script: nothing may load or run but what this extension brings. */
import { randomBytes } from "node:crypto";
import * as vscode from "vscode";

/** Where the bundled scripts of the views are. */
export function viewRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, "dist", "media");
}

/** The picture on the panel's tab. */
export function panelIcon(
  extensionUri: vscode.Uri,
  name: "tree" | "run" | "doctor",
): { readonly light: vscode.Uri; readonly dark: vscode.Uri } {
  const at = (theme: string): vscode.Uri => vscode.Uri.joinPath(extensionUri, "media", "icons", `${name}-${theme}.svg`);
  return { light: at("light"), dark: at("dark") };
}

/** @param view the name of the folder under media/ that holds the view's main.ts. */
export function webviewPage(webview: vscode.Webview, extensionUri: vscode.Uri, view: string, title: string): string {
  const nonce = randomBytes(16).toString("base64");
  const script = webview.asWebviewUri(vscode.Uri.joinPath(viewRoot(extensionUri), `${view}.js`));
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src 'nonce-${nonce}'`,
    `img-src ${webview.cspSource}`,
    `font-src ${webview.cspSource}`,
  ].join("; ");
  // A view translates with the same keys as the rest; `<` is the one character that could end the element.
  const messages = JSON.stringify(vscode.l10n.bundle ?? {}).replaceAll("<", "\\u003c");
  return `<!DOCTYPE html>
<html lang="${escapeHtml(vscode.env.language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>
<style nonce="${nonce}">html, body { height: 100%; margin: 0; padding: 0; }</style>
</head>
<body>
<script type="application/json" id="messages">${messages}</script>
<script nonce="${nonce}" src="${script.toString()}"></script>
</body>
</html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");
}
