/** "Migrate Workspace…", "Migrate…": folders, files and notebooks, written anew for another TVM; to be looked at first. */
import * as vscode from "vscode";
import type { MigrateResult } from "../../../server/src/protocol";
import { sentences } from "../../../server/src/sentences";
import { activeSource } from "../documents";
import { reportLostRequest } from "../engine-failure";
import type { Services } from "../services";
import { type Choices, chooseMigration } from "./choices";
import { files as filesOf, places } from "./counts";
import { migrationEdit, saveMigrated } from "./edit";
import { misreadIn, misreadSentence } from "./misread";
import { migrationReport } from "./report";

/** From a keybinding or another extension: nothing is asked that is given here. */
export interface MigrateArgument extends Partial<Choices> {
  readonly uris?: readonly vscode.Uri[];
  /** Applies the edit without its preview. */
  readonly apply?: boolean;
}

export function activate(context: vscode.ExtensionContext, services: Services): void {
  context.subscriptions.push(
    vscode.commands.registerCommand("tvmscript.migrateWorkspace", (argument?: MigrateArgument) =>
      migrate(
        services,
        (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri),
        argument ?? {},
      ),
    ),
    // From the explorer: what was clicked, and all that is selected.
    vscode.commands.registerCommand(
      "tvmscript.migrate",
      (clicked?: vscode.Uri | MigrateArgument, selected?: vscode.Uri[]) =>
        clicked instanceof vscode.Uri
          ? migrate(services, selected && selected.length > 0 ? selected : [clicked], {})
          : migrate(services, clicked?.uris ?? ownSource(), clicked ?? {}),
    ),
  );
}

function ownSource(): vscode.Uri[] {
  const source = activeSource();
  return source ? [source.uri] : [];
}

async function migrate(
  services: Services,
  uris: readonly vscode.Uri[],
  argument: MigrateArgument,
): Promise<MigrateResult | undefined> {
  if (uris.length === 0) {
    void vscode.window.showInformationMessage(vscode.l10n.t("Open a folder, a Python file or a notebook first."));
    return undefined;
  }
  const choices =
    argument.to === undefined
      ? await chooseMigration(services.server.status)
      : { unsafe: false, modernize: false, ...argument, to: argument.to };
  if (!choices) return undefined;
  const result = await readRightly(services, uris, choices);
  if (!result) return undefined;
  if (argument.apply) await apply(services, result, false);
  // Not awaited: the message may stay on the screen for long.
  else void offer(services, result);
  return result;
}

/** Without the files whose text would be spoilt by the editor's saving them: these are told of. */
async function readRightly(
  services: Services,
  uris: readonly vscode.Uri[],
  choices: Choices,
): Promise<MigrateResult | undefined> {
  const result = await request(services, uris, choices);
  const wrong = result ? await misreadIn(result.files) : [];
  if (wrong.length === 0) return result;
  const rest = await request(services, uris, choices, wrong);
  return rest && { ...rest, problems: [...wrong.map(misreadSentence), ...rest.problems] };
}

function request(
  { server }: Services,
  uris: readonly vscode.Uri[],
  { to, from, unsafe, modernize }: Choices,
  except: readonly vscode.Uri[] = [],
): Thenable<MigrateResult | undefined> {
  const title = vscode.l10n.t("Migrating to TVM {0}", to);
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title, cancellable: true },
    async (progress, token) => {
      try {
        const optional = {
          ...(from === undefined ? {} : { from }),
          ...(except.length > 0 && { except: except.map(String) }),
        };
        return await server.request(
          "migrate",
          { uris: uris.map(String), to, unsafe, modernize, ...optional },
          {
            token,
            onProgress: (message) => progress.report({ message }),
          },
        );
      } catch (error) {
        reportLostRequest(error, token);
        return undefined;
      }
    },
  );
}

/** Says what would change, and leaves the choice. */
async function offer(services: Services, result: MigrateResult): Promise<void> {
  const { l10n, window } = vscode;
  const { files, left, to } = result;
  const report = l10n.t("Show report");
  if (files.length === 0) {
    const sentence =
      left.length === 0
        ? l10n.t("Nothing here is outdated for TVM {0}.", to)
        : sentences(l10n.t("Nothing can be rewritten for TVM {0} by a program.", to), leftSentence(left.length));
    const more = left.length > 0 || result.problems.length > 0;
    const all = sentences(sentence, unreadSentence(result));
    if ((await window.showInformationMessage(all, ...(more ? [report] : []))) === report)
      await show(services, result, false);
    return;
  }
  const preview = l10n.t("Preview");
  const now = l10n.t("Apply");
  const answer = await window.showInformationMessage(summary(result), preview, now, report);
  if (answer === preview) await apply(services, result, true);
  if (answer === now) await apply(services, result, false);
  if (answer === report) {
    await show(services, result, false);
    await offer(services, result);
  }
}

function leftSentence(count: number): string | null {
  return count === 0 ? null : vscode.l10n.t("Left to you: {0}.", places(count));
}

function unreadSentence({ problems }: MigrateResult): string | null {
  const { length } = problems;
  if (length === 0) return null;
  return length === 1
    ? vscode.l10n.t("1 file or cell was not read, or stays as it is.")
    : vscode.l10n.t("{0} files or cells were not read, or stay as they are.", length);
}

function summary(result: MigrateResult): string {
  const { files, left, changes, from, to } = result;
  const { l10n } = vscode;
  const fixed = changes.reduce((sum, { count }) => sum + count, 0);
  const what = l10n.t("{0} in {1} can be rewritten for TVM {2}.", places(fixed), filesOf(files.length), to);
  const rest = leftSentence(left.length);
  const origin = from === null ? "" : l10n.t("The code looks written for TVM {0}.", from);
  return sentences(what, rest, unreadSentence(result), origin);
}

async function apply(services: Services, result: MigrateResult, isToBeConfirmed: boolean): Promise<void> {
  const edit = await migrationEdit(result, isToBeConfirmed);
  const applied = await vscode.workspace.applyEdit(edit, { isRefactoring: true });
  if (!applied) {
    // In the preview "discard" is an answer; without it something is in the way.
    if (!isToBeConfirmed) {
      void vscode.window.showErrorMessage(
        vscode.l10n.t("The migration could not be applied: a file changed meanwhile, or is read-only."),
      );
    }
    return;
  }
  const unsaved = await saveMigrated(result);
  if (unsaved.length > 0) {
    const names = unsaved.map((uri) => vscode.workspace.asRelativePath(uri)).join(", ");
    void vscode.window.showWarningMessage(vscode.l10n.t("Changed, but not saved: {0}", names));
  }
  if (result.left.length > 0 || result.problems.length > 0) await show(services, result, true);
}

/** The report beside the code. */
async function show({ generatedTexts }: Services, result: MigrateResult, isApplied: boolean): Promise<void> {
  await generatedTexts.openPage(vscode.l10n.t("Migration report.md"), migrationReport(result, isApplied));
}
