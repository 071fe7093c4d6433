/** Which Python the user means: the Python extension's choice, else the setting, else null (the server looks on PATH). */
import os from "node:os";
import { PythonExtension } from "@vscode/python-extension";
import * as vscode from "vscode";
import { wholePath } from "./interpreter-path";

export interface Interpreter extends vscode.Disposable {
  /** null: whatever `python3` or `python` is on PATH. */
  readonly path: string | null;
  readonly onDidChange: vscode.Event<string | null>;
  /** The Python extension, where it is installed and has started. */
  readonly pythonExtension: PythonExtension | null;
}

const pythonExtensionId = "ms-python.python";

export function createInterpreter(log: vscode.LogOutputChannel): Interpreter {
  const emitter = new vscode.EventEmitter<string | null>();
  const subscriptions: vscode.Disposable[] = [emitter];
  let api: PythonExtension | null = null;
  let path = choose();

  function choose(): string | null {
    const chosen = api?.environments.getActiveEnvironmentPath(folder()?.uri).path;
    return chosen ? chosen : fromSetting();
  }

  function update(): void {
    const next = choose();
    if (next === path) return;
    path = next;
    emitter.fire(path);
  }

  async function connect(): Promise<void> {
    if (api || !vscode.extensions.getExtension(pythonExtensionId)) return;
    try {
      api = await PythonExtension.api();
      subscriptions.push(api.environments.onDidChangeActiveEnvironmentPath(update));
      update();
    } catch (error) {
      // Disabled, too old, or failed to start: the setting and PATH remain.
      log.warn(`the Python extension did not answer: ${String(error)}`);
    }
  }

  subscriptions.push(
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("tvmscript.interpreter")) update();
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(update),
    vscode.workspace.onDidGrantWorkspaceTrust(update),
    vscode.extensions.onDidChange(() => void connect()),
  );
  // Starting the Python extension can take seconds; the server starts without waiting and is told later.
  void connect();

  return {
    get path() {
      return path;
    },
    get pythonExtension() {
      return api;
    },
    onDidChange: emitter.event,
    dispose: () => vscode.Disposable.from(...subscriptions).dispose(),
  };
}

function folder(): vscode.WorkspaceFolder | undefined {
  return vscode.workspace.workspaceFolders?.[0];
}

function fromSetting(): string | null {
  const written = vscode.workspace.getConfiguration("tvmscript").get<string>("interpreter.path", "");
  return wholePath(written, { home: os.homedir(), workspaceFolder: folder()?.uri.fsPath, env: process.env });
}
