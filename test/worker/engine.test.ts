/** The engine on real TVMs: what it answers where all is well. */
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { AstNode } from "../../server/src/ast";
import type { Engine } from "../../server/src/tvm/engine";
import { pythonFor, type Release } from "../tvm";
import { engine, engineAt, errorOf, inFile, samples, spelled, succeeded, temporaryFolder } from "./support";

const withLlvm: readonly Release[] = ["0.27", "0.17", "0.26"];

describe.each(["0.27", "0.17", "0.26", "0.22"] as const)("TVM %s", (release) => {
  const tvm = engineAt(pythonFor(release));
  afterAll(() => tvm.dispose());
  const source = samples(release);
  const llvm = withLlvm.includes(release);
  const itWithLlvm = llvm ? it : () => {};

  it("is probed without being imported", async () => {
    const start = Date.now();
    const probe = succeeded(await tvm.probe());
    expect(probe.tvm).toMatch(new RegExp(`^${release.replace(".", "\\.")}\\.`));
    expect(probe.tvmPath && existsSync(path.join(probe.tvmPath, "__init__.py"))).toBe(true);
    expect(probe.tvmFfi === null).toBe(release === "0.17" || release === "0.22");
    expect(Date.now() - start).toBeLessThan(1500);
  });

  it("judges every definition of a file, and runs nothing else of it", async () => {
    const { tvm: version, definitions } = succeeded(await tvm.check(source));
    expect(version).toMatch(new RegExp(`^${release.replace(".", "\\.")}`));
    expect(definitions.map(({ path: name, accepted }) => [name, accepted])).toEqual([
      ["add_one", true],
      ["accumulate", true],
      ["half", true],
      ["Module", true],
      ["pair", true],
      ["make.sized", true],
      ["make.unknown", null],
      ["raw", true],
    ]);
  });

  it("gives trees in its own names", async () => {
    const { root, kind, path: name } = succeeded(await tvm.ast(source, "Module.double"));
    expect([kind, name]).toEqual(["PrimFunc", "Module.double"]);
    const found = kinds(root);
    for (const each of ["PrimFunc", "For", "FloatImm", release >= "0.25" ? "SBlockRealize" : "BlockRealize"])
      expect(found).toContain(each);
    const loop = find(root, "For");
    expect(loop?.children.map(({ role }) => role)).toEqual(
      expect.arrayContaining(["loop_var", "min", "extent", "body"]),
    );
    expect(kinds(succeeded(await tvm.ast(source, "Module")).root)).toEqual(
      expect.arrayContaining(["IRModule", "Function", "PrimFunc"]),
    );
  });

  it("knows what it generates code for", async () => {
    const { targets, devices } = succeeded(await tvm.targets());
    const found = targets.map(({ kind }) => kind);
    expect(found).toEqual(expect.arrayContaining(["c", "cuda", "metal", "opencl", "webgpu"]));
    expect(found.includes("llvm")).toBe(llvm);
    expect(devices.map(({ kind }) => kind)).toContain("cpu");
  });

  it("prints device code without the device", async () => {
    const texts = { cuda: "__global__", opencl: "__kernel", metal: "kernel void", webgpu: "@compute" };
    for (const [target, word] of Object.entries(texts)) {
      const result = succeeded(await tvm.compile(source, "add_one", { target }));
      const text = result.sources.map(({ path: file }) => readFileSync(file, "utf8")).join("\n");
      expect(text, target).toContain(word);
      expect(result.notes.join()).toContain("default GPU schedule");
    }
  });

  it("prints C", async () => {
    const result = succeeded(await tvm.compile(source, "add_one", { target: "c", emit: ["c", "ll"] }));
    expect(result.sources).toMatchObject([{ module: "c", format: "c" }]);
    expect(readFileSync(result.sources[0]?.path ?? "", "utf8")).toContain("add_one");
    expect(result.notes.join()).toContain("no ll for target c; there is c");
  });

  itWithLlvm("compiles into a library that can be loaded without its source", async () => {
    const output = path.join(temporaryFolder(), "made", "one.so");
    const progress: string[] = [];
    const compiled = await tvm.compile(
      source,
      "Module",
      { target: "llvm", output },
      { onProgress: (message) => progress.push(message) },
    );
    const { artifact, sources, seconds, notes } = succeeded(compiled);
    expect(artifact).toBe(output);
    expect(statSync(output).size).toBeGreaterThan(1000);
    expect(sources.map(({ format }) => format)).toEqual(expect.arrayContaining(["ll", "asm", "vm"]));
    expect(seconds).toBeGreaterThan(0);
    expect(notes).toEqual([]);
    expect(progress).toEqual(["TVM reads Module…", "Compiling Module for llvm…", "Linking Module…"]);
    const load = `import tvm; m = (getattr(tvm.runtime, "load_module"))("${output}"); print(m["vm_load_executable"] is not None)`;
    expect(
      execFileSync(pythonFor(release), ["-c", load], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }),
    ).toContain("True");
  });

  itWithLlvm("takes targets by name, as an object, and in the old form", async () => {
    for (const target of ["llvm", '{"kind": "llvm", "mcpu": "core-avx2"}', "llvm -mcpu=core-avx2 -num-cores=2"]) {
      succeeded(await tvm.compile(source, "add_one", { target, link: false }));
    }
    const aarch64 = await tvm.compile(source, "add_one", {
      target: '{"kind": "llvm", "mtriple": "aarch64-linux-gnu"}',
      emit: ["asm"],
      link: false,
    });
    expect(readFileSync(succeeded(aarch64).sources[0]?.path ?? "", "utf8")).toMatch(/\bret\b/);
  });

  it("says what a target is not", async () => {
    for (const target of ["nope", '{"kind": "llvm"', "vulkan"]) {
      expect(errorOf(await tvm.compile(source, "add_one", { target }))).toMatchObject({
        kind: expect.stringMatching(/tvm-error|unsupported/),
        message: expect.stringContaining(target),
      });
    }
    if (!llvm) {
      const error = errorOf(await tvm.run(source, "add_one", { target: "llvm" }));
      expect(error).toMatchObject({
        kind: "unsupported",
        message: expect.stringContaining("without code generation for llvm"),
      });
    }
  });

  itWithLlvm("runs a PrimFunc: what it reads, writes and changes", async () => {
    const add = succeeded(await tvm.run(source, "add_one", { target: "llvm", seed: 1 }));
    expect(add.function).toBe("add_one");
    expect(add.arguments).toMatchObject([
      { name: "A", role: "input", shape: [8], dtype: "float32" },
      { name: "B", role: "output", shape: [8], dtype: "float32" },
    ]);
    const [a, b] = add.arguments;
    expect(b?.min).toBeCloseTo((a?.min ?? 0) + 1, 5);
    expect(add.result).toBe(null);

    const sum = succeeded(await tvm.run(source, "accumulate", { target: "llvm" }));
    expect(sum.arguments).toMatchObject([
      { name: "n", role: "input", shape: [], preview: "8" },
      { name: "A", role: "input", shape: [8, 4], dtype: "int32" },
      { name: "B", role: "inout", shape: [4], dtype: "int32", before: expect.stringMatching(/^\[.*\]$/) },
      { name: "k", role: "input", shape: [], preview: "8" },
    ]);
    const half = succeeded(await tvm.run(source, "half", { target: "llvm" }));
    expect(half.arguments.map(({ role }) => role)).toEqual(["input", "output", "output"]);
    expect(half.arguments[2]?.preview).toBe("[[ True  True]\n [ True  True]]");
  });

  itWithLlvm("gives the same values for the same seed", async () => {
    const values = async (seed: number) =>
      succeeded(await tvm.run(source, "add_one", { target: "llvm", seed })).arguments;
    expect(await values(3)).toEqual(await values(3));
    expect(await values(3)).not.toEqual(await values(4));
  });

  itWithLlvm("runs Relax in the virtual machine", async () => {
    const main = succeeded(await tvm.run(source, "Module", { target: "llvm" }));
    expect(main.function).toBe("Module.main");
    expect(main.result).toMatchObject({ name: "result", role: "output", shape: [4, 4], dtype: "float32" });
    expect(main.result?.max).toBeCloseTo(2 * (main.arguments[0]?.max ?? 0), 5);
    const pair = succeeded(await tvm.run(source, "pair", { target: "llvm" }));
    expect(pair.result).toBe(null);
    expect(pair.arguments.map(({ name, role }) => [name, role])).toEqual([
      ["n", "input"],
      ["x", "input"],
      ["s", "input"],
      ["result[0]", "output"],
      ["result[1]", "output"],
    ]);
  });

  itWithLlvm("says why it cannot run something", async () => {
    const cannot = async (name: string) => errorOf(await tvm.run(source, name, { target: "llvm" }));
    expect(await cannot("raw")).toMatchObject({
      kind: "unsupported",
      message: expect.stringContaining("plain handle"),
    });
    expect(await cannot("make.unknown")).toMatchObject({
      kind: "unsupported",
      message: expect.stringContaining("while make runs"),
    });
    expect(await cannot("nothing")).toMatchObject({
      kind: "not-found",
      message: expect.stringContaining("add_one, accumulate"),
    });
    expect(errorOf(await tvm.run(source, undefined, { target: "llvm" }))).toMatchObject({
      kind: "not-found",
      message: expect.stringContaining("Which one?"),
    });
    expect(errorOf(await tvm.run(source, "add_one", { target: "cuda" }))).toMatchObject({
      kind: "unsupported",
      message: expect.stringContaining("no cuda device"),
    });
  });

  it("is found in order by the doctor", async () => {
    const report = await tvm.doctor();
    const status = Object.fromEntries(report.checks.map((check) => [check.id, check.status]));
    expect(status).toMatchObject({ interpreter: "ok", tvm: "ok", import: "ok", devices: "info", "mlc-llm": "info" });
    expect(status.codegen).toBe(llvm ? "ok" : "warning");
    expect(status["self-test"]).toBe(llvm ? "ok" : "warning");
    expect(report.ok).toBe(true);
    expect(report.checks.find(({ id }) => id === "names")?.detail).toContain(release >= "0.25" ? "tvm.nd" : "tvm.tirx");
  });
});

describe("a file", () => {
  const python = pythonFor("0.27");

  it("is judged as the editor has it, not as it is on disk", async () => {
    const text = spelled(
      `from tvm.script import {tir} as T\n@T.{prim_func}\ndef f(A: T.Buffer((4,), "float32")):\n    A[0] = T.float32(1)\n`,
      "0.27",
    );
    const tvm = engine(python);
    const source = inFile(text);
    expect(existsSync(source.fileName)).toBe(false);
    expect(succeeded(await tvm.check(source)).definitions).toMatchObject([{ path: "f", accepted: true }]);
    const changed = { ...source, text: text.replace("A[0]", "A[0, 0]") };
    expect(succeeded(await tvm.check(changed)).definitions).toMatchObject([{ path: "f", accepted: false }]);
  });

  it("may end its lines with CRLF and begin with a byte order mark", async () => {
    const text = `\uFEFF${spelled("from tvm.script import {tir} as T\n@T.{prim_func}\ndef f(A: T.Buffer((4,), 'float32')):\n    A[0] = nope\n", "0.27")}`;
    const result = succeeded(await engine(python).check(inFile(text.replaceAll("\n", "\r\n"))));
    expect(result.definitions[0]?.error?.range).toEqual({
      start: { line: 3, character: 11 },
      end: { line: 3, character: 15 },
    });
  });

  it("imports what lies beside it, anew each time", async () => {
    const { writeFileSync } = await import("node:fs");
    const tvm = engine(python);
    const source = inFile(
      spelled(
        "from sizes import N\nfrom tvm.script import {tir} as T\n@T.{prim_func}\ndef f(A: T.Buffer((N,), 'float32')):\n    A[0] = T.float32(1)\n",
        "0.27",
      ),
    );
    for (const size of [3, 5]) {
      writeFileSync(path.join(path.dirname(source.fileName), "sizes.py"), `N = ${size}\n`);
      const { arguments: values } = succeeded(await tvm.run(source, "f", { target: "llvm" }));
      expect(values[0]?.shape).toEqual([size]);
    }
  });

  it("has spans where TVM keeps them", async () => {
    const text = spelled(
      "from tvm.script import {tir} as T\n@T.{prim_func}\ndef 变(A: T.Buffer((4,), 'float32')):\n    for i in range(4): A[i] = A[i] + T.float32(1)\n",
      "0.27",
    );
    const { root } = succeeded(await engine(python).ast(inFile(text), "变"));
    expect(find(root, "For")?.span).toEqual({ start: { line: 3, character: 4 }, end: { line: 3, character: 49 } });
  });
});

describe("what is compiled", () => {
  it("goes into a temporary folder that may be removed meanwhile, and goes with its engine", async () => {
    const tvm = engine(pythonFor("0.27"));
    const file = async () => {
      const { sources } = succeeded(await tvm.compile(samples("0.27"), "add_one", { target: "c", link: false }));
      return sources[0]?.path ?? "";
    };
    const first = await file();
    rmSync(path.dirname(path.dirname(first)), { recursive: true });
    const second = await file();
    expect([existsSync(first), existsSync(second)]).toEqual([false, true]);
    tvm.dispose();
    expect(existsSync(path.dirname(path.dirname(second)))).toBe(false);
  });

  it("needs a temporary folder", async () => {
    const before = process.env.TMPDIR;
    process.env.TMPDIR = "/nowhere";
    try {
      const result = await engine(pythonFor("0.27")).compile(samples("0.27"), "add_one", { target: "c" });
      expect(errorOf(result)).toMatchObject({ message: expect.stringContaining("/nowhere") });
    } finally {
      if (before === undefined) delete process.env.TMPDIR;
      else process.env.TMPDIR = before;
    }
  });
});

describe("a probe", () => {
  it("is remembered, until the packages change", async () => {
    const python = pythonFor("0.27");
    const first = engine(python);
    succeeded(await first.probe());
    const second = engine(python);
    first.dispose();
    const start = performance.now();
    succeeded(await second.probe());
    expect(performance.now() - start).toBeLessThan(20);
  });

  it("fails where there is no interpreter", async () => {
    const { Engine: Class } = await import("../../server/src/tvm/engine");
    const none: Engine = new Class({ interpreter: null, workerDir: "" });
    expect(errorOf(await none.probe())).toMatchObject({ kind: "no-python" });
    expect(await none.doctor()).toMatchObject({
      ok: false,
      interpreter: null,
      checks: [{ id: "interpreter", status: "error" }],
    });
  });
});

function kinds(node: AstNode): string[] {
  return [node.kind, ...node.children.flatMap((child) => kinds(child.node))];
}

function find(node: AstNode, kind: string): AstNode | null {
  if (node.kind === kind) return node;
  for (const child of node.children) {
    const found = find(child.node, kind);
    if (found) return found;
  }
  return null;
}
