/** A folder is written anew for another release: on the disk, in editors with unsaved changes, in notebooks; and what is left is told. */
import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "mocha";
import * as vscode from "vscode";
import type { MigrateResult } from "../../../server/src/protocol";
import { watching } from "./messages";
import { closeAll, copy, eventually, open, read, sample, withSettings, write } from "./workspace";

const old = `from tvm.script import tir as T
import tvm

@T.prim_func
def scale(A: T.Buffer((8,), "float32")):
    for i in range(8):
        with T.block("scale"):
            vi = T.axis.spatial(8, i)
            A[vi] = A[vi] * T.float32(2)  # twice


def make():
    return tvm.nd.array([1.0])
`;
const today = old
  .replace("tir as T", "tirx as T")
  .replace("T.prim_func", "T.prim_func(s_tir=True)")
  .replace("T.block", "T.sblock")
  .replace("tvm.nd.array", "tvm.runtime.tensor");
const forever = "from tvm import relay\n\nnet = relay.var('x')\n";

describe("a migration", () => {
  // A folder for each test: the editor may still hold the texts of the one before.
  let folder = "";
  let tests = 0;

  beforeEach(async () => {
    folder = `old${tests++}`;
    await write(`${folder}/one.py`, old);
    await write(`${folder}/two.py`, old.replaceAll("\n", "\r\n"));
    await write(`${folder}/left.py`, forever);
    await write(`${folder}/today.py`, today);
    await copy("attention.ipynb", `${folder}/attention.ipynb`);
  });
  afterEach(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(sample(folder), { recursive: true });
  });

  const migrate = (argument: object): Thenable<MigrateResult | undefined> =>
    vscode.commands.executeCommand("tvmscript.migrate", { uris: [sample(folder)], to: "0.27", ...argument });
  const names = (result: MigrateResult | undefined) =>
    result?.files.map(({ uri }) => vscode.workspace.asRelativePath(vscode.Uri.parse(uri))).sort();
  const isReport = ({ uri }: vscode.TextDocument) => uri.path.endsWith("Migration report.md");

  it("rewrites the files of a folder and saves them, and reports what is left", async () => {
    const result = await migrate({ apply: true });
    assert.deepEqual(names(result), [`${folder}/attention.ipynb`, `${folder}/one.py`, `${folder}/two.py`]);
    assert.equal(await read(`${folder}/one.py`), today);
    assert.equal(await read(`${folder}/two.py`), today.replaceAll("\n", "\r\n"));
    assert.equal(await read(`${folder}/today.py`), today);
    assert.match(await read(`${folder}/attention.ipynb`), /q\.permute_dims\(0, 2, 1, 3\)/);
    const report = await eventually(
      "the report",
      () => vscode.workspace.textDocuments.find(isReport),
      (document) => document !== undefined,
    );
    const text = report?.getText() ?? "";
    assert.match(text, /written for TVM \S+/);
    assert.match(text, /\[line 1\]\(\/old0\/left\.py#L1\): TVM101/);
  });

  it("takes the text of an editor that is not saved", async () => {
    const { document } = await open(`${folder}/one.py`);
    const edit = new vscode.WorkspaceEdit();
    edit.insert(document.uri, new vscode.Position(0, 0), "# mine\n");
    await vscode.workspace.applyEdit(edit);
    await migrate({ apply: true });
    assert.equal(document.getText(), `# mine\n${today}`);
    assert.equal(await read(`${folder}/one.py`), `# mine\n${today}`);
  });

  it("only says what would change until it is applied", async () => {
    await watching(async ({ messages }) => {
      const result = await migrate({});
      assert.equal(names(result)?.length, 3);
      const [message] = await eventually(
        "the message",
        () => messages,
        (shown) => shown.length > 0,
      );
      assert.match(message?.text ?? "", /^\d+ places in 3 files can be rewritten for TVM 0\.27\./);
      assert.deepEqual(message?.buttons, ["Preview", "Apply", "Show report"]);
    });
    assert.equal(await read(`${folder}/one.py`), old);
  });

  it("has nothing to say about code of today", async () => {
    await watching(async ({ messages }) => {
      await migrate({ uris: [sample(`${folder}/today.py`)] });
      const [message] = await eventually(
        "the message",
        () => messages,
        (shown) => shown.length > 0,
      );
      assert.equal(message?.text, "Nothing here is outdated for TVM 0.27.");
    });
  });

  it("goes back to an older release, too", async () => {
    const result = await migrate({ uris: [sample(`${folder}/today.py`)], to: "0.17", apply: true });
    assert.equal(result?.to, "0.17");
    assert.deepEqual(names(result), [`${folder}/today.py`], JSON.stringify(result));
    assert.equal(await read(`${folder}/today.py`), old);
  });

  describe("of files in other encodings", () => {
    const gbk = `# coding: gbk\nimport tvm\n\ns, a = "矩阵", tvm.nd.array([1])  # 乘法\n`;
    const utf8 = gbk.replace("# coding: gbk\n", "");
    const bytes = (text: string, encoding: string) => vscode.workspace.encode(text, { encoding });
    const written = (text: string) => text.replace("nd.array", "runtime.tensor");
    const uri = () => sample(`${folder}/encoded.py`);
    const there = async () => Buffer.from(await vscode.workspace.fs.readFile(uri())).toString("hex");
    const hex = async (text: string, encoding: string) => Buffer.from(await bytes(text, encoding)).toString("hex");
    const only = (argument: object = {}) => migrate({ uris: [uri()], apply: true, ...argument });

    for (const [text, encoding, setting] of [
      [gbk, "gbk", "utf8"],
      [utf8, "utf8", "gbk"],
    ] as const) {
      it(`leaves alone what is in ${encoding} and would be opened as ${setting}, and says so`, () =>
        withSettings({ "files.encoding": setting }, async () => {
          await vscode.workspace.fs.writeFile(uri(), await bytes(text, encoding));
          const result = await only();
          assert.deepEqual(result?.files, []);
          assert.match(result?.problems.join() ?? "", /^old\d+\/encoded\.py: it is in another encoding/);
          assert.equal(await there(), await hex(text, encoding));
        }));
    }

    for (const [text, encoding] of [
      [gbk, "gbk"],
      [utf8, "utf8"],
    ] as const) {
      it(`rewrites what is in ${encoding} where the editor takes it to be in that`, () =>
        withSettings({ "files.encoding": encoding }, async () => {
          await vscode.workspace.fs.writeFile(uri(), await bytes(text, encoding));
          const result = await only();
          assert.deepEqual(result?.problems, []);
          assert.equal(await there(), await hex(written(text), encoding));
        }));
    }

    it("leaves alone what an editor has open without having been able to read it", async () => {
      await vscode.workspace.fs.writeFile(uri(), await bytes(gbk, "gbk"));
      await open(`${folder}/encoded.py`);
      const result = await only();
      assert.deepEqual(result?.files, []);
      assert.equal(await there(), await hex(gbk, "gbk"));
    });
  });
});
