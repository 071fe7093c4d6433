/** "Run…": a definition on this machine, with arguments made from its signature; shapes, dtypes and values in a view. */
import * as vscode from "vscode";
import type { RunResult, RunSuccess } from "../../../server/src/protocol";
import { type ChosenDefinition, chooseDefinition, isDefinitionArgument } from "../choose-definition";
import { targetName } from "../compile";
import { reportFailure, reportLostRequest } from "../engine-failure";
import type { Services } from "../services";
import { pickTarget } from "../target-pick";
import { requireTrust } from "../trust";
import { panelIcon, viewRoot, webviewPage } from "../webview-page";
import type { FromRunView, ToRunView } from "./messages";

interface Job {
  readonly definition: ChosenDefinition;
  readonly target: string;
  readonly seed: number | null;
}

export function activate(context: vscode.ExtensionContext, services: Services): void {
  const view = new RunView(context, (job) => execute(services, view, job));
  context.subscriptions.push(
    view,
    vscode.commands.registerCommand("tvmscript.run", (argument: unknown) => run(context, services, view, argument)),
  );
}

async function run(
  context: vscode.ExtensionContext,
  services: Services,
  view: RunView,
  argument: unknown,
): Promise<RunResult | undefined> {
  if (!(await requireTrust())) return undefined;
  const definition = await chooseDefinition(services, argument, vscode.l10n.t("Run which definition?"));
  if (!definition) return undefined;
  const wanted = isDefinitionArgument(argument) ? argument.target : undefined;
  const target = wanted ?? (await pickTarget(services.server, context.workspaceState, "run"));
  if (target === undefined) return undefined;
  return execute(services, view, { definition, target, seed: null });
}

async function execute(services: Services, view: RunView, job: Job): Promise<RunResult | undefined> {
  const { uri, path } = job.definition;
  services.engineDiagnostics.clear(uri);
  const result = await vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Running {0} on {1}", path, targetName(job.target)),
      cancellable: true,
    },
    async (progress, token) => {
      try {
        const params = { uri, path, target: job.target, ...(job.seed === null ? {} : { seed: job.seed }) };
        const onProgress = (message: string): void => progress.report({ message });
        return await services.server.request("run", params, { token, onProgress });
      } catch (error) {
        reportLostRequest(error, token);
        return undefined;
      }
    },
  );
  if (result?.ok) view.show(job, result);
  else if (result) void reportFailure(services, result.error, uri);
  return result;
}

/** One panel; the next run takes the place of the last. */
class RunView implements vscode.Disposable {
  private panel: vscode.WebviewPanel | undefined;
  private last: { readonly job: Job; readonly result: RunSuccess } | undefined;

  constructor(
    private readonly context: vscode.ExtensionContext,
    private readonly again: (job: Job) => Promise<unknown>,
  ) {}

  show(job: Job, result: RunSuccess): void {
    this.last = { job, result };
    const title = vscode.l10n.t("Run: {0}", job.definition.path);
    if (this.panel) {
      this.panel.title = title;
      this.panel.reveal(undefined, true);
      this.post();
      return;
    }
    const { extensionUri } = this.context;
    const panel = vscode.window.createWebviewPanel(
      "tvmscript.run",
      title,
      { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
      { enableScripts: true, localResourceRoots: [viewRoot(extensionUri)] },
    );
    this.panel = panel;
    panel.iconPath = panelIcon(extensionUri, "run");
    panel.onDidDispose(() => {
      this.panel = undefined;
    });
    panel.webview.onDidReceiveMessage((message: FromRunView) => this.receive(message));
    panel.webview.html = webviewPage(panel.webview, extensionUri, "run", title);
  }

  private receive(message: FromRunView): void {
    if (message.type === "ready") {
      this.post();
    } else if (this.last) {
      const { job } = this.last;
      // Any number will do as long as it is another one than before.
      const seed = message.newValues ? Math.floor(Math.random() * 2 ** 31) : job.seed;
      void this.again({ ...job, seed });
    }
  }

  private post(): void {
    if (!this.last || !this.panel) return;
    const { job, result } = this.last;
    const message: ToRunView = {
      type: "result",
      result,
      path: job.definition.path,
      target: targetName(job.target),
      seed: job.seed,
      file: vscode.workspace.asRelativePath(vscode.Uri.parse(job.definition.uri).path.split("/").at(-1) ?? ""),
    };
    void this.panel.webview.postMessage(message);
  }

  dispose(): void {
    this.panel?.dispose();
  }
}
