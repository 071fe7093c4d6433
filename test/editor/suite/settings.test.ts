/** Settings take effect at once. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
import { closeAll, codeOf, eventually, findings, isGone, isThere, open, places, withSettings } from "./workspace";

const lenses = (uri: vscode.Uri): Thenable<vscode.CodeLens[]> =>
  vscode.commands.executeCommand("vscode.executeCodeLensProvider", uri, 100);

describe("a setting", () => {
  afterEach(closeAll);

  it("switches a rule off, and changes another's severity", async () => {
    const { document } = await open("lesson.py");
    const before = await eventually("findings", () => findings(document.uri), isThere);
    assert(before.some((finding) => codeOf(finding) === "TVM101"));
    await withSettings({ "tvmscript.rules": { TVM101: "off", "missing-s-tir": "info" } }, async () => {
      const now = await eventually(
        "findings without TVM101",
        () => findings(document.uri),
        (found) => found.length > 0 && !found.some((finding) => codeOf(finding) === "TVM101"),
      );
      const changed = now.find((finding) => codeOf(finding) === "TVM105");
      assert.equal(changed?.severity, vscode.DiagnosticSeverity.Information);
    });
    await eventually(
      "the old findings",
      () => places(findings(document.uri)),
      (found) => found.join() === places(before).join(),
    );
  });

  it("chooses the TVM that the code is checked for", async () => {
    const { document } = await open("lesson.py");
    await eventually("findings", () => findings(document.uri), isThere);
    await withSettings({ "tvmscript.targetVersion": "0.17" }, async () => {
      await eventually("an end of the findings: the lesson is of that time", () => findings(document.uri), isGone);
    });
    await eventually("findings", () => findings(document.uri), isThere);
  });

  it("puts the lines above the code away", async () => {
    const { document } = await open("lesson.py");
    const found = await eventually("code lenses", () => lenses(document.uri), isThere);
    const titles = found.map(({ range, command }) => `${range.start.line + 1}:${command?.title}`);
    const verbs = ["Show AST", "Compile", "Run"];
    assert.deepEqual(
      titles,
      [13, 16].flatMap((line) => verbs.map((verb) => `${line}:${verb}`)),
    );
    await withSettings({ "tvmscript.codeLens.enabled": false }, async () => {
      await eventually("an end of the code lenses", () => lenses(document.uri), isGone);
    });
  });
});
