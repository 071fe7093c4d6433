/** Markdown pages and scripts of a shell in the editor. */
import path from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import type { CodeAction } from "vscode-languageserver/node";
import type { Definition, FixAllResult, RunResult } from "../../server/src/protocol";
import { pythonFor } from "../tvm";
import { Client } from "./client";

const fixed = { settings: { targetVersion: "0.27" } };
const uri = "file:///notes/lesson.md";
const PAGE = [
  "# 第一课 tvm.nd.array", // prose is no code
  "",
  "```python",
  "import tvm",
  "a = tvm.nd.array([1])",
  "```",
  "",
  "Later, in the same program:",
  "",
  "```python",
  "b = tvm.nd.array([2])",
  "```",
  "",
  "```bash",
  "pip install mlc-ai-nightly -f https://mlc.ai/wheels",
  "```",
  "",
].join("\n");

let client: Client;
afterEach(() => client.dispose());

const places = (list: readonly { range: { start: { line: number } }; code?: string | number }[]) =>
  list.map(({ range, code }) => `${range.start.line + 1}:${code}`);

describe("a Markdown page", () => {
  it("has its fences checked as one program, and prose left alone while it is typed", async () => {
    client = await Client.start(fixed);
    await client.open(uri, PAGE, "markdown");
    const first = await client.diagnosticsOf(uri, (each) => each.length > 0);
    expect(places(first)).toEqual(["5:TVM101", "11:TVM101", "15:TVM121"]);
    // A line of prose above moves them; a tick too few opens a fence to the end.
    const start = { line: 1, character: 0 };
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 2 },
      contentChanges: [{ range: { start, end: start }, text: "What `tvm.nd` was.\n" }],
    });
    expect(places(await client.diagnosticsOf(uri, (_, version) => version === 2))).toEqual([
      "6:TVM101",
      "12:TVM101",
      "16:TVM121",
    ]);
    const fence = { start: { line: 3, character: 0 }, end: { line: 3, character: 9 } };
    await client.connection.sendNotification("textDocument/didChange", {
      textDocument: { uri, version: 3 },
      contentChanges: [{ range: fence, text: "```text" }],
    });
    // Without its import the second fence says nothing that is known.
    expect(places(await client.diagnosticsOf(uri, (_, version) => version === 3))).toEqual(["16:TVM121"]);
  });

  it("has fixes, and definitions to show", async () => {
    client = await Client.start(fixed);
    const script = [
      "Text",
      "",
      "```python",
      "from tvm.script import tirx as T",
      "",
      "@T.prim_func",
      "def f(A: T.Buffer((8,), 'float32')):",
      "    A[0] = T.float32(1)",
      "```",
    ].join("\n");
    await client.open(uri, `${PAGE}${script}\n`, "markdown");
    await client.diagnosticsOf(uri, (each) => each.length > 0);
    const { changes, left } = await client.request<FixAllResult>("tvmscript/fixAll", { uri });
    expect(changes[uri]?.map(({ range, newText }) => [range.start.line + 1, newText])).toEqual([
      [5, "runtime.tensor"],
      [11, "runtime.tensor"],
      [15, "mlc-ai-nightly-cpu"],
      [22, "(s_tir=True)"],
    ]);
    expect(left).toBe(0);
    const definitions = await client.request<Definition[]>("tvmscript/definitions", { uri });
    expect(definitions.map(({ name, nameRange }) => [name, nameRange.start.line + 1])).toEqual([["f", 23]]);
  });

  it("has its functions run, what is around them blanked out", async () => {
    client = await Client.start({ ...fixed, initializationOptions: { interpreter: pythonFor("0.27") } });
    const page = [
      "Text, `code` and (brackets.",
      "```python",
      "from tvm.script import tirx as T",
      "```",
      "and then",
      "```python",
      "@T.prim_func(s_tir=True)",
      "def f(A: T.Buffer((8,), 'float32'), B: T.Buffer((8,), 'float32')):",
      "    for i in range(8):",
      "        B[i] = A[i] + T.float32(1)",
      "```",
    ];
    await client.open(uri, page.join("\n"), "markdown");
    await client.diagnosticsOf(uri);
    const result = await client.request<RunResult>("tvmscript/run", { uri, path: "f", target: "llvm" });
    if (!result.ok) throw new Error(`${result.error.message} ${result.error.detail}`);
    expect(result.arguments.map(({ name, role, shape }) => [name, role, shape])).toEqual([
      ["A", "input", [8]],
      ["B", "output", [8]],
    ]);
  });

  it("keeps a command's line where its finding is to be ignored", async () => {
    client = await Client.start(fixed);
    await client.open(uri, PAGE, "markdown");
    const list = await client.diagnosticsOf(uri, (each) => each.length > 0);
    const command = list.find(({ code }) => code === "TVM121");
    const actions = await client.request<CodeAction[]>("textDocument/codeAction", {
      textDocument: { uri },
      range: command?.range,
      context: { diagnostics: [command] },
    });
    const ignore = actions.find(({ title }) => title.startsWith("Ignore"));
    const line = "pip install mlc-ai-nightly -f https://mlc.ai/wheels";
    expect(ignore?.edit?.changes?.[uri]).toEqual([
      {
        range: { start: { line: 14, character: line.length }, end: { line: 14, character: line.length } },
        newText: "  # tvmscript: ignore[TVM121]",
      },
    ]);
  });

  it("is left alone where the setting says so, and where it is one of our own", async () => {
    client = await Client.start({ settings: { targetVersion: "0.27", markdown: { enabled: false } } });
    await client.open(uri, PAGE, "markdown");
    expect(await client.diagnosticsOf(uri)).toEqual([]);
    client.dispose();
    client = await Client.start(fixed);
    const page = pathToFileURL(path.resolve(import.meta.dirname, "../../docs/rules/TVM101.md")).href;
    // Editors escape more than has to be.
    const own = page.replace("/docs/", "/d%6Fcs/");
    await client.open(own, PAGE, "markdown");
    await client.open(uri, PAGE, "markdown");
    expect(places(await client.diagnosticsOf(uri, (each) => each.length > 0))).toHaveLength(3);
    expect(client.heardOf(own)).toBe(false);
  });
});

it("checks the commands of a shell's script", async () => {
  client = await Client.start(fixed);
  const script = "file:///setup.sh";
  await client.open(script, "#!/bin/sh\nset -e\npip install mlc-ai-nightly -f https://mlc.ai/wheels\n", "shellscript");
  expect(places(await client.diagnosticsOf(script, (each) => each.length > 0))).toEqual(["3:TVM121"]);
});
