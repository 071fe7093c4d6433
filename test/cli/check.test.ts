import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { pythonFor } from "../tvm";
import { tvmscript } from "./run";

const samples = path.resolve(import.meta.dirname, "../../samples");
let folder: string;
const at = (name: string) => path.join(folder, name);
const write = (name: string, text: string | Buffer) => writeFileSync(at(name), text);
const read = (name: string) => readFileSync(at(name), "utf8");

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), "tvmscript-check-"));
});

interface Finding {
  readonly file: string;
  readonly cell: number | null;
  readonly code: string;
  readonly rule: string;
  readonly severity: string;
  readonly range: object;
  readonly fix: { readonly applicability: string; readonly edits: readonly object[] } | null;
}

function findings(...args: string[]): Finding[] {
  const { stdout } = tvmscript(["check", "--format", "json", ...args], { cwd: folder });
  return JSON.parse(stdout) as Finding[];
}

describe("tvmscript check", () => {
  it("prints the contract's JSON and says by its status that there is something", () => {
    write("a.py", "import tvm\na = tvm.nd.array([1])\n");
    const { status, stdout } = tvmscript(["check", "a.py", "--tvm", "0.27", "--format", "json"], { cwd: folder });
    expect(status).toBe(1);
    const range = { start: { line: 1, character: 4 }, end: { line: 1, character: 16 } };
    expect(JSON.parse(stdout)).toEqual([
      {
        file: "a.py",
        cell: null,
        code: "TVM101",
        rule: "removed-name",
        severity: "error",
        message: "`tvm.nd.array` is `tvm.runtime.tensor` since TVM 0.22.",
        range,
        fix: {
          title: "Change to `tvm.runtime.tensor`",
          applicability: "safe",
          edits: [{ range: { ...range, start: { line: 1, character: 8 } }, newText: "runtime.tensor" }],
        },
      },
    ]);
  });

  it("is silent with status 0 where there is nothing", () => {
    write("a.py", "import tvm\na = tvm.nd.array([1])\n");
    expect(tvmscript(["check", "a.py", "--tvm", "0.17.0"], { cwd: folder })).toMatchObject({
      status: 0,
      stdout: "TVM 0.17: nothing found.\n",
    });
  });

  it("counts columns in UTF-16 units, and places in cells", () => {
    write("wide.py", 'import tvm\nx = "你好😀"; a = tvm.nd.array([1])\n');
    expect(findings("wide.py", "--tvm", "0.27")[0]?.range).toEqual({
      start: { line: 1, character: 16 },
      end: { line: 1, character: 28 },
    });
    cpSync(path.join(samples, "attention.ipynb"), at("n.ipynb"));
    const cells = findings("n.ipynb", "--tvm", "0.27").map(({ cell, code }) => `${cell} ${code}`);
    expect(cells).toContain("1 TVM101");
    expect(cells).toContain("3 TVM106");
  });

  it("asks an interpreter which TVM it has", () => {
    write("a.py", "import tvm\na = tvm.nd.array([1])\n");
    expect(findings("a.py", "--python", pythonFor("0.17"))).toEqual([]);
    expect(findings("a.py", "--python", pythonFor("0.27"))).toHaveLength(1);
  });

  it("fixes the lesson, and the notebook but for nothing else in its JSON", () => {
    cpSync(samples, folder, { recursive: true });
    const { status } = tvmscript(["check", "--fix", "--tvm", "0.27", "--ignore", "TVM108", "."], { cwd: folder });
    expect(status).toBe(0);
    expect(read("modern.py")).toBe(readFileSync(path.join(samples, "modern.py"), "utf8"));
    const before = readFileSync(path.join(samples, "attention.ipynb"), "utf8").split("\n");
    const after = read("attention.ipynb").split("\n");
    const changed = after.filter((line, i) => line !== before[i]);
    expect(after).toHaveLength(before.length);
    expect(changed).toHaveLength(11);
    expect(tvmscript(["check", "--fix", "--tvm", "0.27", "."], { cwd: folder }).stdout).toContain("TVM108");
  });

  it("shows with --diff what it would change, and changes nothing", () => {
    write("a.py", "import tvm\na = tvm.nd.array([1])\n");
    const { status, stdout } = tvmscript(["check", "--diff", "--tvm", "0.27", "a.py"], { cwd: folder });
    expect(status).toBe(1);
    expect(stdout).toContain("-a = tvm.nd.array([1])\n+a = tvm.runtime.tensor([1])\n");
    expect(read("a.py")).toContain("tvm.nd.array");
  });

  it("reads standard input", () => {
    const input = "from tvm.script import tir as T\n";
    const checked = tvmscript(["check", "-", "--stdin-filename", "b.py", "--format", "json", "--tvm", "0.27"], {
      input,
    });
    expect(JSON.parse(checked.stdout)).toMatchObject([{ file: "b.py", code: "TVM101" }]);
    expect(tvmscript(["check", "--fix", "-", "--tvm", "0.27"], { input })).toEqual({
      status: 0,
      stdout: "from tvm.script import tirx as T\n",
      stderr: "",
    });
  });

  it("selects and ignores rules by code, name, beginning of codes and group", () => {
    cpSync(path.join(samples, "lesson.py"), at("lesson.py"));
    const codes = (...args: string[]) =>
      [...new Set(findings("lesson.py", "--tvm", "0.27", ...args).map(({ code }) => code))].sort();
    expect(codes("--select", "missing-s-tir,TVM107")).toEqual(["TVM105", "TVM107"]);
    expect(codes("--ignore", "TVM101,TVM108")).toEqual(["TVM105", "TVM107"]);
    expect(codes("--select", "TVM10", "--ignore", "TVM101,TVM108")).toEqual(["TVM105", "TVM107"]);
    expect(codes("--select", "api,TVM11", "--ignore", "TVM101,superseded-name")).toEqual(["TVM105", "TVM107"]);
    expect(codes("--ignore", "api")).toEqual([]);
  });

  it("writes SARIF and GitHub's commands", () => {
    write("a.py", "import tvm\na = tvm.nd.array([1])\n");
    const sarif = tvmscript(["check", "a.py", "--format", "sarif", "--tvm", "0.27"], { cwd: folder });
    expect(JSON.parse(sarif.stdout)).toMatchObject({
      version: "2.1.0",
      runs: [
        {
          results: [
            {
              ruleId: "TVM101",
              level: "error",
              locations: [{ physicalLocation: { region: { startLine: 2, startColumn: 5 } } }],
            },
          ],
        },
      ],
    });
    const github = tvmscript(["check", "a.py", "--format", "github", "--tvm", "0.27"], { cwd: folder });
    expect(github.stdout).toMatch(
      /^::error file=a\.py,line=2,col=5,endLine=2,endColumn=17,title=TVM101::`tvm\.nd\.array`/,
    );
  });

  it("keeps a notebook's byte order mark, and says in one line what is wrong with one that is none", () => {
    const cells = [{ cell_type: "code", metadata: {}, source: "import tvm\na = tvm.nd.array([1])" }];
    const text = `\uFEFF${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 })}`;
    write("a.ipynb", text);
    expect(tvmscript(["check", "--fix", "--tvm", "0.27", "a.ipynb"], { cwd: folder }).status).toBe(0);
    expect(read("a.ipynb")).toBe(text.replace("nd.array", "runtime.tensor"));
    write("b.ipynb", '{\n "cells": [\n}\n');
    const { stderr } = tvmscript(["check", "b.ipynb"], { cwd: folder });
    expect(stderr).toMatch(/^tvmscript: b\.ipynb: not a notebook that can be read: [^\n]*[^.\n]\.\n$/);
  });

  it("names the cell to GitHub, which would show a cell's lines at those of the notebook's JSON", () => {
    const cells = [{ cell_type: "code", metadata: {}, source: "import tvm\na = tvm.nd.array([1])" }];
    write("a.ipynb", JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }));
    const { stdout } = tvmscript(["check", "a.ipynb", "--format", "github", "--tvm", "0.27"], { cwd: folder });
    expect(stdout).toMatch(/^::error file=a\.ipynb,title=TVM101::\[0\]:2:5: `tvm\.nd\.array`/);
  });

  it("keeps line ends, a byte order mark, and what it cannot read", () => {
    write("crlf.py", "import tvm\r\na = tvm.nd.array([1])\r\n");
    write("bom.py", "\uFEFFimport tvm\na = tvm.nd.array([1])\n");
    tvmscript(["check", "--fix", "--tvm", "0.27", "."], { cwd: folder });
    expect(read("crlf.py")).toBe("import tvm\r\na = tvm.runtime.tensor([1])\r\n");
    expect(read("bom.py")).toBe("\uFEFFimport tvm\na = tvm.runtime.tensor([1])\n");
  });

  it("goes on where a file is broken, and says each in one sentence", () => {
    write("latin.py", Buffer.from([0x69, 0x6d, 0x70, 0x6f, 0x72, 0x74, 0x20, 0xe9, 0x0a]));
    write("broken.ipynb", "{");
    write("syntax.py", "import tvm\ndef f(:\n    x = (\na = tvm.nd.array([1])\n");
    write("good.py", "import tvm\na = tvm.nd.array([1])\n");
    const { status, stdout, stderr } = tvmscript(["check", "--format", "json", "--tvm", "0.27", "."], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr.trim().split("\n")).toHaveLength(2);
    expect(stderr).toMatch(/latin\.py: not UTF-8 text/);
    expect(stderr).toMatch(/broken\.ipynb: not a notebook that can be read/);
    expect((JSON.parse(stdout) as Finding[]).map(({ file }) => path.basename(file))).toContain("good.py");
  });

  it("rewrites no file that is no Python, tells where, and goes on", () => {
    const broken = "import tvm\na = tvm.nd.array([1])\ndef f(:\n    return a\n";
    write("broken.py", broken);
    write("good.py", "import tvm\na = tvm.nd.array([1])\n");
    const { status, stderr } = tvmscript(["check", "--fix", "--tvm", "0.27", "."], { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toMatch(/^tvmscript: broken\.py:3:\d+: this is no Python; nothing in the file is rewritten\.\n$/);
    expect(read("broken.py")).toBe(broken);
    expect(read("good.py")).toBe("import tvm\na = tvm.runtime.tensor([1])\n");
  });

  it("walks into no circle of links, and into nobody else's folders", () => {
    mkdirSync(at("sub/node_modules/x"), { recursive: true });
    symlinkSync("..", at("sub/up"));
    write("sub/node_modules/x/a.py", "import tvm\na = tvm.nd.array([1])\n");
    write("sub/a.py", "import tvm\na = tvm.nd.array([1])\n");
    write("ignored.py", "import tvm\na = tvm.nd.array([1])\n");
    write(".gitignore", "ignored.py\n");
    expect(findings("--tvm", "0.27", ".").map(({ file }) => file)).toEqual(["sub/a.py"]);
  });

  it("leaves a file that cannot be written as it is, and says so", () => {
    write("a.py", "import tvm\na = tvm.nd.array([1])\n");
    chmodSync(at("a.py"), 0o444);
    chmodSync(folder, 0o555);
    const { stderr, status } = tvmscript(["check", "--fix", "--tvm", "0.27", "a.py"], { cwd: folder });
    chmodSync(folder, 0o755);
    // root, too: it could write everywhere
    expect(stderr).toMatch(/^tvmscript: a\.py: cannot be written \(no permission\)/);
    expect(status).toBe(2);
    expect(read("a.py")).toContain("tvm.nd.array");
  });

  it.each([
    [["check", "no-such-file.py"], /there is no such file or folder/],
    [["check", "--tvm", "new"], /new is no TVM release that is known/],
    [["check", "--tvm", "0.27", "--python", "python3"], /give one of them/],
    [["check", "--select", "TVM999"], /TVM999 is no rule/],
    [["check", "--format", "xml"], /xml/],
    [["check", "--python", "/no/python"], /There is no Python interpreter at/],
    [["nonsense"], /nonsense/],
  ])("says in one line that it cannot: %j", (args, sentence) => {
    const { status, stderr } = tvmscript(args, { cwd: folder });
    expect(status).toBe(2);
    expect(stderr).toMatch(sentence);
  });

  it("speaks 简体中文 where the system does", () => {
    write("a.py", "import tvm\na = tvm.nd.array([1])\n");
    const { stdout } = tvmscript(["check", "a.py", "--tvm", "0.27"], { cwd: folder, env: { LC_ALL: "zh_CN.UTF-8" } });
    expect(stdout).toContain("从 TVM 0.22 起，`tvm.nd.array` 改为 `tvm.runtime.tensor`。");
  });

  it("helps with each verb", () => {
    for (const verb of ["check", "ast", "compile", "run", "doctor", "lsp"]) {
      const { status, stdout } = tvmscript([verb, "--help"]);
      expect(status).toBe(0);
      expect(stdout).toContain(`tvmscript ${verb}`);
    }
  });
});
