/** What a person chooses before a migration: the release to write for, and how far to go. */
import * as vscode from "vscode";
import type { StatusParams } from "../../../server/src/protocol";
import { releaseNames, releaseNote } from "../release-names";

export interface Choices {
  readonly to: string;
  /** The release that the code was written for; undefined: found out from what it uses. */
  readonly from?: string;
  /** Fixes that a person has to look at, too. */
  readonly unsafe: boolean;
  /** What the release takes and calls old, too. */
  readonly modernize: boolean;
}

/** Undefined: the person went away. */
export async function chooseMigration(status: StatusParams | null): Promise<Choices | undefined> {
  const to = await chooseRelease(vscode.l10n.t("Migrate to which TVM?"), status?.tvm ?? null);
  return to === undefined ? undefined : chooseExtent(to);
}

async function chooseRelease(title: string, own: string | null): Promise<string | undefined> {
  const items = releaseNames().map((release) => ({
    label: `TVM ${release}`,
    description: [releaseNote(release), release === own ? vscode.l10n.t("the one that the code is checked for") : null]
      .filter(Boolean)
      .join(" · "),
    release,
  }));
  // The own one first: Enter takes it.
  items.sort((a, b) => Number(b.release === own) - Number(a.release === own));
  return (await vscode.window.showQuickPick(items, { title }))?.release;
}

/** The second step: two switches, and a button for who knows better than the program what the code was written for. */
function chooseExtent(to: string): Promise<Choices | undefined> {
  const unsafe = {
    label: vscode.l10n.t("Also fixes that need a look"),
    detail: vscode.l10n.t("The meaning may change; each place is worth reading afterwards."),
  };
  const modernize = {
    label: vscode.l10n.t("Also what still works but is called old"),
    detail: vscode.l10n.t("Rewrites what TVM {0} takes and would have written in another way.", to),
  };
  const ask = {
    iconPath: new vscode.ThemeIcon("history"),
    tooltip: vscode.l10n.t("Say for which TVM the code was written"),
  };
  return new Promise((resolve) => {
    const pick = vscode.window.createQuickPick();
    let from: string | undefined;
    let isAsking = false;
    const describe = (): void => {
      pick.placeholder =
        from === undefined
          ? vscode.l10n.t("Enter starts. The release that the code was written for is found out.")
          : vscode.l10n.t("Enter starts. The code was written for TVM {0}.", from);
    };
    pick.title = vscode.l10n.t("Migrate to TVM {0}: safe fixes, and…", to);
    pick.canSelectMany = true;
    pick.ignoreFocusOut = true;
    pick.items = [unsafe, modernize];
    pick.buttons = [ask];
    describe();
    pick.onDidTriggerButton(async () => {
      isAsking = true;
      from = await chooseRelease(vscode.l10n.t("For which TVM was the code written?"), null);
      isAsking = false;
      describe();
      pick.show();
    });
    pick.onDidAccept(() => {
      const picked = new Set(pick.selectedItems.map(({ label }) => label));
      const origin = from === undefined ? {} : { from };
      resolve({ to, ...origin, unsafe: picked.has(unsafe.label), modernize: picked.has(modernize.label) });
      pick.dispose();
    });
    pick.onDidHide(() => {
      if (isAsking) return;
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}
