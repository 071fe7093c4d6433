import { readFileSync } from "node:fs";
import path from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import type { CodeAction, TextEdit } from "vscode-languageserver/node";
import type { AstNode, AstResult, Definition, FixAllResult, RunResult } from "../../server/src/protocol";
import { pythonFor } from "../tvm";
import { Client, uriOf } from "./client";

const samples = path.resolve(import.meta.dirname, "../../samples");
const read = (name: string) => readFileSync(path.join(samples, name), "utf8");
const fixed = { settings: { targetVersion: "0.27" } };

let client: Client;
afterEach(() => client.dispose());

function apply(text: string, edits: readonly Pick<TextEdit, "range" | "newText">[]): string {
  const starts = [0];
  for (const end of text.matchAll(/\n/g)) starts.push(end.index + 1);
  const at = ({ line, character }: { line: number; character: number }) => (starts[line] ?? text.length) + character;
  const sorted = [...edits].sort((a, b) => at(b.range.start) - at(a.range.start));
  return sorted.reduce(
    (out, { range, newText }) => out.slice(0, at(range.start)) + newText + out.slice(at(range.end)),
    text,
  );
}

/** `line:code` of each diagnostic, lines counted from one. */
function places(list: readonly { range: { start: { line: number } }; code?: string | number }[]): string[] {
  return list.map(({ range, code }) => `${range.start.line + 1}:${code}`);
}

describe("the language server", () => {
  it("reports each outdated line of the lesson, with a page, and takes it all back once it is fixed", async () => {
    client = await Client.start(fixed);
    const uri = uriOf("lesson.py");
    await client.open(uri, read("lesson.py"));
    const list = await client.diagnosticsOf(uri, (each) => each.length > 0);
    expect(places(list).sort()).toEqual(
      ["9:TVM101", "16:TVM105", "18:TVM107", "24:TVM101", "31:TVM108", "32:TVM101", "33:TVM101"].sort(),
    );
    expect(list.every(({ source }) => source === "tvmscript")).toBe(true);
    expect(list[0]?.codeDescription?.href).toMatch(/docs\/rules\/TVM\d{3}\.md$/);
    const { changes, left } = await client.request<FixAllResult>("tvmscript/fixAll", { uri });
    expect(left).toBe(0);
    const text = apply(read("lesson.py"), changes[uri] ?? []);
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text }],
    });
    const after = await client.diagnosticsOf(uri, (_, version) => version === 2);
    expect(places(after)).toEqual(["31:TVM108"]);
  });

  it("follows edits as they are typed", async () => {
    client = await Client.start(fixed);
    const uri = "file:///typed.py";
    await client.open(uri, "import tvm\n\n");
    await client.diagnosticsOf(uri);
    let version = 1;
    for (const [i, letter] of [..."x = tvm.nd.array"].entries()) {
      const position = { line: 1, character: i };
      version++;
      await client.connection.sendNotification("textDocument/didChange", {
        textDocument: { uri, version },
        contentChanges: [{ range: { start: position, end: position }, text: letter }],
      });
    }
    const list = await client.diagnosticsOf(uri, (_, at) => at === version);
    expect(list.map(({ range }) => range)).toEqual([
      { start: { line: 1, character: 4 }, end: { line: 1, character: 16 } },
    ]);
  });

  it("offers a quick fix and a comment that ignores", async () => {
    client = await Client.start(fixed);
    const uri = "file:///quick.py";
    const text = "import tvm\na = tvm.nd.array([1])\n";
    await client.open(uri, text);
    const [diagnostic] = await client.diagnosticsOf(uri, (each) => each.length > 0);
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: diagnostic?.range,
      context: { diagnostics: [diagnostic] },
    });
    const results = actions.map(({ edit }) => apply(text, edit?.changes?.[uri] ?? []));
    expect(results).toEqual([
      "import tvm\na = tvm.runtime.tensor([1])\n",
      "import tvm\na = tvm.nd.array([1])  # tvmscript: ignore[TVM101]\n",
    ]);
  });

  it("offers the fix for all beside the one for the place, and works it out once it is chosen", async () => {
    client = await Client.start({ ...fixed, resolvesEdits: true });
    const uri = "file:///all.py";
    const text = "import tvm\na = tvm.nd.array([1])\nb = tvm.nd.array([2])\n";
    await client.open(uri, text);
    const [diagnostic] = await client.diagnosticsOf(uri, (each) => each.length > 1);
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: diagnostic?.range,
      context: { diagnostics: [diagnostic] },
    });
    const [, , all] = actions;
    expect(all).toMatchObject({ title: "Fix all outdated API", kind: "quickfix" });
    expect(all?.edit).toBeUndefined();
    const { edit } = await client.request<CodeAction>("codeAction/resolve", all);
    expect(apply(text, edit?.changes?.[uri] ?? [])).toBe(text.replaceAll("nd.array", "runtime.tensor"));
  });

  it("listens to settings: the release, and a rule's severity", async () => {
    client = await Client.start({ settings: { targetVersion: "0.17" } });
    const uri = "file:///old.py";
    await client.open(uri, "import tvm\na = tvm.nd.array([1])\n");
    expect(await client.diagnosticsOf(uri, (_, version) => version === 1)).toEqual([]);
    await client.dispose();
    client = await Client.start({ settings: { targetVersion: "0.27", rules: { TVM101: "warning" } } });
    await client.open(uri, "import tvm\na = tvm.nd.array([1])\n");
    const [diagnostic] = await client.diagnosticsOf(uri, (each) => each.length > 0);
    expect(diagnostic?.severity).toBe(2);
  });

  it("fades out what nothing needs, and points at what belongs to a finding", async () => {
    client = await Client.start(fixed);
    const uri = "file:///lints.py";
    const text = [
      "from tvm.script import tirx as T",
      "",
      "@T.prim_func(s_tir=True)",
      'def f(A: T.Buffer((16,), "float32"), n: T.int32):',
      "    for i in T.parallel(16):",
      "        A[0] = A[i]",
      "",
    ].join("\n");
    await client.open(uri, text);
    const list = await client.diagnosticsOf(uri, (each) => each.length > 0);
    expect(list).toMatchObject([
      { code: "TVM412", severity: 4, tags: [1] },
      {
        code: "TVM402",
        severity: 2,
        relatedInformation: [{ location: { uri, range: { start: { line: 4, character: 8 } } } }],
      },
    ]);
  });

  it("reads a notebook's cells as one program", async () => {
    client = await Client.start(fixed);
    const notebook = "file:///n.ipynb";
    const cells = ["from tvm import tir", "%matplotlib inline\nx = tir.Var('x', 'int32')", "y = tir.Schedule"];
    await client.connection.sendNotification("notebookDocument/didOpen", {
      notebookDocument: {
        uri: notebook,
        notebookType: "jupyter-notebook",
        version: 1,
        cells: cells.map((_, i) => ({ kind: 2, document: `${notebook}#${i}` })),
      },
      cellTextDocuments: cells.map((text, i) => ({ uri: `${notebook}#${i}`, languageId: "python", version: 1, text })),
    });
    const first = await client.diagnosticsOf(`${notebook}#0`, (each) => each.length > 0);
    expect(places(first)).toEqual(["1:TVM101"]);
    expect(places(await client.diagnosticsOf(`${notebook}#2`, (each) => each.length > 0))).toEqual(["1:TVM101"]);
    const { changes } = await client.request<FixAllResult>("tvmscript/fixAll", { uri: notebook });
    expect(cells.map((text, i) => apply(text, changes[`${notebook}#${i}`] ?? []))).toEqual([
      "from tvm import tirx\nfrom tvm import s_tir",
      "%matplotlib inline\nx = tirx.Var('x', 'int32')",
      "y = s_tir.Schedule",
    ]);
  });

  it("shows the tree of the definition at a place, and keeps the last good one while it is broken", async () => {
    client = await Client.start(fixed);
    const uri = uriOf("modern.py");
    const text = read("modern.py");
    await client.open(uri, text);
    const definitions = await client.request<Definition[]>("tvmscript/definitions", { uri });
    expect(definitions.map(({ path: own, children }) => [own, children.map((each) => each.path)])).toEqual([
      ["MatmulRelu", ["MatmulRelu.matmul_relu", "MatmulRelu.main"]],
    ]);
    const line = text.split("\n").findIndex((each) => each.includes("T.grid(128, 128):"));
    const tree = await client.request<AstResult>("tvmscript/ast", { uri, position: { line, character: 12 } });
    expect(tree).toMatchObject({
      path: "MatmulRelu.matmul_relu",
      kind: "PrimFunc",
      engine: "static",
      tvm: "0.27",
      stale: false,
    });
    const kinds: string[] = [];
    const visit = (node: AstNode) => {
      kinds.push(node.kind);
      for (const each of node.children) visit(each.node);
    };
    if (tree.root) visit(tree.root);
    expect(kinds).toEqual(expect.arrayContaining(["PrimFunc", "SBlockRealize", "SBlock", "For"]));
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ text: text.replace("T.grid(128, 128):", "T.grid(128, 128:") }],
    });
    const broken = await client.request<AstResult>("tvmscript/ast", { uri, path: "MatmulRelu.matmul_relu" });
    expect(broken.stale).toBe(true);
    expect(broken.root).toEqual(tree.root);
    // Broken so far that the parser sees no function any more.
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 3 },
      contentChanges: [{ text: text.replace("with T.init():", "else:\n") }],
    });
    const lost = await client.request<AstResult>("tvmscript/ast", { uri, path: "MatmulRelu.matmul_relu" });
    expect(lost).toMatchObject({ stale: true, path: "MatmulRelu.matmul_relu" });
    expect(lost.root).toEqual(tree.root);
  });

  it("runs a function on the TVM of the chosen interpreter", async () => {
    client = await Client.start({ ...fixed, initializationOptions: { interpreter: pythonFor("0.27") } });
    const uri = uriOf("modern.py");
    await client.open(uri, read("modern.py"));
    await client.diagnosticsOf(uri);
    const result = await client.request<RunResult>("tvmscript/run", {
      uri,
      path: "MatmulRelu.matmul_relu",
      target: "llvm",
    });
    if (!result.ok) throw new Error(`${result.error.message} ${result.error.detail}`);
    expect(result.arguments.map(({ name, role, shape, dtype }) => [name, role, shape, dtype])).toEqual([
      ["A", "input", [128, 128], "float32"],
      ["B", "input", [128, 128], "float32"],
      ["C", "output", [128, 128], "float32"],
    ]);
  });

  it("runs nothing where the folder is not trusted", async () => {
    client = await Client.start({
      ...fixed,
      initializationOptions: { interpreter: pythonFor("0.27"), trusted: false },
    });
    const uri = uriOf("modern.py");
    await client.open(uri, read("modern.py"));
    await client.diagnosticsOf(uri);
    const result = await client.request<RunResult>("tvmscript/run", {
      uri,
      path: "MatmulRelu.matmul_relu",
      target: "llvm",
    });
    expect(result).toMatchObject({ ok: false, error: { kind: "untrusted" } });
  });

  it("says its messages in 简体中文 when asked to", async () => {
    client = await Client.start({ ...fixed, initializationOptions: { locale: "zh-cn" } });
    const uri = "file:///zh.py";
    await client.open(uri, "import tvm\na = tvm.nd.array([1])\n");
    const [diagnostic] = await client.diagnosticsOf(uri, (each) => each.length > 0);
    expect(diagnostic?.message).toBe("从 TVM 0.22 起，`tvm.nd.array` 改为 `tvm.runtime.tensor`。");
    expect(diagnostic?.codeDescription?.href).toMatch(/TVM101\.zh-cn\.md$/);
  });

  it("stands a file with null bytes, one of half a million brackets, and nonsense", async () => {
    client = await Client.start(fixed);
    for (const [i, text] of [
      "\0\0 tvm \0",
      `import tvm\n${"(".repeat(500_000)}`,
      "import tvm\n@@@ def ] [ class :::",
    ].entries()) {
      await client.open(`file:///bad${i}.py`, text);
      await client.diagnosticsOf(`file:///bad${i}.py`);
    }
  });

  describe("asks TVM for the types that no rule tells", () => {
    const text = [
      "from tvm.script import relax as R",
      "",
      "@R.function",
      'def f(x: R.Tensor((4, 5), "float32")):',
      "    y = R.nn.pad(x, (1, 1, 0, 0))",
      "    z = R.matmul(y, y)",
      "    return z",
      "",
    ].join("\n");
    const interpreter = { path: pythonFor("0.27") };
    const start = async (settings: object, initializationOptions: object = {}) => {
      client = await Client.start({
        settings: { targetVersion: "0.27", interpreter, ...settings },
        initializationOptions,
      });
      await client.open("file:///types.py", text);
    };

    it("where the setting says so", async () => {
      await start({ relaxTypes: { askTvm: true } });
      const list = await client.diagnosticsOf("file:///types.py", (each) => each.length > 0);
      expect(places(list)).toEqual(["6:TVM311"]);
    });

    const silent: readonly [string, object, object][] = [
      ["where the setting doesn't say so", {}, {}],
      ["in a folder that is not trusted", { relaxTypes: { askTvm: true } }, { trusted: false }],
      ["of another release", { relaxTypes: { askTvm: true }, targetVersion: "0.26" }, {}],
    ];
    it.each(silent)("but not %s", async (_, settings, options) => {
      await start(settings, options);
      expect(await client.diagnosticsOf("file:///types.py")).toEqual([]);
      // Longer than it takes to be told where it is asked.
      await new Promise((resolve) => setTimeout(resolve, 5000));
      expect(await client.diagnosticsOf("file:///types.py")).toEqual([]);
    });
  });
});
