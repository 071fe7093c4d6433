/** Code that a constant keeps from running: what is wrong there is a warning. Which branches real TVM reads is test/worker's. */
import { expect, it } from "vitest";
import { modelOf, type Source } from "../../../server/src/cli/source";
import { check } from "../../../server/src/rules/engine";
import { parser } from "../../parser";

const IMPORT = "import tvm\nfrom tvm.script import tirx as T\nfrom tvm.script import relax as R\n";

function severities(text: string): string[] {
  const source: Source = { name: "", texts: [{ cell: null, text: IMPORT + text }], write: ([changed = ""]) => changed };
  return check(modelOf(parser, source), { release: "0.27" }).map(({ rule, severity }) => `${rule.code} ${severity}`);
}

it("in Python itself", () => {
  expect(severities("if False:\n    tvm.nd.array(x)\nelse:\n    tvm.nd.array(x)\n")).toEqual([
    "TVM101 warning",
    "TVM101 error",
  ]);
  expect(severities("OLD = False\nf = tvm.nd.array if OLD else tvm.nd.empty\n")).toEqual([
    "TVM101 warning",
    "TVM101 error",
  ]);
  expect(severities('A = "a"\nif A == "b" or not True:\n    T.gird(8)\nelif T.gird(8):\n    pass\n')).toEqual([
    "TVM201 warning",
    "TVM201 error",
  ]);
  expect(severities("if True or T.gird(8):\n    pass\nelif T.gird(8):\n    T.gird(8)\n")).toEqual(
    Array(3).fill("TVM201 warning"),
  );
});

it("with a definition in it", () => {
  const definition = '    @T.prim_func\n    def f(A: T.Buffer((8,), "float32")):\n        A[0, 0] = nothing\n';
  expect(severities(`if False:\n${definition}`)).toEqual(["TVM210 warning", "TVM200 warning"]);
  expect(severities(`if f(1):\n${definition}`).every((each) => each.endsWith("error"))).toBe(true);
});

it("in a macro", () => {
  expect(severities("@T.inline\ndef f(A):\n    if False:\n        T.gird(8)\n    else:\n        T.gird(8)\n")).toEqual([
    "TVM201 warning",
    "TVM201 error",
  ]);
});

it("not where the value is another's to choose", () => {
  for (const text of [
    "def f(flag=False):\n    if flag:\n        T.gird(8)\n",
    "flag = False\nflag = g()\nif flag:\n    T.gird(8)\n",
    "from elsewhere import FLAG\nif FLAG:\n    T.gird(8)\n",
    "while False:\n    T.gird(8)\n",
  ])
    expect(severities(text), text).toEqual(["TVM201 error"]);
});

it("by what a kernel's variables are", () => {
  const kernel = (condition: string) =>
    '@T.prim_func(s_tir=True)\ndef f(A: T.Buffer((8,), "float32")):\n    for tx in T.thread_binding(8, "threadIdx.x"):\n' +
    `        n = T.meta_var(4)\n        if ${condition}:\n            T.gird(8)\n`;
  for (const condition of ["tx < 4", "not (tx % 2 == 0)", "n == 4"])
    expect(severities(kernel(condition)), condition).toContain("TVM201 error");
  const imported = kernel("n == 5").replace("T.meta_var", "meta_var");
  expect(severities(`from tvm.script.tirx import meta_var\n${imported}`)).toContain("TVM201 warning");
  for (const condition of ["n == 5", "False and tx < 4", 'A.dtype == "int8"'])
    expect(severities(kernel(condition)), condition).toContain("TVM201 warning");
});

it("not in a file that Python does not read", () => {
  expect(severities("if False:\n    T.gird(8)\n    x = = 1\n")).toEqual(["TVM201 error"]);
});

it("for a function whose only block is there", () => {
  const body = (condition: string) =>
    `@T.prim_func\ndef f(A: T.Buffer((8,), "float32")):\n    if ${condition}:\n        with T.sblock("b"):\n            A[0] = 1.0\n`;
  expect(severities(body("False"))).toEqual(["TVM105 warning"]);
  expect(severities(body("True"))).toEqual(["TVM105 error"]);
});
