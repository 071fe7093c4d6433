import { expect, test } from "vitest";
import { excerptImports, printedImports } from "../../../server/src/semantic/implied-imports";

const read = (...texts: string[]) => Object.fromEntries(printedImports(texts));

test("a printer's comments say what names stand for, and tvm comes with them", () => {
  expect(read("# from tvm.script import ir as I\r\n# from tvm.script import relax as R\n\n@I.ir_module\n")).toEqual({
    I: ["tvm.script.ir"],
    R: ["tvm.script.relax"],
    tvm: ["tvm"],
  });
});

test("what the script has tells which TIR it is, whatever the comment says", () => {
  const header = (dialect: string) => `# from tvm.script import ${dialect} as T\n`;
  expect(read(header("tir")).T).toEqual(["tvm.script.tir"]);
  expect(read(`${header("tir")}with T.sblock("B"):\n`).T).toEqual(["tvm.script.tirx"]);
  expect(read(`${header("tirx")}with T.block("B"):\n`).T).toEqual(["tvm.script.tir"]);
});

test("other comments and code say nothing", () => {
  const indented = "    # from tvm.script import tir as T\n";
  expect(read("from tvm.script import tir as T\n", indented, "# from tvm import te\n")).toEqual({});
});

test("in excerpts the usual names are TVM's where they decorate scripts", () => {
  const excerpt = '@T.prim_func\ndef f(A: T.Buffer((8,), "float32")):\n    with T.sblock("B"):\n        pass\n';
  expect(Object.fromEntries(excerptImports(["x = 1\n", excerpt]))).toEqual({ T: ["tvm.script.tirx"], tvm: ["tvm"] });
  expect(Object.fromEntries(excerptImports(["@R.function\ndef f(x):\n    return x\n"]))).toEqual({
    R: ["tvm.script.relax"],
    tvm: ["tvm"],
  });
  expect(excerptImports(["T = 3\nprint(T.x)\n"]).size).toBe(0);
});
