/** Commands that have the user's TVM work, on a real one. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { after, afterEach, before, describe, it } from "mocha";
import * as vscode from "vscode";
import type { CompileResult, RunResult } from "../../../server/src/protocol";
import { watching } from "./messages";
import {
  closeAll,
  codeOf,
  copy,
  eventually,
  findings,
  isGone,
  isThere,
  open,
  problems,
  sample,
  withSettings,
  write,
  wrong,
} from "./workspace";

/** As a code lens calls it, with the target that a person would pick. */
const call = <Result>(command: string, name: string, path: string, target = "llvm"): Thenable<Result> =>
  vscode.commands.executeCommand(`tvmscript.${command}`, { uri: sample(name).toString(), path, target });

describe("on a real TVM", () => {
  before(async () => {
    await copy("lesson.py", "fixed.py");
    const { document } = await open("fixed.py");
    await eventually("findings", () => findings(document.uri), isThere);
    await vscode.commands.executeCommand("tvmscript.fixAll");
    await document.save();
  });
  afterEach(closeAll);
  after(() => vscode.workspace.fs.delete(sample("fixed.py")));

  it("a module compiles, and its generated code opens", async () => {
    await open("fixed.py");
    await watching(async ({ messages }) => {
      const result = await call<CompileResult>("compile", "fixed.py", "AddOne");
      assert(result?.ok, JSON.stringify(result));
      assert(result.artifact !== null && existsSync(result.artifact));
      assert.match(result.tvm, /^0\.27/);
      const [message] = await eventually("a message", () => messages, isThere);
      assert.match(message?.text ?? "", /^Compiled AddOne for llvm in [\d.]+ m?s with TVM 0\.27/);
      const opened = await eventually(
        "the generated code",
        () => vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === "tvmscript-generated"),
        (editor) => editor !== undefined,
      );
      const text = opened?.document.getText() ?? "";
      assert.match(text, /define .*@/);
      assert(result.sources.some(({ format, path }) => format === "ll" && readFileSync(path, "utf8") === text));
    }, "Show LLVM");
  });

  it("a function runs, with arguments from its signature", async () => {
    await open("fixed.py");
    const result = await call<RunResult>("run", "fixed.py", "AddOne.main");
    assert(result?.ok, JSON.stringify(result));
    const seen = result.arguments.map(({ name, shape, dtype }) => `${name} ${dtype}[${shape}]`);
    assert.deepEqual(seen, ["A float32[8]", "B float32[8]"]);
    const panel = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));
    await eventually("the result", panel, (labels) => labels.includes("Run: AddOne.main"));
  });

  it("an error of TVM lands on its line, and leaves with the next edit", async () => {
    const uri = await write("wrong.py", wrong);
    const editor = await open("wrong.py");
    await watching(async ({ messages }) => {
      const result = await call<CompileResult>("compile", "wrong.py", "wrong");
      assert.equal(result?.ok, false);
      await eventually("a message", () => messages, isThere);
      assert.deepEqual(
        messages.map(({ severity }) => severity),
        ["error"],
      );
    });
    // The static engine says so too, on its own account.
    const ofTvm = () => findings(uri).filter((each) => codeOf(each) === "TVM900");
    const [error] = await eventually("a diagnostic", ofTvm, isThere);
    assert.equal(error?.range.start.line, 5);
    assert.match(error?.message ?? "", /nobody/);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "\n"));
    await eventually("an end of the diagnostic", ofTvm, isGone);
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.workspace.fs.delete(uri);
  });

  it("a Python that is not there is said so once, and the rest works", async () => {
    await open("fixed.py");
    const nowhere = sample("nowhere/bin/python").fsPath;
    await withSettings({ "tvmscript.interpreter.path": nowhere }, async () => {
      await watching(async ({ messages }) => {
        const result = await call<CompileResult>("compile", "fixed.py", "AddOne");
        assert(result && !result.ok);
        assert.equal(result.error.kind, "no-python");
        await eventually("a message", () => messages, isThere);
        assert.deepEqual(messages, [
          {
            severity: "error",
            text: `There is no Python interpreter at ${nowhere}. Choose another one.`,
            buttons: ["Select interpreter", "Doctor"],
          },
        ]);
      });
      const { document } = await open("lesson.py");
      await eventually("findings all the same", () => problems(document.uri), isThere);
    });
    const again = await call<RunResult>("run", "fixed.py", "AddOne.main");
    assert(again?.ok, JSON.stringify(again));
  });

  it("a program that is no Python is said so once", async () => {
    await open("fixed.py");
    await withSettings({ "tvmscript.interpreter.path": "/bin/false" }, async () => {
      await watching(async ({ messages }) => {
        const result = await call<RunResult>("run", "fixed.py", "AddOne.main");
        assert(result && !result.ok);
        assert.equal(result.error.kind, "no-python");
        await eventually("a message", () => messages, isThere);
        assert.equal(messages.length, 1);
        assert.match(messages[0]?.text ?? "", /^\/bin\/false is not a Python that works/);
      });
    });
  });
});

describe("the tree", () => {
  afterEach(closeAll);

  it("opens beside the code", async () => {
    await open("lesson.py");
    await vscode.commands.executeCommand("tvmscript.showAst", {
      uri: sample("lesson.py").toString(),
      path: "AddOne.main",
    });
    const tab = await eventually(
      "the panel",
      () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs).find(({ label }) => label === "AST: main"),
      (found) => found !== undefined,
    );
    assert.equal(tab?.group.viewColumn, vscode.ViewColumn.Two);
    assert.equal(vscode.window.activeTextEditor?.document.uri.toString(), sample("lesson.py").toString());
  });
});
