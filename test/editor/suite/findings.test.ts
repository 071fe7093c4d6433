/** What is outdated is shown, and is put right by a quick fix, by one command, or on save. */
import assert from "node:assert/strict";
import { afterEach, describe, it } from "mocha";
import * as vscode from "vscode";
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
  openNotebook,
  places,
  problems,
  read,
  sample,
  withSettings,
  write,
} from "./workspace";

const ofTheLesson = ["9:TVM101", "16:TVM105", "18:TVM107", "24:TVM101", "31:TVM108", "32:TVM101", "33:TVM101"];
const isWhole = (found: readonly unknown[]) => found.length === ofTheLesson.length;

async function quickFixes(uri: vscode.Uri, range: vscode.Range): Promise<vscode.CodeAction[]> {
  const kind = vscode.CodeActionKind.QuickFix.value;
  return vscode.commands.executeCommand("vscode.executeCodeActionProvider", uri, range, kind);
}

describe("the lesson", () => {
  afterEach(closeAll);

  it("shows each outdated place, with a code that leads to a page", async () => {
    const { document } = await open("lesson.py");
    const found = await eventually("findings", () => findings(document.uri), isWhole);
    assert.deepEqual(places(found), ofTheLesson);
    for (const { code } of found) {
      assert(typeof code === "object");
      assert(Buffer.from(await vscode.workspace.fs.readFile(code.target)).includes(String(code.value)));
    }
  });

  it("is fixed in one place by a quick fix", async () => {
    const { document } = await open("lesson.py");
    const found = await eventually("findings", () => findings(document.uri), isWhole);
    const array = found.find(({ range }) => document.getText(range) === "tvm.nd.array");
    assert(array);
    const fixes = await quickFixes(document.uri, array.range);
    const fix = fixes.find(({ isPreferred }) => isPreferred);
    assert(fix?.edit, `no fix among ${fixes.map(({ title }) => title)}`);
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(document.lineAt(array.range.start).text, /= tvm\.runtime\.tensor\(np/);
    await eventually(
      "one finding less",
      () => places(findings(document.uri)),
      (now) => now.length === ofTheLesson.length - 1,
    );
  });

  it("is spared on a line with a comment, which a quick fix writes", async () => {
    const { document } = await open("lesson.py");
    const [first] = await eventually("findings", () => findings(document.uri), isWhole);
    assert(first);
    const fixes = await quickFixes(document.uri, first.range);
    const ignore = fixes.find(({ title }) => title === `Ignore ${codeOf(first)} on this line`);
    assert(ignore?.edit);
    await vscode.workspace.applyEdit(ignore.edit);
    await eventually(
      "silence on that line",
      () => findings(document.uri).map(({ range }) => range.start.line),
      (lines) => lines.length > 0 && !lines.includes(first.range.start.line),
    );
  });

  it("is fixed by one command, and undone by one undo", async () => {
    const { document } = await open("lesson.py");
    await eventually("findings", () => findings(document.uri), isWhole);
    const old = document.getText();
    await watching(async ({ messages }) => {
      await vscode.commands.executeCommand("tvmscript.fixAll");
      assert.deepEqual(messages, []);
    });
    assert.match(document.getText(), /from tvm\.script import tirx as T/);
    await eventually("an end of the problems", () => problems(document.uri), isGone);
    await watching(async ({ messages }) => {
      await vscode.commands.executeCommand("tvmscript.fixAll");
      const [message] = await eventually("a message", () => messages, isThere);
      assert.equal(message?.text, "Nothing here is outdated for this TVM.");
    });
    await vscode.commands.executeCommand("undo");
    assert.equal(document.getText(), old);
  });

  it("is fixed on save, where the settings say so", async () => {
    await copy("lesson.py", "saved.py");
    await withSettings({ "editor.codeActionsOnSave": { "source.fixAll.tvmscript": "explicit" } }, async () => {
      const { document } = await open("saved.py");
      await eventually("findings", () => findings(document.uri), isWhole);
      await vscode.commands.executeCommand("workbench.action.files.save");
      await eventually(
        "a saved file",
        () => document.isDirty,
        (dirty) => !dirty,
      );
      assert.match(await read("saved.py"), /@T\.prim_func\(s_tir=True\)/);
      await eventually("an end of the problems", () => problems(document.uri), isGone);
    });
    await vscode.workspace.fs.delete(sample("saved.py"));
  });
});

describe("a Markdown page", () => {
  afterEach(closeAll);

  it("has the Python in its fences checked and fixed, and its prose left alone", async () => {
    const page = ["# tvm.nd.array", "", "```python", "import tvm", "a = tvm.nd.array([1])", "```", ""].join("\n");
    const uri = await write("notes.md", page);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document);
    const found = await eventually("findings", () => findings(uri), isThere);
    assert.deepEqual(places(found), ["5:TVM101"]);
    await vscode.commands.executeCommand("tvmscript.fixAll");
    assert.equal(document.getText(), page.replace("= tvm.nd.array", "= tvm.runtime.tensor"));
    await eventually("an end of the problems", () => problems(uri), isGone);
    await vscode.workspace.fs.delete(uri);
  });
});

describe("the notebook", () => {
  afterEach(closeAll);

  const cellsWith = (notebook: vscode.NotebookDocument) =>
    notebook.getCells().flatMap((cell) => (isThere(findings(cell.document.uri)) ? [cell.index] : []));

  /** Each from another cell. */
  const ofTheFixed = ["import te, tirx", "q.permute_dims(0, 2, 1, 3)", "tirx.erf(x[i]"];
  const textOf = (notebook: vscode.NotebookDocument) =>
    notebook
      .getCells()
      .map((cell) => cell.document.getText())
      .join("\n");

  /** A notebook that nobody has touched is not written. */
  const touch = (cell: vscode.NotebookCell) => {
    const edit = new vscode.WorkspaceEdit();
    edit.insert(cell.document.uri, new vscode.Position(0, 0), "# touched\n");
    return vscode.workspace.applyEdit(edit);
  };

  it("is read as one program, and fixed in every cell by one command", async () => {
    const { notebook } = await openNotebook("attention.ipynb");
    assert.equal(notebook.notebookType, "jupyter-notebook");
    await eventually(
      "findings in two cells",
      () => cellsWith(notebook),
      (cells) => cells.join() === "1,3",
    );
    const codes = new Set(notebook.getCells().flatMap((cell) => findings(cell.document.uri).map(codeOf)));
    assert.deepEqual([...codes].sort(), ["TVM101", "TVM106"]);
    await vscode.commands.executeCommand("tvmscript.fixAll");
    await eventually("an end of the findings", () => cellsWith(notebook), isGone);
    for (const words of ofTheFixed) assert(textOf(notebook).includes(words), words);
  });

  for (const kind of ["notebook.source.fixAll.tvmscript", "source.fixAll.tvmscript"]) {
    it(`is fixed on save by ${kind}`, async () => {
      await copy("attention.ipynb", "saved.ipynb");
      await withSettings({ "notebook.codeActionsOnSave": { [kind]: "explicit" } }, async () => {
        const { notebook } = await openNotebook("saved.ipynb");
        await eventually(
          "findings in two cells",
          () => cellsWith(notebook),
          (cells) => cells.length === 2,
        );
        // VS Code drops what it was answered if another extension, as that for the Markdown cells, registers code actions meanwhile.
        await eventually(
          "a saved notebook",
          async () => {
            await touch(notebook.cellAt(7));
            await vscode.commands.executeCommand("workbench.action.files.save");
            return read("saved.ipynb");
          },
          (text) => ofTheFixed.every((words) => text.includes(words)),
        );
        assert(ofTheFixed.every((words) => textOf(notebook).includes(words)));
        await eventually("an end of the findings", () => cellsWith(notebook), isGone);
      });
      await closeAll();
      await vscode.workspace.fs.delete(sample("saved.ipynb"));
    });
  }
});
