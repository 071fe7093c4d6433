/** `TVM 0.27` in the status bar: the release that the code is checked against, and where that comes from. */
import * as vscode from "vscode";
import type { StatusParams } from "../../server/src/protocol";
import { releaseNames, releaseNote } from "./release-names";
import type { Services } from "./services";

export function activate(context: vscode.ExtensionContext, { server }: Services): void {
  const item = vscode.window.createStatusBarItem("tvmscript.target", vscode.StatusBarAlignment.Right, 90);
  item.name = vscode.l10n.t("TVM release");
  item.command = "tvmscript.statusMenu";

  const update = (): void => {
    const { status } = server;
    if (status && isPythonInSight()) {
      show(item, status);
      item.show();
    } else {
      item.hide();
    }
  };
  context.subscriptions.push(
    item,
    server.onStatus(update),
    vscode.window.onDidChangeActiveTextEditor(update),
    vscode.window.onDidChangeActiveNotebookEditor(update),
    vscode.workspace.onDidOpenTextDocument(update),
    vscode.commands.registerCommand("tvmscript.statusMenu", () => menu(server.status)),
  );
  update();
}

/** A panel (the tree, an output) may have the focus while the code is beside it. */
function isPythonInSight(): boolean {
  return (
    vscode.window.visibleTextEditors.some(({ document }) => document.languageId === "python" || isLesson(document)) ||
    vscode.window.visibleNotebookEditors.length > 0
  );
}

/** A page with Python that is about TVM: most pages are about something else. */
function isLesson(document: vscode.TextDocument): boolean {
  return document.languageId === "markdown" && /^\W*(?:import|from)\s+(?:tvm|mlc_)/m.test(document.getText());
}

function show(item: vscode.StatusBarItem, status: StatusParams): void {
  item.text = status.problem === undefined ? `TVM ${status.tvm}` : `$(warning) TVM ${status.tvm}`;
  item.backgroundColor =
    status.problem === undefined ? undefined : new vscode.ThemeColor("statusBarItem.warningBackground");
  item.accessibilityInformation = {
    label: [`TVM ${status.tvm}`, sourceSentence(status), status.problem ?? ""].join(". "),
  };
  const tooltip = new vscode.MarkdownString();
  tooltip.appendText(sourceSentence(status));
  tooltip.appendMarkdown("\n\n");
  tooltip.appendText(
    status.interpreter === null
      ? vscode.l10n.t("Interpreter: none")
      : vscode.l10n.t("Interpreter: {0}", status.interpreter),
  );
  if (status.problem !== undefined) {
    tooltip.appendMarkdown("\n\n");
    tooltip.appendText(status.problem);
  }
  item.tooltip = tooltip;
}

function sourceSentence({ tvm, source }: StatusParams): string {
  switch (source) {
    case "setting":
      return vscode.l10n.t("The code is checked for TVM {0}, as the setting tvmscript.targetVersion says.", tvm);
    case "interpreter":
      return vscode.l10n.t("The code is checked for TVM {0}, which your Python interpreter has.", tvm);
    case "default":
      return vscode.l10n.t("The code is checked for TVM {0}, the newest known release: no TVM was found.", tvm);
  }
}

async function menu(status: StatusParams | null): Promise<void> {
  const entries = [
    {
      label: `$(symbol-misc) ${vscode.l10n.t("Select interpreter")}`,
      detail: status?.interpreter ?? "",
      run: selectInterpreter,
    },
    {
      label: `$(versions) ${vscode.l10n.t("Set target version")}`,
      detail: status ? `TVM ${status.tvm}` : "",
      run: setTargetVersion,
    },
    { label: `$(wand) ${vscode.l10n.t("Fix all outdated API")}`, detail: "", run: fixAll },
    { label: `$(references) ${vscode.l10n.t("Migrate workspace…")}`, detail: "", run: migrateWorkspace },
    { label: `$(pulse) ${vscode.l10n.t("Doctor")}`, detail: status?.problem ?? "", run: doctor },
  ];
  const picked = await vscode.window.showQuickPick(entries, {
    title: "TVMScript",
    placeHolder: status ? sourceSentence(status) : "",
  });
  await picked?.run();
}

const selectInterpreter = (): Thenable<unknown> => vscode.commands.executeCommand("tvmscript.selectInterpreter");
const fixAll = (): Thenable<unknown> => vscode.commands.executeCommand("tvmscript.fixAll");
const migrateWorkspace = (): Thenable<unknown> => vscode.commands.executeCommand("tvmscript.migrateWorkspace");
const doctor = (): Thenable<unknown> => vscode.commands.executeCommand("tvmscript.doctor");

async function setTargetVersion(): Promise<void> {
  const setting = vscode.workspace.getConfiguration("tvmscript");
  const now = setting.get<string>("targetVersion", "auto");
  const items = ["auto", ...releaseNames()].map((version) => ({
    label: version === "auto" ? vscode.l10n.t("auto: what the interpreter has") : `TVM ${version}`,
    description: [releaseNote(version), version === now ? vscode.l10n.t("in use") : null].filter(Boolean).join(" · "),
    version,
  }));
  const picked = await vscode.window.showQuickPick(items, { title: vscode.l10n.t("Check the code for which TVM?") });
  if (!picked) return;
  const target = vscode.workspace.workspaceFolders
    ? vscode.ConfigurationTarget.Workspace
    : vscode.ConfigurationTarget.Global;
  await setting.update("targetVersion", picked.version, target);
}
