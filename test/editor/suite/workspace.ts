/** The copy of the samples that the suite works on, and waiting for what the extension does about it. */
import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import * as vscode from "vscode";

/** The address of a file of the workspace. */
export function sample(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert(folder, "no folder is open");
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Opens a file of the workspace in an editor. */
export async function open(name: string): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(sample(name)));
}

/** Opens a notebook of the workspace in an editor. */
export async function openNotebook(name: string): Promise<vscode.NotebookEditor> {
  return vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(sample(name)));
}

/** Writes a file into the workspace, for one test. */
export async function write(name: string, text: string): Promise<vscode.Uri> {
  await vscode.workspace.fs.writeFile(sample(name), Buffer.from(text));
  return sample(name);
}

/** The text of a file as it is on the disk. */
export async function read(name: string): Promise<string> {
  return Buffer.from(await vscode.workspace.fs.readFile(sample(name))).toString("utf8");
}

/** A copy of a sample under another name, for a test that saves. */
export async function copy(from: string, to: string): Promise<void> {
  await vscode.workspace.fs.copy(sample(from), sample(to), { overwrite: true });
}

/** Undoes what a test changed in editors that it did not save. */
export async function closeAll(): Promise<void> {
  while (vscode.window.activeTextEditor?.document.isDirty || vscode.window.activeNotebookEditor?.notebook.isDirty) {
    await vscode.commands.executeCommand("workbench.action.revertAndCloseActiveEditor");
  }
  await vscode.commands.executeCommand("workbench.action.closeAllEditors");
}

/** Runs `body` with settings of the workspace, which are as before afterwards. */
export async function withSettings(
  settings: Readonly<Record<string, unknown>>,
  body: () => Promise<void>,
): Promise<void> {
  const configuration = vscode.workspace.getConfiguration();
  const write = async (value: (name: string) => unknown): Promise<void> => {
    for (const name of Object.keys(settings)) {
      await configuration.update(name, value(name), vscode.ConfigurationTarget.Workspace);
    }
  };
  const before = new Map(Object.keys(settings).map((name) => [name, configuration.inspect(name)?.workspaceValue]));
  try {
    await write((name) => settings[name]);
    await body();
  } finally {
    await write((name) => before.get(name));
  }
}

/** What the extension found in a document. */
export function findings(uri: vscode.Uri): vscode.Diagnostic[] {
  return vscode.languages.getDiagnostics(uri).filter((diagnostic) => diagnostic.source === "tvmscript");
}

/** Findings that are problems: a hint is none. */
export function problems(uri: vscode.Uri): vscode.Diagnostic[] {
  return findings(uri).filter(({ severity }) => severity !== vscode.DiagnosticSeverity.Hint);
}

/** A finding's rule, whether or not its code is a link. */
export function codeOf({ code }: vscode.Diagnostic): string {
  return String(typeof code === "object" ? code.value : code);
}

/** `line:code` of each finding in the order of the text, lines counted from one. */
export function places(found: readonly vscode.Diagnostic[]): string[] {
  return [...found]
    .sort((a, b) => a.range.start.compareTo(b.range.start))
    .map((finding) => `${finding.range.start.line + 1}:${codeOf(finding)}`);
}

export const isThere = (found: readonly unknown[] | undefined): boolean => found !== undefined && found.length > 0;
export const isGone = (found: readonly unknown[]): boolean => found.length === 0;

/**
 * Asks again and again until the answer is good.
 * @param what what is waited for, as it stands in the failure
 * @param limit in milliseconds
 */
export async function eventually<T>(
  what: string,
  ask: () => T | PromiseLike<T>,
  isGood: (answer: T) => boolean,
  limit = 20_000,
): Promise<T> {
  const end = Date.now() + limit;
  for (;;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    if (Date.now() > end) assert.fail(`${what} did not come; the last answer was ${JSON.stringify(answer)}`);
    await sleep(50);
  }
}

/** TVM says of line 6 that it does not know the name. */
export const wrong = `from tvm.script import tirx as T

@T.prim_func(s_tir=True)
def wrong(A: T.Buffer((8,), "float32")):
    for i in range(8):
        A[i] = A[i] + nobody
`;
