/** Where VS Code comes in: makes what the features share, then goes through the table. */
import * as vscode from "vscode";
import * as astView from "./ast/feature";
import * as compile from "./compile";
import * as definitionsContext from "./definitions-context";
import * as doctor from "./doctor/feature";
import { createEngineDiagnostics } from "./engine-diagnostics";
import * as fixAll from "./fix-all";
import * as generatedCode from "./generated-code";
import { createGeneratedTexts } from "./generated-texts";
import { createInterpreter } from "./interpreter";
import * as languageServer from "./language-server";
import * as migrate from "./migrate/feature";
import * as run from "./run/feature";
import * as selectInterpreter from "./select-interpreter";
import { createServer } from "./server";
import type { Feature, Services } from "./services";
import * as statusBar from "./status-bar";
import * as tasks from "./tasks";

/** In this order; one that fails to start is said so in the log and does not keep the others from starting. */
const features: readonly Feature[] = [
  { name: "status bar", activate: statusBar.activate },
  { name: "language server", activate: languageServer.activate },
  { name: "definitions context", activate: definitionsContext.activate },
  { name: "select interpreter", activate: selectInterpreter.activate },
  { name: "syntax tree view", activate: astView.activate },
  { name: "fix all", activate: fixAll.activate },
  { name: "migrate", activate: migrate.activate },
  { name: "generated code", activate: generatedCode.activate },
  { name: "compile", activate: compile.activate },
  { name: "run", activate: run.activate },
  { name: "tasks", activate: tasks.activate },
  { name: "doctor", activate: doctor.activate },
];

let services: Services | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const log = vscode.window.createOutputChannel("TVMScript", { log: true });
  const interpreter = createInterpreter(log);
  const server = createServer(context, log, interpreter);
  const made: Services = {
    log,
    interpreter,
    server,
    engineDiagnostics: createEngineDiagnostics(context.extensionUri),
    generatedTexts: createGeneratedTexts(),
  };
  services = made;
  context.subscriptions.push(log, interpreter, server, made.engineDiagnostics, made.generatedTexts);
  await Promise.all(
    features.map(async (feature) => {
      try {
        await feature.activate(context, made);
      } catch (error) {
        log.error(`${feature.name} did not start`, error instanceof Error ? error : String(error));
      }
    }),
  );
}

export async function deactivate(): Promise<void> {
  await services?.server.stop();
  services = undefined;
}
