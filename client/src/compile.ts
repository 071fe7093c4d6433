/** "Compile…": a definition, by the user's own TVM, for a target; the artifact and the generated code open from the message. */
import * as vscode from "vscode";
import type { CompileResult, CompileSuccess } from "../../server/src/protocol";
import { sentences } from "../../server/src/sentences";
import { type ChosenDefinition, chooseDefinition, isDefinitionArgument } from "./choose-definition";
import { duration } from "./duration";
import { reportFailure, reportLostRequest } from "./engine-failure";
import { openGenerated, rememberCompiled, showLabel } from "./generated-code";
import type { Services } from "./services";
import { pickTarget } from "./target-pick";
import { requireTrust } from "./trust";

export function activate(context: vscode.ExtensionContext, services: Services): void {
  context.subscriptions.push(
    vscode.commands.registerCommand("tvmscript.compile", (argument: unknown) => compile(context, services, argument)),
  );
}

async function compile(
  context: vscode.ExtensionContext,
  services: Services,
  argument: unknown,
): Promise<CompileResult | undefined> {
  if (!(await requireTrust())) return undefined;
  const definition = await chooseDefinition(services, argument, vscode.l10n.t("Compile which definition?"));
  if (!definition) return undefined;
  const wanted = isDefinitionArgument(argument) ? argument.target : undefined;
  const target = wanted ?? (await pickTarget(services.server, context.workspaceState, "compile"));
  if (target === undefined) return undefined;
  services.engineDiagnostics.clear(definition.uri);
  const result = await request(services, definition, target);
  if (!result) return undefined;
  if (result.ok) {
    rememberCompiled(definition, result);
    // Not awaited: the message may stay on the screen for long.
    void announce(services, definition, target, result);
  } else {
    void reportFailure(services, result.error, definition.uri);
  }
  return result;
}

function request(
  { server }: Services,
  { uri, path }: ChosenDefinition,
  target: string,
): Thenable<CompileResult | undefined> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t("Compiling {0} for {1}", path, targetName(target)),
      cancellable: true,
    },
    async (progress, token) => {
      try {
        const onProgress = (message: string): void => progress.report({ message });
        return await server.request("compile", { uri, path, target }, { token, onProgress });
      } catch (error) {
        reportLostRequest(error, token);
        return undefined;
      }
    },
  );
}

async function announce(
  services: Services,
  { path }: ChosenDefinition,
  target: string,
  result: CompileSuccess,
): Promise<void> {
  const buttons = new Map<string, () => unknown>();
  for (const source of result.sources) {
    const label = showLabel(source);
    // A module and the modules that it imports may have the same format; the first is the host's.
    if (!buttons.has(label)) buttons.set(label, () => openGenerated(services, source));
  }
  const { artifact } = result;
  if (artifact !== null) buttons.set(vscode.l10n.t("Reveal artifact"), () => revealArtifact(artifact));
  const sentence = vscode.l10n.t(
    "Compiled {0} for {1} in {2} with TVM {3}.",
    path,
    targetName(target),
    duration(result.seconds),
    result.tvm,
  );
  const answer = await vscode.window.showInformationMessage(sentences(sentence, ...result.notes), ...buttons.keys());
  if (answer !== undefined) await buttons.get(answer)?.();
}

/** A target's JSON is too long for a message; its kind says enough. */
export function targetName(target: string): string {
  if (!target.startsWith("{")) return target;
  try {
    const { kind } = JSON.parse(target) as { kind?: unknown };
    return typeof kind === "string" ? kind : target;
  } catch {
    return target;
  }
}

async function revealArtifact(file: string): Promise<void> {
  const uri = vscode.Uri.file(file);
  const onThisDesktop = vscode.env.uiKind === vscode.UIKind.Desktop && vscode.env.remoteName === undefined;
  if (onThisDesktop) {
    await vscode.commands.executeCommand("revealFileInOS", uri);
  } else if (vscode.workspace.getWorkspaceFolder(uri)) {
    await vscode.commands.executeCommand("revealInExplorer", uri);
  } else {
    const copy = vscode.l10n.t("Copy path");
    const answer = await vscode.window.showInformationMessage(file, copy);
    if (answer === copy) await vscode.env.clipboard.writeText(file);
  }
}
