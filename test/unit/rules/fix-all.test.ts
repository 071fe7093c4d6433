import { expect, it } from "vitest";
import { modelOf, type Source } from "../../../server/src/cli/source";
import { check } from "../../../server/src/rules/engine";
import { applyEdits, fixAll } from "../../../server/src/rules/fix-all";
import { parser } from "../../parser";

function fixed(text: string, release = "0.27"): string {
  const source: Source = { name: "a.py", texts: [{ cell: null, text }], write: ([changed = ""]) => changed };
  const model = modelOf(parser, source);
  const [part] = fixAll(model, { release }, (texts) => modelOf(parser, source, texts));
  return part ? applyEdits(text, part.edits) : text;
}

it("hands out no fix that takes a comment away", () => {
  const text =
    'from tvm.script import relax as R, tirx as T\n\n@R.function\ndef f():\n    n = T.Var("n", "int64")\n    return n\n';
  expect(fixed(text)).toContain("n = T.int64()");
  const commented = text.replace('"n", ', '"n",  # rows\n        ');
  expect(fixed(commented)).toBe(commented);
  const source: Source = { name: "a.py", texts: [{ cell: null, text: commented }], write: ([changed = ""]) => changed };
  const [found] = check(modelOf(parser, source), { release: "0.27", rules: { lint: "off" } });
  expect(found?.rule.code).toBe("TVM113");
  expect(found?.fix()).toBeNull();
});

it("leaves a statement alone that would be broken, and fixes the others", () => {
  const odd =
    "from tvm.tir import (\n    PrimExpr\n    # a note before a comma\n    , IterVar\n    # and another\n    , Var\n)\n";
  const rest = "import tvm\n\ndef f(x):\n    return tvm.nd.array(x)\n";
  expect(fixed(odd + rest)).toBe(odd + rest.replace("nd.array", "runtime.tensor"));
});

it("ends lines as the file does", () => {
  const text = `from tvm.script import tirx as T

@T.prim_func(s_tir=True)
def f(A: T.Buffer((16,), "float16")):
    a = T.decl_buffer([4], "float16", scope="local")
    b = T.decl_buffer([4], "float16", scope="local")
    c = T.decl_buffer([4], "float32", scope="local")
    m = T.decl_buffer([1], "uint32", scope="local")
    T.evaluate(T.ptx_mma_sp("m16n8k16", "row", "col", "fp16", "fp16", "fp32", a.data, 0, b.data, 0, c.data, 0, m.data, 0, 0, False, dtype="float32"))
`.replaceAll("\n", "\r\n");
  const after = fixed(text);
  expect(after).toContain("T.ptx.mma.sp.sync");
  expect(after.match(/(?<!\r)\n/)).toBeNull();
});

it("keeps the lines together of what is taken out of brackets", () => {
  const head = "from tvm.script import tirx as T\n\n@T.prim_func\ndef f(x: T.int32):\n";
  expect(fixed(`${head}    T.ret(\n        x\n        * x\n    )  # squared\n`)).toBe(
    `${head}    return (x\n        * x)  # squared\n`,
  );
  expect(fixed(`${head}    T.ret(\n        T.max(\n            x, 1\n        )\n    )\n`)).toBe(
    `${head}    return T.max(\n            x, 1\n        )\n`,
  );
  expect(
    fixed("import tvm\n\ndef f(fn):\n    return fn.buffer_map[\n        fn\n        .params[0]\n    ].shape\n"),
  ).toBe("import tvm\n\ndef f(fn):\n    return (fn\n        .params[0]).shape\n");
  const old = head.replace("tirx", "tir").replace("prim_func", "prim_func(s_tir=True)");
  expect(
    fixed(
      `${old}    p = (\n        T\n        .allocate([8], "int8")\n    )\n    B = T.decl_buffer([8], "int8", data=p)\n    B[0] = x\n`,
    ),
  ).toContain('    B = T.alloc_buffer([8], "int8")\n    B[0] = x\n');
  expect(fixed(`${head}    y: T.let[\n        T\n        .int32\n    ] = x\n    T.evaluate(y)\n`, "0.22")).toContain(
    "    y: (T\n        .int32) = x\n",
  );
});
