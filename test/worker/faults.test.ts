/** Workers that hang, die, are killed or talk nonsense in the middle of a request: told, replaced, nothing left behind. */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { build } from "esbuild";
import { describe, expect, it } from "vitest";
import { pythonFor } from "../tvm";
import {
  engine,
  engineAt,
  errorOf,
  eventually,
  inFile,
  isRunning,
  root,
  spelled,
  succeeded,
  temporaryFolder,
  workerDir,
} from "./support";

const python = pythonFor("0.27");

/** A program whose one definition needs this statement to be run first. */
function needing(statement: string): ReturnType<typeof inFile> {
  const text = `import ctypes, os, sys, time\nfrom tvm.script import {tir} as T\n${statement}\n
@T.{prim_func}
def f(A: T.Buffer((N,), "float32")):
    for i in range(N):
        with T.{block}("A"):
            vi = T.axis.spatial(N, i)
            A[vi] = T.float32(1)
`;
  return inFile(spelled(text, "0.27"));
}

const good = needing("N = 3");

describe("a request", () => {
  const ends: Readonly<Record<string, { statement: string; error: object }>> = {
    "that crashes in native code": {
      statement: "N = len(ctypes.string_at(0))",
      error: {
        kind: "crash",
        message: expect.stringContaining("SIGSEGV"),
        detail: expect.stringContaining("program.py"),
        range: { start: { line: 2, character: 0 }, end: { line: 2, character: 28 } },
      },
    },
    "whose worker is killed from outside": {
      statement: "N = os.kill(os.getpid(), 9)",
      error: { kind: "crash", message: expect.stringContaining("SIGKILL") },
    },
    "that aborts": {
      statement: "N = ctypes.CDLL(None).abort()",
      error: { kind: "crash", message: expect.stringContaining("SIGABRT") },
    },
    "that ends the interpreter": {
      statement: "N = os._exit(7)",
      error: { kind: "crash", message: expect.stringContaining("status 7") },
    },
    "that raises SystemExit": {
      statement: "N = sys.exit(7)",
      error: {
        kind: "user-code",
        message: expect.stringContaining("SystemExit: 7"),
        range: { start: { line: 2, character: 4 }, end: { line: 2, character: 15 } },
      },
    },
    "that hangs": {
      statement: "N = time.sleep(1000)",
      error: { kind: "timeout", message: expect.stringContaining("more than 5 seconds") },
    },
    "that hangs in native code, with Python's lock held": {
      statement: "N = ctypes.PyDLL(None).sleep(1000)",
      error: { kind: "timeout", message: expect.stringContaining("more than 5 seconds") },
    },
    "that prints rubbish where answers go": {
      statement: `N = [os.write(int(d), b"rubbish\\n") for d in os.listdir("/proc/self/fd") if d not in "012" and os.path.exists("/proc/self/fd/" + d) and os.readlink("/proc/self/fd/" + d).startswith(("pipe", "socket"))]`,
      error: { kind: "crash", message: expect.stringContaining("cannot be read") },
    },
    "that answers in place of the worker": {
      statement: `N = [os.write(int(d), b'{"id": 77, "result": {}}\\n') for d in os.listdir("/proc/self/fd") if d not in "012" and os.path.exists("/proc/self/fd/" + d) and os.readlink("/proc/self/fd/" + d).startswith(("pipe", "socket"))]`,
      error: { kind: "crash", message: expect.stringContaining("cannot be read") },
    },
  };
  for (const [what, { statement, error }] of Object.entries(ends)) {
    it(`${what} is told, and the next one works`, async () => {
      const tvm = engine(python, what.includes("hangs") ? { run: 5000 } : {});
      succeeded(await tvm.check(good)); // TVM is imported
      const failed = await tvm.run(needing(statement), "f", { target: "llvm" });
      expect(errorOf(failed)).toMatchObject(error);
      expect(await tvm.check(good)).toMatchObject({ ok: true, definitions: [{ accepted: true }] });
    });
  }

  it("that is cancelled ends at once, with what it had started", async () => {
    const tvm = engine(python);
    succeeded(await tvm.check(good));
    const controller = new AbortController();
    const mark = `1${process.pid}`;
    const asked = tvm.run(
      needing(`N = os.system("sleep ${mark}")`),
      "f",
      { target: "llvm" },
      { signal: controller.signal },
    );
    await eventually(() => processes(`sleep ${mark}`).length > 0, "the program runs");
    const start = Date.now();
    controller.abort();
    expect(errorOf(await asked)).toMatchObject({ kind: "cancelled" });
    expect(Date.now() - start).toBeLessThan(1000);
    await eventually(() => processes(`sleep ${mark}`).length === 0, "its children are gone");
    expect(await tvm.check(good)).toMatchObject({ ok: true });
  });

  it("that was cancelled before it began asks nothing", async () => {
    const tvm = engine(python);
    expect(errorOf(await tvm.check(good, undefined, { signal: AbortSignal.abort() }))).toMatchObject({
      kind: "cancelled",
    });
  });

  it("that waits for its turn can be cancelled", async () => {
    const tvm = engine(python);
    const controllers = [new AbortController(), new AbortController(), new AbortController()];
    const asked = controllers.map(({ signal }) => tvm.check(needing("N = time.sleep(1000)"), undefined, { signal }));
    controllers[2]?.abort();
    expect(errorOf(await (asked[2] as (typeof asked)[number]))).toMatchObject({ kind: "cancelled" });
    for (const controller of controllers) controller.abort();
    for (const each of asked) expect(errorOf(await each)).toMatchObject({ kind: "cancelled" });
  });

  it("prints into its answer, from Python, C and programs that it starts", async () => {
    const tvm = engine(python);
    const statement = `
def size():
    print("from Python")
    ctypes.CDLL(None).printf(b"from C\\n")
    os.system("echo from a program")
    sys.stderr.write("变 to stderr\\n")
    return 3
N = size()`;
    const result = succeeded(await tvm.run(needing(statement), "f", { target: "llvm" }));
    for (const line of ["from Python", "from C", "from a program", "变 to stderr"])
      expect(result.output).toContain(line);
    expect(succeeded(await tvm.run(good, "f", { target: "llvm" })).output).toBe("");
  });

  it("may print more than is kept", async () => {
    const tvm = engine(python);
    const result = succeeded(
      await tvm.run(needing(`N = 3 + 0 * len([print("x" * 100) for _ in range(200000)])`), "f", { target: "llvm" }),
    );
    expect(result.output.length).toBeLessThan(300_000);
    expect(result.output).toMatch(/^x{100}\n[\s\S]*…[\s\S]*x{100}\n$/);
  });

  it("about a whole file tells the definition that crashed, and judges the others", async () => {
    const text = spelled(
      `import ctypes\nfrom tvm.script import {tir} as T\ndef crash(): return ctypes.string_at(0)
@T.{prim_func}\ndef first(A: T.Buffer((1,), "float32")): A[0] = T.float32(1)
@T.{prim_func}\ndef second(A: T.Buffer((len(crash()),), "float32")): A[0] = T.float32(1)
@T.{prim_func}\ndef third(A: T.Buffer((1,), "float32")): A[0] = nope\n`,
      "0.27",
    );
    const { definitions } = succeeded(await engine(python).check(inFile(text)));
    expect(definitions).toMatchObject([
      { path: "first", accepted: true },
      { path: "third", accepted: false },
      { path: "second", accepted: null, error: { kind: "crash", range: { start: { line: 2 } } } },
    ]);
  });

  it("finds nothing to read on standard input", async () => {
    const verdict = succeeded(await engine(python).check(needing("N = int(input() or 3)"), "f"));
    expect(verdict.definitions[0]?.error).toMatchObject({
      kind: "user-code",
      message: expect.stringContaining("EOFError"),
    });
  });

  it("can be made twice although its code registers something with TVM", async () => {
    const tvm = engine(python);
    const twice = needing(
      `import tvm_ffi\n@tvm_ffi.register_global_func("test.size")\ndef size(): return 3\nN = size()`,
    );
    for (let i = 0; i < 2; i++) expect(succeeded(await tvm.run(twice, "f", { target: "llvm" })).ok).toBe(true);
  });
});

describe("a worker", () => {
  it("ends when it has had nothing to do", async () => {
    const tvm = engine(python, { idle: 200 });
    const pid = await pidOf(tvm);
    await eventually(() => !isRunning(pid), "it ends");
    expect(await tvm.check(good)).toMatchObject({ ok: true });
  });

  it("ends with its engine", async () => {
    const tvm = engineAt(python);
    const pid = await pidOf(tvm);
    tvm.dispose();
    await eventually(() => !isRunning(pid), "it ends");
    expect(errorOf(await tvm.check(good))).toMatchObject({ kind: "cancelled" });
  });

  it("is one of two at the most", async () => {
    const tvm = engine(python);
    const pids = await Promise.all([1, 2, 3, 4, 5].map(() => pidOf(tvm)));
    expect(new Set(pids).size).toBeLessThanOrEqual(2);
  });
});

describe("the program that asks", () => {
  const states = {
    "is idle": { statement: "N = 3", wait: "setTimeout(() => {}, 1e6)" },
    waits: { statement: "N = time.sleep(1000)", wait: "" },
    "waits for native code that holds Python's lock": { statement: "N = ctypes.PyDLL(None).sleep(1000)", wait: "" },
  };
  for (const [what, { statement, wait }] of Object.entries(states)) {
    for (const signal of ["SIGKILL", "SIGTERM"] as const) {
      it(`leaves no worker behind when it ends by ${signal} while it ${what}`, async () => {
        const parent = await asking(statement, wait);
        const workers = () => childrenOf(parent.pid ?? 0);
        await eventually(() => workers().length > 0, "there is a worker");
        await new Promise((resolve) => setTimeout(resolve, 2500)); // TVM is imported, the statement is reached
        const [pid = 0] = workers();
        expect(isRunning(pid)).toBe(true);
        parent.kill(signal);
        await eventually(() => !isRunning(pid), "the worker ends");
      });
    }
  }

  it("ends although a worker is there", async () => {
    const parent = await asking("N = 3", "");
    const status = await new Promise((resolve) => parent.on("exit", resolve));
    expect(status).toBe(0);
  });
});

/** A program that asks for a verdict. */
async function asking(statement: string, wait: string): Promise<ChildProcess> {
  const folder = temporaryFolder();
  const outfile = path.join(folder, "asking.cjs");
  const contents = `
import { Engine } from ${JSON.stringify(path.join(root, "server/src/tvm/engine.ts"))};
const engine = new Engine({ interpreter: { path: ${JSON.stringify(python)}, source: "chosen" }, workerDir: ${JSON.stringify(workerDir)} });
engine.check(${JSON.stringify(needing(statement))}).then((result) => { console.log(result.ok); ${wait}; });
`;
  await build({
    stdin: { contents, resolveDir: root, loader: "ts" },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
  });
  return spawn(process.execPath, [outfile], { stdio: "ignore" });
}

async function pidOf(tvm: ReturnType<typeof engineAt>): Promise<number> {
  const result = succeeded(
    await tvm.run(needing("print('pid', os.getpid())\nN = print('pid', os.getpid()) or 3"), "f", { target: "llvm" }),
  );
  return Number(/pid (\d+)/.exec(result.output)?.[1]);
}

function processes(command: string): string[] {
  return execFileSync("ps", ["-eo", "args"], { encoding: "utf8" })
    .split("\n")
    .filter((line) => line === command);
}

function childrenOf(parent: number): number[] {
  const pids = readdirSync("/proc").filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      return Number(readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ")[1]) === parent;
    } catch {
      return false;
    }
  });
}
