/** What has to do with devices and can be seen without one. On a real one: scripts/gpu-check.mjs. */
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Engine } from "../../server/src/tvm/engine";
import { pythonFor } from "../tvm";
import { engine, errorOf, executable, inFile, root, spelled, succeeded, temporaryFolder, workerDir } from "./support";

const kernels = {
  fileName: path.join(root, "test/gpu/kernels.py"),
  text: readFileSync(path.join(root, "test/gpu/kernels.py"), "utf8"),
};

const bound = `from tvm.script import {tir} as T
@T.{prim_func}
def bound(A: T.Buffer((64,), "float32"), B: T.Buffer((64,), "float32")):
    for thread in T.thread_binding(64, thread="threadIdx.x"):
        B[thread] = A[thread] * T.float32(3)
`;

/** Prints what a piece of the worker's own Python says. */
function worker(program: string): string {
  return execFileSync("python3", ["-c", program], { cwd: workerDir, encoding: "utf8" }).trim();
}

/** The interpreter of a release with nothing on PATH but what is given. */
function withPath(release: "0.17" | "0.22", folder: string): string {
  return executable(`#!/bin/sh\nPATH='${folder}:/usr/bin:/bin' exec '${pythonFor(release)}' "$@"\n`);
}

describe("a device", () => {
  it("is told to be missing with the reason, where TVM's library for it cannot be loaded", async () => {
    const tvm = engine(pythonFor("0.27"));
    const reason = /libcu\w+\.so[.\d]*: cannot open shared object file/;
    expect(errorOf(await tvm.run(kernels, "bound", { target: "cuda" })).message).toMatch(reason);
    const found = (await tvm.doctor()).checks.find(({ id }) => id === "runtime-cuda");
    expect(found).toMatchObject({ status: "info", detail: expect.stringMatching(reason) });
  });

  it("is not needed for a library, which then holds the text", async () => {
    const tvm = engine(pythonFor("0.27"));
    const output = path.join(temporaryFolder(), "bound.so");
    const { notes } = succeeded(await tvm.compile(kernels, "bound", { target: "cuda", output }));
    expect(notes).toEqual([expect.stringContaining("the library holds the CUDA text")]);
    expect(readFileSync(output, "latin1")).toContain("bound_kernel");
  });

  it("gets TVM's default schedule where the compiler stumbles without one", async () => {
    const tvm = engine(pythonFor("0.27"));
    const target = JSON.stringify({ kind: "cuda", arch: "sm_90a" });
    const { notes } = succeeded(await tvm.compile(kernels, "brain", { target, link: false }));
    expect(notes).toEqual([expect.stringContaining("default GPU schedule")]);
  });

  it("cannot have a function that nobody bound to threads and that does not fit TVM's schedule", async () => {
    const error = errorOf(await engine(pythonFor("0.27")).compile(kernels, "unschedulable", { target: "cuda" }));
    expect(error).toMatchObject({ kind: "tvm-error", range: { start: { character: 4 } } });
    expect(error.message).toMatch(/no loop is bound to threads .* does not fit: ScheduleError: The queried subtree/);
  });
});

describe("nvcc", () => {
  const source = inFile(spelled(bound, "0.17"));
  const target = JSON.stringify({ kind: "cuda", arch: "sm_80" });

  it("is asked for the target's arch, and its error is told, not its warnings", async () => {
    const folder = temporaryFolder();
    const log = path.join(folder, "asked");
    writeFileSync(
      path.join(folder, "nvcc"),
      `#!/bin/sh
echo "$@" >>'${log}'
echo '/tmp/some/my_kernel.cu(3): warning #177-D: variable "i" was declared but never referenced'
echo
echo '/tmp/some/my_kernel.cu(7): error: identifier "nothing" is undefined'
exit 1
`,
      { mode: 0o755 },
    );
    const tvm = engine(withPath("0.17", folder));
    const { sources, notes } = succeeded(await tvm.compile(source, "bound", { target }));
    expect(sources.map(({ format }) => format)).toContain("cuda");
    expect(notes.join()).toContain('only its text (my_kernel.cu(7): error: identifier "nothing" is undefined)');
    expect(readFileSync(log, "utf8")).toContain("sm_80");
    const output = path.join(folder, "bound.so");
    const error = errorOf(await tvm.compile(source, "bound", { target, output }));
    expect(error).toMatchObject({ kind: "tvm-error", message: expect.stringContaining('"nothing" is undefined') });
  });

  it("is named where there is neither it nor NVRTC", async () => {
    const folder = temporaryFolder();
    const tvm = engine(withPath("0.17", folder));
    const { notes } = succeeded(await tvm.compile(source, "bound", { target }));
    expect(notes.join()).toContain("neither NVRTC (pip install cuda-bindings) nor nvcc");
    const error = errorOf(await tvm.compile(source, "bound", { target, output: path.join(folder, "bound.so") }));
    expect(error).toMatchObject({ kind: "unsupported", message: expect.stringContaining("cuda-bindings") });
  });

  it("has a log of which one row is told", () => {
    const said = worker(`
from tvmscript_worker import cuda
print(cuda.reason(RuntimeError("NVRTC compilation failed:\\ntvm_kernels.cu(9): warning #1: w\\n\\ntvm_kernels.cu(12): error: no f\\n\\n1 error detected")))
print(cuda.reason(RuntimeError("__global__ error\\nCompilation error:\\nptxas error   : Entry function 'f' uses too much shared data")))
print(cuda.reason(RuntimeError("Compilation error: empty result is generated")))
`);
    expect(said.split("\n")).toEqual([
      "tvm_kernels.cu(12): error: no f",
      "ptxas error : Entry function 'f' uses too much shared data",
      "empty result is generated",
    ]);
  });
});

describe("a call on a device that fails", () => {
  it("is told with the sizes that were too large", () => {
    const said = worker(`
from tvmscript_worker import headline
print(headline.headline("CUDALaunch Error: CUDA_ERROR_INVALID_VALUE\\n grid=(1,1,1),  block=(4096,1,1)\\n// func_name=f\\n"))
`);
    expect(said).toBe("CUDALaunch Error: CUDA_ERROR_INVALID_VALUE: grid=(1,1,1), block=(4096,1,1)");
  });

  it("spends its process where the device is broken, and only there", () => {
    const said = worker(`
from types import SimpleNamespace as Thing
from tvmscript_worker.requests import run
class Broken:
    def sync(self): raise RuntimeError("an illegal memory access was encountered")
class Sound:
    def sync(self): pass
gpu, cpu = Thing(keys=["cuda", "gpu"], kind=Thing(name="cuda")), Thing(keys=["cpu"], kind=Thing(name="llvm"))
for target, device in ((gpu, Broken()), (gpu, Sound()), (cpu, Broken())):
    failure = run._failed(RuntimeError("it failed"), Thing(path="f"), "cuda", target, device, None)
    print(failure.code, failure.as_json()["spent"])
print(run._failed(RuntimeError("CUDA_ERROR_NO_BINARY_FOR_GPU"), Thing(path="f"), "cuda", gpu, Sound(), None).code)
`);
    expect(said.split("\n")).toEqual(["run-failed True", "run-failed False", "run-failed False", "other-arch"]);
  });

  it("has its memory told apart from what cannot be made", () => {
    const said = worker(`
import numpy
from types import SimpleNamespace as Thing
from tvmscript_worker import tensors
from tvmscript_worker.failure import Failure
def maker(text):
    def empty(*rest): raise RuntimeError(text)
    return tensors.Maker(Thing(runtime=Thing(empty=empty)), 0, None)
for text in ("cudaErrorMemoryAllocation (2): out of memory", "unknown dtype"):
    try: maker(text).tensor("A", (1024, 1024, 16), "float32")
    except Failure as failure: print(failure.code, failure.values)
`);
    expect(said.split("\n")).toEqual(["device-memory ['A', '0.06']", "dtype ['A', 'float32']"]);
  });

  it("gets another process where the old one says that it can do nothing more", async () => {
    const folder = temporaryFolder();
    writeFileSync(
      path.join(folder, "worker.py"),
      `import json, os, sys
print(json.dumps({"hello": 1, "python": "3.11.0", "pid": os.getpid()}), flush=True)
for line in sys.stdin:
    request = json.loads(line)
    spent = "spend" in request["params"]["source"]["text"]
    error = {"kind": "tvm-error", "code": "run-failed", "values": ["f", str(os.getpid())], "spent": spent}
    print(json.dumps({"id": request["id"], "error": error}), flush=True)
`,
    );
    const tvm = new Engine({ interpreter: { path: "python3", source: "chosen" }, workerDir: folder });
    const answered = async (text: string) =>
      errorOf(await tvm.run({ fileName: "f.py", text }, "f", { target: "cuda" })).message;
    try {
      const first = await answered("keep");
      expect(await answered("spend")).toBe(first);
      const second = await answered("keep");
      expect(second).not.toBe(first);
      expect(await answered("keep")).toBe(second);
    } finally {
      tvm.dispose();
    }
  });
});

describe("a run", () => {
  it("shows once what the program prints, though it is called twice", async () => {
    const text = `from tvm.script import {tir} as T
@T.{prim_func}
def f(A: T.Buffer((4,), "int32")):
    A[0] = A[0] + 1
    T.evaluate(T.call_extern("int32", "puts", "said by the program"))
`;
    const result = succeeded(
      await engine(pythonFor("0.27")).run(inFile(spelled(text, "0.27")), "f", { target: "llvm" }),
    );
    expect(result.output.trim()).toBe("said by the program");
    expect(result.arguments).toMatchObject([{ name: "A", role: "inout" }]);
    expect(result.notes).toEqual([]);
  });

  it("takes the time of a call, not of what only a first one does", async () => {
    const tvm = engine(pythonFor("0.27"));
    const slowWhere = (value: string) =>
      inFile(
        spelled(
          `from tvm.script import {tir} as T
@T.{prim_func}
def f(A: T.Buffer((1,), "int32")):
    A[0] = A[0] + 1
    if A[0] == ${value}:
        T.evaluate(T.call_extern("int32", "usleep", 300000))
`,
          "0.27",
        ),
      );
    const first = succeeded(await tvm.run(slowWhere("100"), "f", { target: "llvm" }));
    const [, met] = /\[(\d+)\]/.exec(first.arguments[0]?.preview ?? "") ?? [];
    const { seconds, arguments: values } = succeeded(await tvm.run(slowWhere(met ?? "none"), "f", { target: "llvm" }));
    expect(values[0]?.preview).toBe(`[${met}]`);
    expect(seconds).toBeLessThan(0.1);
  });
});
