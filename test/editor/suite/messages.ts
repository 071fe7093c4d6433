/**
 * The messages and lists that the extension shows. `vscode.window` is one object for the suite and for the extension, since
 * both are loaded from the extension's folder: what is put into it here, the extension calls.
 */
import * as vscode from "vscode";

export interface Message {
  readonly severity: "error" | "warning" | "info";
  readonly text: string;
  readonly buttons: readonly string[];
}

/** The labels and the explanation of a list to choose from. */
export interface Choices {
  readonly placeHolder: string | undefined;
  readonly labels: readonly string[];
}

export interface Watched {
  readonly messages: readonly Message[];
  readonly choices: readonly Choices[];
}

/**
 * Runs `body` while messages are written down in place of being shown.
 * @param answer the button that is pressed, or the label (or the start of one) that is chosen, where there is one so called
 */
export async function watching(body: (watched: Watched) => Promise<void>, answer?: string): Promise<void> {
  const messages: Message[] = [];
  const choices: Choices[] = [];
  const show =
    (severity: Message["severity"]) =>
    async (text: string, ...rest: unknown[]): Promise<unknown> => {
      const buttons = rest.filter((each) => typeof each === "string");
      messages.push({ severity, text, buttons });
      return buttons.find((button) => button === answer);
    };
  const showQuickPick = async (
    offered: readonly vscode.QuickPickItem[] | Thenable<readonly vscode.QuickPickItem[]>,
    options?: vscode.QuickPickOptions,
  ): Promise<unknown> => {
    const items = await offered;
    choices.push({ placeHolder: options?.placeHolder, labels: items.map(({ label }) => label) });
    return items.find(({ label }) => answer !== undefined && label.startsWith(answer));
  };
  const replaced = {
    showErrorMessage: show("error"),
    showWarningMessage: show("warning"),
    showInformationMessage: show("info"),
    showQuickPick,
  };
  const { showErrorMessage, showWarningMessage, showInformationMessage, showQuickPick: own } = vscode.window;
  const before = { showErrorMessage, showWarningMessage, showInformationMessage, showQuickPick: own };
  Object.assign(vscode.window, replaced);
  try {
    await body({ messages, choices });
  } finally {
    Object.assign(vscode.window, before);
  }
}
