/** Interpreters and TVMs that do not work, made with real programs: one sentence each, and nothing hangs. */
import path from "node:path";
import { describe, expect, it } from "vitest";
import { findInterpreter } from "../../server/src/tvm/interpreter";
import { pythonFor } from "../tvm";
import { engine, errorOf, executable, inFile, pythonWithTvm, temporaryFolder } from "./support";

const program = inFile(
  "import tvm\nfrom tvm.script import tirx as T\n@T.prim_func\ndef f(a: T.handle): T.evaluate(0)\n",
);

describe("choosing an interpreter", () => {
  const found = async (wanted: string | null, env: NodeJS.ProcessEnv = process.env, cwd?: string) => {
    const result = await findInterpreter(wanted, env, cwd);
    return result.ok ? result.interpreter : result.error;
  };

  it("takes an executable, a virtual environment's folder and a command", async () => {
    const python = pythonFor("0.27");
    const bin = path.dirname(python);
    expect(await found(python)).toEqual({ path: python, source: "chosen" });
    expect(await found(path.dirname(bin))).toEqual({ path: path.join(bin, "python"), source: "chosen" });
    expect(await found("python", { PATH: bin })).toEqual({ path: path.join(bin, "python"), source: "chosen" });
    expect(await found("bin/python", {}, path.dirname(bin))).toEqual({
      path: path.join(bin, "python"),
      source: "chosen",
    });
  });

  it("takes the first on PATH where nothing is chosen", async () => {
    const bin = path.dirname(pythonFor("0.27"));
    expect(await found(null, { PATH: `/nowhere:${bin}` })).toMatchObject({
      path: path.join(bin, "python3"),
      source: "path",
    });
    expect(await found(null, { PATH: "/nowhere" })).toMatchObject({
      kind: "no-python",
      message: expect.stringContaining("PATH"),
    });
  });

  it("says what is wrong with a path", async () => {
    const folder = temporaryFolder();
    expect(await found("/nowhere/python")).toMatchObject({
      kind: "no-python",
      message: expect.stringContaining("/nowhere/python"),
    });
    expect(await found(folder)).toMatchObject({
      kind: "no-python",
      message: expect.stringContaining("no virtual environment"),
    });
    expect(await found(program.fileName)).toMatchObject({ kind: "no-python" });
    expect(await found(path.join(import.meta.dirname, "support.ts"))).toMatchObject({
      kind: "no-python",
      message: expect.stringContaining("not a program"),
    });
  });
});

describe("an interpreter that is none", () => {
  const asked = async (python: string) => errorOf(await engine(python, { start: 3000 }).probe());

  it("is not there", async () => {
    expect(await asked("/nowhere/python")).toMatchObject({
      kind: "no-python",
      message: expect.stringContaining("/nowhere/python"),
    });
  });

  it("is no program", async () => {
    expect(await asked(executable("\x00\x01\x02"))).toMatchObject({ kind: "no-python" });
  });

  it("is another program", async () => {
    const error = await asked("/bin/cat");
    expect(error).toMatchObject({ kind: "no-python", message: expect.stringContaining("it ended with 0") });
    expect(error.detail).toContain("sys.version_info");
  });

  it("ends without a word", async () => {
    expect(await asked("/bin/true")).toMatchObject({
      kind: "no-python",
      message: expect.stringContaining("it ended with 0"),
    });
  });

  it("never says anything", async () => {
    expect(await asked(executable("#!/bin/sh\nexec sleep 100\n"))).toMatchObject({
      kind: "no-python",
      message: expect.stringContaining("within 3 seconds"),
    });
  });

  it("prints without end", async () => {
    expect(await asked(executable("#!/bin/sh\nexec yes\n"))).toMatchObject({
      kind: "no-python",
      message: expect.stringContaining("endless output"),
    });
  });

  it("is Python 2", async () => {
    const old = executable(`#!/bin/sh\necho '{"hello": 1, "python": "2.7.18", "tooOld": true}'\n`);
    expect(await asked(old)).toMatchObject({ kind: "no-python", message: expect.stringContaining("2.7.18") });
  });

  it("prints a banner before it works", async () => {
    const python = executable(`#!/bin/sh\necho welcome\necho '{"not": "hello"}'\nexec '${pythonFor("0.27")}' "$@"\n`);
    expect(await engine(python).probe()).toMatchObject({ ok: true, tvm: expect.stringMatching(/^0\.27\./) });
  });
});

describe("a TVM that is none", () => {
  it("is not installed", async () => {
    const tvm = engine("/usr/bin/python3");
    expect(await tvm.probe()).toMatchObject({ ok: true, tvm: null, tvmPath: null });
    expect(errorOf(await tvm.compile(program, "f", { target: "llvm" }))).toMatchObject({
      kind: "no-tvm",
      message: expect.stringContaining("pip install apache-tvm"),
    });
  });

  it("is an empty folder of that name", async () => {
    const python = executable(
      `#!/bin/sh\ncd '${temporaryFolder()}' && mkdir -p tvm && PYTHONPATH=. exec /usr/bin/python3 "$@"\n`,
    );
    expect(await engine(python).probe()).toMatchObject({ ok: true, tvm: null, tvmPath: null });
  });

  const broken = {
    "lacks a symbol": {
      init: 'raise OSError("libtvm.so: undefined symbol: TVMFFIObjectCreateOpaque")',
      error: { kind: "tvm-import", message: expect.stringContaining("undefined symbol: TVMFFIObjectCreateOpaque") },
    },
    "lacks a package": {
      init: "import a_package_that_is_not_there",
      error: { kind: "tvm-import", message: expect.stringContaining("No module named 'a_package_that_is_not_there'") },
    },
    "ends the interpreter": {
      init: "import os; print('goodbye', flush=True); os._exit(3)",
      error: {
        kind: "tvm-import",
        message: expect.stringContaining("(3)"),
        detail: expect.stringContaining("goodbye"),
      },
    },
    "calls sys.exit": {
      init: "import sys; sys.exit(4)",
      error: { kind: "tvm-import", message: expect.stringContaining("SystemExit: 4") },
    },
    "crashes in native code": {
      init: "import ctypes; ctypes.string_at(0)",
      error: { kind: "tvm-import", message: expect.stringContaining("SIGSEGV") },
    },
    hangs: {
      init: "import time; time.sleep(1000)",
      error: { kind: "timeout", message: expect.stringContaining("Importing TVM") },
    },
    "is something else": {
      init: "",
      error: { kind: "tvm-import" },
    },
  };
  for (const [what, { init, error }] of Object.entries(broken)) {
    it(`${what} when it is imported`, async () => {
      const python = pythonWithTvm({
        "tvm/__init__.py": init,
        "tvm/_version.py": "__version__ = version = '0.99.1'\n",
      });
      const tvm = engine(python, { check: 4000 });
      expect(await tvm.probe()).toMatchObject({ ok: true, tvm: "0.99.1" });
      expect(errorOf(await tvm.check(program))).toMatchObject(error);
      const report = await tvm.doctor();
      expect(report).toMatchObject({ ok: false, tvm: "0.99.1" });
      expect(report.checks.find(({ id }) => id === "import")).toMatchObject({
        status: "error",
        advice: expect.any(String),
      });
    });
  }

  it("prints rubbish when it is imported", async () => {
    const init = `
import os, sys
print('{"id": 1, "result": {}}'); os.write(1, b'{"id": 2}\\nrubbish\\n'); sys.stderr.write("\\x00\\xff")
__version__ = "0.99.1"
`;
    const python = pythonWithTvm({
      "tvm/__init__.py": init,
      "tvm/script.py": "",
      "tvm/libinfo.py": '__version__ = "0.99.1"\n',
    });
    const verdict = await engine(python).check(inFile("x = 1\n"));
    expect(verdict).toEqual({ ok: true, tvm: "0.99.1", definitions: [] });
  });

  it("does not load with the apache-tvm-ffi that is there", async () => {
    const python = pythonWithTvm({
      "tvm/__init__.py": 'raise OSError("undefined symbol: TVMFFIErrorSetRaisedFromCStr")',
      "tvm/_version.py": "__version__ = version = '0.25.0.post1'\n",
    });
    const tvm = engine(python);
    expect(errorOf(await tvm.check(program))).toMatchObject({
      kind: "tvm-import",
      message: expect.stringMatching(
        /^TVM 0\.25\.0\.post1 does not load with apache-tvm-ffi .*pip install apache-tvm-ffi==0\.1\.12$/,
      ),
      detail: expect.stringContaining("undefined symbol"),
    });
    const report = await tvm.doctor();
    const pair = report.checks.find(({ id }) => id === "tvm-ffi");
    expect(pair).toMatchObject({ status: "error", advice: expect.stringContaining("apache-tvm-ffi==0.1.12") });
  });
});
