/** Tasks of type `tvm`: compile or run a definition in a terminal, by the command line that the extension brings. */
import path from "node:path";
import * as vscode from "vscode";
import { allDefinitions } from "./definition-tree";
import { activeSource } from "./documents";
import type { Services } from "./services";
import { type TvmTaskDefinition, taskArguments } from "./task-arguments";

const type = "tvm";

export function activate(context: vscode.ExtensionContext, services: Services): void {
  const cli = vscode.Uri.joinPath(context.extensionUri, "dist", "server", "cli.js").fsPath;
  context.subscriptions.push(
    vscode.tasks.registerTaskProvider(type, {
      provideTasks: () => provide(cli, services),
      resolveTask: (task) => {
        const definition = task.definition as vscode.TaskDefinition & Partial<TvmTaskDefinition>;
        const { verb, file } = definition;
        if ((verb !== "compile" && verb !== "run") || typeof file !== "string") return undefined;
        // VS Code wants back the very definition that it asked about.
        return make(cli, services, { ...definition, verb, file }, definition, task.scope);
      },
    }),
  );
}

/** One task for each verb and definition of the file in front of the user. */
async function provide(cli: string, services: Services): Promise<vscode.Task[]> {
  const source = activeSource();
  if (!vscode.workspace.isTrusted || source?.uri.scheme !== "file") return [];
  // Without a server there is nothing to offer; a task that is written in tasks.json runs all the same.
  const definitions = await services.server.request("definitions", { uri: source.uri.toString() }).catch(() => []);
  const folder = vscode.workspace.getWorkspaceFolder(source.uri);
  const file = folder
    ? path.relative(folder.uri.fsPath, source.uri.fsPath).replaceAll(path.sep, "/")
    : source.uri.fsPath;
  return allDefinitions(definitions).flatMap((definition) =>
    (["compile", "run"] as const).map((verb) => {
      const task: TvmTaskDefinition & vscode.TaskDefinition = { type, verb, file, name: definition.path };
      return make(cli, services, task, task, folder);
    }),
  );
}

function make(
  cli: string,
  { interpreter }: Services,
  task: TvmTaskDefinition,
  definition: vscode.TaskDefinition,
  scope: vscode.Task["scope"],
): vscode.Task {
  const setting = vscode.workspace.getConfiguration("tvmscript").get<string>("compile.target", "llvm");
  const args = taskArguments(task, { python: interpreter.path, target: setting });
  const folder = typeof scope === "object" ? scope : vscode.workspace.workspaceFolders?.[0];
  // The editor's own Node: the user need not have one.
  const execution = new vscode.ProcessExecution(process.execPath, [cli, ...args], {
    env: { ELECTRON_RUN_AS_NODE: "1" },
    ...(folder ? { cwd: folder.uri.fsPath } : {}),
  });
  const target = typeof task.target === "object" ? JSON.stringify(task.target) : task.target || setting;
  const what = task.name === undefined ? task.file : `${task.file}::${task.name}`;
  const made = new vscode.Task(
    definition,
    scope ?? vscode.TaskScope.Workspace,
    `${task.verb} ${what}`,
    type,
    execution,
    "$tvm",
  );
  made.detail =
    task.verb === "compile"
      ? vscode.l10n.t("Compile {0} for {1}", what, target)
      : vscode.l10n.t("Run {0} on {1}", what, target);
  if (task.verb === "compile") made.group = vscode.TaskGroup.Build;
  return made;
}
