/** "Select Interpreter": the Python extension's own picker where it is installed, else a list of what is found here. */
import { execFile } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import * as vscode from "vscode";
import type { Services } from "./services";

export function activate(context: vscode.ExtensionContext, services: Services): void {
  context.subscriptions.push(
    vscode.commands.registerCommand("tvmscript.selectInterpreter", () => selectInterpreter(services)),
  );
}

async function selectInterpreter({ interpreter }: Services): Promise<void> {
  if (interpreter.pythonExtension) {
    await vscode.commands.executeCommand("python.setInterpreter");
    return;
  }
  type Item = vscode.QuickPickItem & { readonly choice: "browse" | "path" | { readonly file: string } };
  const found: Item[] = candidates().map((file) => ({
    label: `$(symbol-misc) ${shorten(file)}`,
    ...(file === interpreter.path ? { description: vscode.l10n.t("in use") } : {}),
    choice: { file },
  }));
  const items: Item[] = [
    ...found,
    { label: "", kind: vscode.QuickPickItemKind.Separator, choice: "path" },
    {
      label: `$(search) ${vscode.l10n.t("Use the Python on PATH")}`,
      ...(interpreter.path === null ? { description: vscode.l10n.t("in use") } : {}),
      choice: "path",
    },
    { label: `$(folder-opened) ${vscode.l10n.t("Browse…")}`, choice: "browse" },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t("Select the Python that has your TVM"),
    placeHolder: interpreter.path ?? vscode.l10n.t("Now: the Python on PATH"),
    matchOnDescription: true,
  });
  if (!picked) return;
  const file = picked.choice === "browse" ? await browse() : picked.choice === "path" ? "" : picked.choice.file;
  if (file === undefined) return;
  if (file !== "" && !(await isPython(file))) {
    void vscode.window.showErrorMessage(
      vscode.l10n.t("{0} does not run as a Python interpreter. Choose another one.", file),
    );
    return;
  }
  const inWorkspace = vscode.workspace.workspaceFolders !== undefined;
  await vscode.workspace
    .getConfiguration("tvmscript")
    .update(
      "interpreter.path",
      file,
      inWorkspace ? vscode.ConfigurationTarget.Workspace : vscode.ConfigurationTarget.Global,
    );
}

const executables = process.platform === "win32" ? ["python.exe"] : ["python", "python3"];
const binaries = process.platform === "win32" ? "Scripts" : "bin";

/** Virtual environments in the workspace's folders, the active environment, and PATH. Files are looked at, none is run. */
function candidates(): string[] {
  const environments: string[] = [];
  for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
    for (const folder of subfolders(uri.fsPath)) {
      if (existsSync(path.join(folder, "pyvenv.cfg"))) environments.push(folder);
      // Several environments may live side by side in one hidden folder (`.tvm/0.27`, `.tox/py311`).
      else if (path.basename(folder).startsWith(".")) {
        environments.push(...subfolders(folder).filter((inner) => existsSync(path.join(inner, "pyvenv.cfg"))));
      }
    }
  }
  for (const variable of ["VIRTUAL_ENV", "CONDA_PREFIX"]) {
    const prefix = process.env[variable];
    if (prefix) environments.push(prefix);
  }
  const onPath = (process.env.PATH ?? "").split(path.delimiter).filter((entry) => entry !== "");
  const folders = [...environments.map((environment) => path.join(environment, binaries)), ...onPath];
  const found = folders.map((folder) =>
    executables.map((name) => path.join(folder, name)).find((file) => existsSync(file)),
  );
  return [...new Set(found.filter((file) => file !== undefined))];
}

function subfolders(folder: string): string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .filter((entry) => entry.isDirectory() && entry.name !== "node_modules")
      .map((entry) => path.join(folder, entry.name));
  } catch {
    return []; // not readable: nothing to offer from there
  }
}

function shorten(file: string): string {
  const relative = vscode.workspace.asRelativePath(file, false);
  const home = os.homedir();
  return relative === file && file.startsWith(`${home}${path.sep}`) ? `~${file.slice(home.length)}` : relative;
}

async function browse(): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({
    title: vscode.l10n.t("Select the Python that has your TVM"),
    openLabel: vscode.l10n.t("Select"),
    canSelectMany: false,
  });
  return chosen?.[0]?.fsPath;
}

/** In an untrusted workspace nothing is started: the file is taken at its word until the folder is trusted. */
async function isPython(file: string): Promise<boolean> {
  if (!vscode.workspace.isTrusted) return existsSync(file);
  try {
    const { stdout } = await promisify(execFile)(file, ["-I", "-c", "print('python')"], { timeout: 10_000 });
    return stdout.trim() === "python";
  } catch {
    return false;
  }
}
