/** Which definition a command is about: the one it was called for, the one at the cursor, or the user's pick. */
import * as vscode from "vscode";
import type { Definition } from "../../server/src/protocol";
import { allDefinitions, definitionAt } from "./definition-tree";
import { activeSource, cellIndex, isIn } from "./documents";
import type { Services } from "./services";

/** What a code lens, a test or another extension calls a command with. */
export interface DefinitionArgument {
  readonly uri: string;
  readonly path: string;
  /** For compile and run: do not ask. */
  readonly target?: string;
}

export interface ChosenDefinition {
  /** Of the file; in a notebook, of the cell. */
  readonly uri: string;
  readonly path: string;
}

export function isDefinitionArgument(value: unknown): value is DefinitionArgument {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as Partial<DefinitionArgument>).uri === "string" &&
    typeof (value as Partial<DefinitionArgument>).path === "string"
  );
}

/** @returns null when the user gave up or there is nothing to choose; what was wrong has then been said. */
export async function chooseDefinition(
  { server }: Services,
  argument: unknown,
  placeHolder: string,
): Promise<ChosenDefinition | null> {
  if (isDefinitionArgument(argument)) return { uri: argument.uri, path: argument.path };
  const source = activeSource();
  if (!source) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Open a Python file or notebook with TVMScript first."));
    return null;
  }
  const definitions = await server.request("definitions", { uri: source.uri.toString() });
  const all = allDefinitions(definitions);
  if (all.length === 0) {
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        "There is no TVMScript in this file: nothing is decorated with T.prim_func, R.function or I.ir_module.",
      ),
    );
    return null;
  }
  const editor =
    vscode.window.activeTextEditor ?? vscode.window.visibleTextEditors.find(({ document }) => isIn(source, document));
  const atCursor = editor && definitionAt(definitions, editor.document.uri.toString(), editor.selection.active);
  return atCursor ?? (all.length === 1 ? (all[0] ?? null) : pick(all, placeHolder));
}

async function pick(definitions: readonly Definition[], placeHolder: string): Promise<Definition | null> {
  const items = definitions.map((definition) => {
    const cell = cellIndex(vscode.Uri.parse(definition.uri));
    return {
      label: `${definition.kind === "IRModule" ? "$(symbol-module)" : "$(symbol-method)"} ${definition.path}`,
      description: definition.kind,
      detail:
        cell === null
          ? vscode.l10n.t("line {0}", definition.nameRange.start.line + 1)
          : vscode.l10n.t("cell {0}, line {1}", cell + 1, definition.nameRange.start.line + 1),
      definition,
    };
  });
  return (await vscode.window.showQuickPick(items, { placeHolder, matchOnDescription: true }))?.definition ?? null;
}
