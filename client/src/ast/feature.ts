/** "Show AST": the tree of a definition beside its code. */
import * as vscode from "vscode";
import { chooseDefinition } from "../choose-definition";
import { openSource } from "../documents";
import type { Services } from "../services";
import type { ViewState } from "./messages";
import { AstPanel } from "./panel";

export function activate(context: vscode.ExtensionContext, services: Services): void {
  let panel: AstPanel | undefined;

  const adopt = (made: AstPanel): AstPanel => {
    panel = made;
    made.onDidDispose(() => {
      if (panel === made) panel = undefined;
    });
    return made;
  };

  async function showAst(argument: unknown): Promise<void> {
    const definition = await chooseDefinition(services, argument, vscode.l10n.t("Show the tree of which definition?"));
    if (!definition) return;
    const source = await openSource(vscode.Uri.parse(definition.uri));
    if (!source) return;
    const shown = panel ?? adopt(AstPanel.create(context, services));
    shown.reveal();
    await shown.show(source, definition.path);
  }

  context.subscriptions.push(
    vscode.commands.registerCommand("tvmscript.showAst", showAst),
    vscode.window.registerWebviewPanelSerializer(AstPanel.viewType, {
      async deserializeWebviewPanel(restored, state: ViewState | undefined) {
        const source = state ? await openSource(vscode.Uri.parse(state.uri)).then(null, () => null) : null;
        // The file may be gone: an empty panel would only puzzle.
        if (!state || !source || panel) {
          restored.dispose();
          return;
        }
        await adopt(AstPanel.adopt(context, services, restored)).show(source, state.path);
      },
    }),
    { dispose: () => panel?.dispose() },
  );
}
