/** Which target to compile or run for; the last one is remembered for each verb and workspace. */
import * as vscode from "vscode";
import type { TargetChoice } from "../../server/src/protocol";
import type { Server } from "./server";

export async function pickTarget(
  server: Server,
  memory: vscode.Memento,
  verb: "compile" | "run",
): Promise<string | undefined> {
  const key = `tvmscript.lastTarget.${verb}`;
  const setting = vscode.workspace.getConfiguration("tvmscript").get<string>("compile.target", "llvm");
  const remembered = memory.get<string>(key);
  const last = remembered ?? setting;
  const offered = (await server.request("targets", {})).filter((choice) => verb === "compile" || choice.runs);
  const first: TargetChoice = offered.find((choice) => choice.target === last) ?? {
    target: last,
    label: last,
    runs: true,
  };
  const about = remembered === undefined ? vscode.l10n.t("from the settings") : vscode.l10n.t("last used");
  const items = [first, ...offered.filter((choice) => choice !== first)].map(({ label, target }) => ({
    label,
    ...(target === last ? { description: about } : label === target ? {} : { description: target }),
    target,
  }));
  const other = {
    label: `$(edit) ${vscode.l10n.t("Another target…")}`,
    description: vscode.l10n.t("a name, or JSON with attributes"),
    target: "",
  };
  const picked = await vscode.window.showQuickPick([...items, other], {
    title: verb === "compile" ? vscode.l10n.t("Compile for which target?") : vscode.l10n.t("Run on which target?"),
    matchOnDescription: true,
  });
  const target = picked === other ? await typeTarget(last) : picked?.target;
  if (target !== undefined) await memory.update(key, target);
  return target;
}

function typeTarget(last: string): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t("Target"),
    value: last,
    prompt: vscode.l10n.t('A name (llvm), or JSON: {"kind": "llvm", "mcpu": "skylake"}'),
    validateInput: (text) => {
      const trimmed = text.trim();
      if (trimmed === "") return vscode.l10n.t("Type a target.");
      if (!trimmed.startsWith("{")) {
        return /\s-/.test(trimmed)
          ? vscode.l10n.t("Today's TVM takes attributes as JSON only, not as -options.")
          : undefined;
      }
      try {
        JSON.parse(trimmed);
        return undefined;
      } catch {
        return vscode.l10n.t("This is not complete JSON.");
      }
    },
  });
}
