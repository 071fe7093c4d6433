/** `tvmscript compile`, `run` and `doctor`, as a terminal calls them. */
import { spawn } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import type { DoctorReport, RunResult } from "../../server/src/protocol";
import { pythonFor } from "../tvm";
import { executable, root, temporaryFolder } from "../worker/support";

const python = pythonFor("0.27");
const modern = path.join(root, "test/fixtures/worker/modern.py");
const classic = path.join(root, "test/fixtures/worker/classic.py");
const notebook = path.join(root, "test/fixtures/worker/cells.ipynb");

interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly cwd: string;
}

function tvmscript(args: readonly string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}): Promise<Ended> {
  const env = { ...process.env, LANG: "C", LC_ALL: "C", ...options.env };
  const cwd = options.cwd ?? temporaryFolder();
  const child = spawn(process.execPath, [path.join(root, "dist/server/cli.js"), ...args], { cwd, env });
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"] as const) {
    child[name].setEncoding("utf8").on("data", (text: string) => {
      said[name] += text;
    });
  }
  return new Promise((resolve) => child.on("close", (status) => resolve({ status, ...said, cwd })));
}

function file(text: string): string {
  const name = path.join(temporaryFolder(), "变.py");
  writeFileSync(name, text);
  return name;
}

const wrong = `from tvm.script import tirx as T
@T.prim_func(s_tir=True)
def f(A: T.Buffer((8,), "float32")):
    A[0] = 变 + 1
`;

describe("compile", () => {
  it("writes the library that -o names", async () => {
    const output = path.join(temporaryFolder(), "new", "lib.so");
    const { status, stdout, stderr } = await tvmscript([
      "compile",
      `${modern}::Module`,
      "--python",
      python,
      "--target",
      "llvm",
      "-o",
      output,
    ]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/lib\.so {2}\(TVM 0\.27\.\S+, [\d.]+ s\)\n$/);
    expect(existsSync(output)).toBe(true);
  });

  it("writes NAME.so without -o", async () => {
    const { status, stdout, cwd } = await tvmscript(["compile", `${classic}::add_one`, "--python", pythonFor("0.17")]);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^add_one\.so {2}\(TVM 0\.17/);
    expect(existsSync(path.join(cwd, "add_one.so"))).toBe(true);
  });

  it("prints text with --emit, and nothing else on standard output", async () => {
    const c = await tvmscript(["compile", `${modern}::add_one`, "--python", python, "--target", "c", "--emit", "c"]);
    expect([c.status, c.stderr]).toEqual([0, ""]);
    expect(c.stdout).toContain("TVM_DLL");
    const cuda = await tvmscript([
      "compile",
      `${modern}::add_one`,
      "--python",
      python,
      "--target",
      "cuda",
      "--emit",
      "cuda",
    ]);
    expect(cuda.status).toBe(0);
    expect(cuda.stdout).toContain("__global__");
    expect(cuda.stderr).toContain("note: No loop was bound to threads");
  });

  it("writes text into a file, by its ending or by --emit", async () => {
    for (const [name, more] of [
      ["x.ll", []],
      ["x.txt", ["--emit", "ll"]],
    ] as const) {
      const output = path.join(temporaryFolder(), name);
      const { status } = await tvmscript(["compile", `${modern}::add_one`, "--python", python, "-o", output, ...more]);
      expect(status).toBe(0);
      expect(readFileSync(output, "utf8")).toContain("; ModuleID = 'TVMMod'");
    }
    const { status, stderr } = await tvmscript(["compile", `${modern}::add_one`, "--python", python, "-o", "x.txt"]);
    expect([status, stderr]).toEqual([2, expect.stringMatching(/^tvmscript: x\.txt: say what to write.*\n$/)]);
  });

  it("shows what TVM rejects where it is: file:line:column: error: message", async () => {
    const name = file(wrong);
    const { status, stdout, stderr } = await tvmscript(["compile", name, "--python", python]);
    expect([status, stdout]).toEqual([1, ""]);
    expect(stderr).toBe(`${name}:4:12: error: TVM rejects this: Undefined variable: 变.\n`);
  });

  it("counts in the cell of a notebook", async () => {
    const { status, stderr } = await tvmscript(["compile", `${notebook}::wrong`, "--python", python]);
    expect([status, stderr]).toEqual([1, `${notebook}[3]:3:12: error: TVM rejects this: Undefined variable: 变.\n`]);
  });

  it("says so in Chinese", async () => {
    const name = file(wrong);
    const { stderr } = await tvmscript(["compile", name, "--python", python], { env: { LC_ALL: "zh_CN.UTF-8" } });
    expect(stderr).toBe(`${name}:4:12: error: TVM 不接受：Undefined variable: 变。\n`);
  });

  it("fails with one line and status 2 where it cannot work", async () => {
    const cannot = (args: string[]) => tvmscript(["compile", ...args]);
    const cases = [
      [["/nowhere.py::f", "--python", python], "no such file"],
      [[modern, "--python", python], "Which one? There is add_one"],
      [[`${modern}::nothing`, "--python", python], "There is no nothing here"],
      [[file("x = 1\n"), "--python", python], "no PrimFunc"],
      [[`${modern}::add_one`, "--python", "/nowhere/python"], "/nowhere/python"],
      [[`${modern}::add_one`, "--python", "/usr/bin/python3"], "has no TVM"],
      [[`${modern}::add_one`, "--python", "/bin/true"], "not a Python that works"],
      [[`${classic}::add_one`, "--python", pythonFor("0.22"), "--target", "llvm"], "without code generation for llvm"],
    ] as const;
    for (const [args, words] of cases) {
      const { status, stdout, stderr } = await cannot([...args]);
      expect([status, stdout], words).toEqual([2, ""]);
      expect(stderr).toMatch(/^tvmscript: [^\n]*\n$/);
      expect(stderr).toContain(words);
    }
  });

  it("takes a virtual environment's folder for --python", async () => {
    const folder = path.dirname(path.dirname(python));
    const { status } = await tvmscript([
      "compile",
      `${modern}::add_one`,
      "--python",
      folder,
      "--target",
      "c",
      "--emit",
      "c",
    ]);
    expect(status).toBe(0);
  });
});

describe("run", () => {
  it("prints what went in and what came out", async () => {
    const { status, stdout, stderr } = await tvmscript(["run", `${modern}::accumulate`, "--python", python]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/^accumulate: [\d.e-]+ ms \(TVM 0\.27\.\S+, llvm\)\n/);
    for (const line of [
      "n  int64  input",
      "A  int32[8, 4]  input",
      "B  int32[4]  input and output",
      "before:",
      "after:",
    ])
      expect(stdout).toContain(line);
  });

  it("prints JSON", async () => {
    const { status, stdout } = await tvmscript([
      "run",
      `${classic}::Module`,
      "--python",
      pythonFor("0.17"),
      "--format",
      "json",
      "--seed",
      "7",
    ]);
    expect(status).toBe(0);
    const result = JSON.parse(stdout) as RunResult;
    expect(result).toMatchObject({ ok: true, function: "Module.main", result: { shape: [4, 4] }, tvm: "0.17.dev0" });
  });

  it("runs a cell of a notebook with the cells that it needs", async () => {
    const { status, stdout } = await tvmscript(["run", `${notebook}::fill`, "--python", python]);
    expect(status).toBe(0);
    expect(stdout).toContain("[1. 1. 1. 1.]");
  });

  it("refuses a seed that is none", async () => {
    const { status, stderr } = await tvmscript(["run", modern, "--seed", "many"]);
    expect(status).toBe(2);
    expect(stderr).toContain("A seed is a whole number");
  });
});

describe("doctor", () => {
  it("finds a good TVM in order", async () => {
    const { status, stdout, stderr } = await tvmscript(["doctor", "--python", python]);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toContain("✓ A small function compiles and runs: target llvm");
    expect(stdout).toMatch(/Nothing is in the way\.\n$/);
  });

  it("prints JSON", async () => {
    const { status, stdout } = await tvmscript(["doctor", "--python", pythonFor("0.17"), "--format", "json"]);
    expect(status).toBe(0);
    expect(JSON.parse(stdout) as DoctorReport).toMatchObject({
      ok: true,
      tvm: "0.17.dev0",
      tvmFfi: null,
      interpreter: pythonFor("0.17"),
    });
  });

  it("says what is missing, with status 2", async () => {
    const none = await tvmscript(["doctor", "--python", "/usr/bin/python3"]);
    expect(none.status).toBe(2);
    expect(none.stdout).toContain("✗ TVM is installed");
    expect(none.stdout).toContain("/usr/bin/python3 -m pip install apache-tvm");
    expect(none.stderr).toBe("tvmscript: There is no tvm package in this interpreter.\n");
    const broken = await tvmscript([
      "doctor",
      "--python",
      executable("#!/bin/sh\necho no; exit 3\n"),
      "--format",
      "json",
    ]);
    expect(broken.status).toBe(2);
    expect(JSON.parse(broken.stdout)).toMatchObject({
      ok: false,
      python: null,
      checks: [{ id: "interpreter", status: "error" }],
    });
  });
});
