/** The extension as such: it starts, and what it says that it has is there. */
import assert from "node:assert/strict";
import { describe, it } from "mocha";
import * as vscode from "vscode";
import { watching } from "./messages";
import { eventually, open } from "./workspace";

function extension(): vscode.Extension<unknown> {
  const found = vscode.extensions.getExtension("tvmscript.tvmscript");
  assert(found, "the extension is not there");
  return found;
}

describe("the extension", () => {
  it("activates when a Python file is opened", async () => {
    await open("lesson.py");
    await eventually(
      "the activation",
      () => extension().isActive,
      (active) => active,
    );
  });

  it("has every command that it contributes", async () => {
    await extension().activate();
    const contributed: { command: string }[] = extension().packageJSON.contributes.commands;
    const known = new Set(await vscode.commands.getCommands(true));
    assert(contributed.length > 0);
    assert.deepEqual(
      contributed.map(({ command }) => command).filter((command) => !known.has(command)),
      [],
    );
  });

  it("says for which TVM the code is checked, and whose that is", async () => {
    await extension().activate();
    await eventually(
      "the interpreter's answer",
      async () => {
        let sentence = "";
        await watching(async ({ choices }) => {
          await vscode.commands.executeCommand("tvmscript.statusMenu");
          sentence = choices[0]?.placeHolder ?? "";
        });
        return sentence;
      },
      (sentence) => sentence === "The code is checked for TVM 0.27, which your Python interpreter has.",
    );
  });
});
