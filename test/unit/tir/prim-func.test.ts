import { describe, expect, test } from "vitest";
import { all, child, first, nodesOf, primFunc, primFuncSource, shape, sourceOf, treeOf } from "./trees";

/** What stands to the right of `B[0] = …`. */
function value(expression: string, release: Parameters<typeof primFunc>[1] = "0.22") {
  return child(first(primFunc(`B[0] = ${expression}`, release), "BufferStore"), "value");
}

describe("expressions are what TVM makes of them", () => {
  test.each([
    ["A[0, 0] + 1.0", "Add(BufferLoad(Buffer, IntImm, IntImm), FloatImm)"],
    ["A[0, 0] * T.float32(2)", "Mul(BufferLoad(Buffer, IntImm, IntImm), FloatImm)"],
    ["T.max(A[0, 0], T.float32(0))", "Max(BufferLoad(Buffer, IntImm, IntImm), FloatImm)"],
    ['T.Cast("float32", n)', "Cast(Var)"],
    ["-A[0, 0]", "Mul(BufferLoad(Buffer, IntImm, IntImm), FloatImm)"],
  ])("%s", (written, made) => {
    expect(shape(value(written)).replace(/Buffer\(.*?\)\)/, "Buffer")).toContain(made.split("(")[0]);
  });

  test("a number takes the type of the other side", () => {
    const sum = value("A[0, 0] + 1");
    expect(sum.kind).toBe("Add");
    expect(child(sum, "b")).toMatchObject({ kind: "FloatImm", fields: { dtype: "float32", value: 1 } });
  });

  test("a wider side makes a cast of the other", () => {
    const index = child(first(primFunc("B[T.int64(1) + n] = 0.0", "0.22"), "BufferStore"), "indices");
    expect(index).toMatchObject({ kind: "Add", fields: { dtype: "int64" } });
    expect(child(index, "b")).toMatchObject({ kind: "Cast", fields: { dtype: "int64" } });
  });

  test("constants are folded", () => {
    const indices = (written: string) =>
      child(first(primFunc(`B[${written}] = 0.0`, "0.22"), "BufferStore"), "indices");
    expect(indices("T.int32(2) + T.int32(3)")).toMatchObject({ kind: "IntImm", fields: { value: 5 } });
    expect(indices("2 * 3 + 1")).toMatchObject({ kind: "IntImm", fields: { value: 7 } });
    expect(indices("n * 1 + 0").kind).toBe("Var");
    expect(indices("n // 4").kind).toBe("FloorDiv");
    expect(indices("n % 4").kind).toBe("FloorMod");
  });

  test("comparisons and logic", () => {
    const condition = child(
      first(primFunc("if n > 1 and not n == 3:\n    B[0] = 0.0", "0.22"), "IfThenElse"),
      "condition",
    );
    expect(shape(condition)).toBe("And(GT(Var(PrimType), IntImm), Not(EQ(Var(PrimType), IntImm)))");
  });

  test("an intrinsic is a call of an operator", () => {
    const call = value("T.exp(A[0, 0])");
    expect(call).toMatchObject({ kind: "Call", fields: { dtype: "float32" } });
    expect(child(call, "op")).toMatchObject({ kind: "Op", fields: { name: "tir.exp" } });
  });
});

describe("statements", () => {
  test("a grid is one loop for each of its names", () => {
    const root = primFunc("for i, j in T.grid(4, 8):\n    A[i, j] = 0.0");
    const loops = all(root, "For");
    expect(loops.map((loop) => child(loop, "loop_var").fields.name)).toEqual(["i", "j"]);
    expect(loops.map((loop) => child(loop, "extent").fields.value)).toEqual([4, 8]);
  });

  test("kinds of loops", () => {
    const kinds = ["serial", "parallel", "vectorized", "unroll"].map(
      (kind) => first(primFunc(`for i in T.${kind}(4):\n    B[i] = 0.0`), "For").fields.kind,
    );
    expect(kinds).toEqual([0, 1, 2, 3]);
  });

  test("a thread's loop has its binding", () => {
    const loop = first(primFunc('for i in T.thread_binding(4, thread="threadIdx.x"):\n    B[i] = 0.0'), "For");
    expect(child(loop, "thread_binding")).toMatchObject({ kind: "IterVar", fields: { thread_tag: "threadIdx.x" } });
  });

  test("what a statement that makes a scope leaves after it is its body", () => {
    const root = primFunc("x: T.let = n + 1\nB[x] = 0.0\nB[0] = 1.0", "0.22");
    expect(shape(child(root, "body")).replaceAll(/\(Var.*/g, "")).toMatch(/^LetStmt/);
    const now = primFunc("x: T.let = n + 1\nB[x] = 0.0\nB[0] = 1.0");
    expect(child(now, "body").children.map(({ node }) => node.kind)).toEqual(["Bind", "BufferStore", "BufferStore"]);
  });

  test("while, assert, evaluate", () => {
    const root = primFunc('while B[0] < 1.0:\n    B[0] = B[0] + 1.0\nassert n > 0, "positive"\nT.evaluate(1)', "0.25");
    expect(all(root, "While")).toHaveLength(1);
    expect(all(root, "AssertStmt")).toHaveLength(1);
    expect(all(root, "Evaluate")).toHaveLength(1);
  });
});

const BLOCK = `
from tvm.script import tir as T

@T.prim_func(s_tir=True)
def f(A: T.Buffer((8, 8), "float32"), C: T.Buffer((8,), "float32")):
    for i, k in T.grid(8, 8):
        with T.sblock("sum"):
            vi, vk = T.axis.remap("SR", [i, k])
            with T.init():
                C[vi] = T.float32(0)
            C[vi] = C[vi] + A[vi, vk]
`;

describe("blocks", () => {
  test("names differ between releases", () => {
    const old = treeOf(BLOCK.replace("T.sblock", "T.block").replace("(s_tir=True)", ""), "0.17");
    expect(all(old, "BlockRealize").length).toBe(2);
    expect(all(old, "SBlockRealize")).toEqual([]);
    const now = treeOf(BLOCK, "0.27");
    expect(all(now, "SBlockRealize").length).toBe(2);
    expect(all(now, "BlockRealize")).toEqual([]);
  });

  test("the root block is around everything", () => {
    const realize = child(treeOf(BLOCK), "body");
    expect(realize.kind).toBe("SBlockRealize");
    expect(child(realize, "block").fields.name_hint).toBe("root");
  });

  test("regions that are not given are found", () => {
    const block = all(treeOf(BLOCK), "SBlock")[1];
    if (!block) throw new Error("no block");
    const roles = block.children.map(({ role }) => role);
    expect(roles.filter((role) => role === "reads")).toHaveLength(1);
    expect(roles.filter((role) => role === "writes")).toHaveLength(1);
    expect(roles.filter((role) => role === "iter_vars")).toHaveLength(2);
    expect(child(block, "init").kind).toBe("BufferStore");
  });
});

describe("what needs running stays open", () => {
  test("unknown names", () => {
    expect(child(first(primFunc("B[0] = make_value(3)"), "BufferStore"), "value")).toMatchObject({
      kind: "Opaque",
      category: "expr",
    });
  });

  test("loops over Python's values", () => {
    const [opaque] = all(primFunc("for each in stages:\n    B[each] = 0.0"), "Opaque");
    expect(opaque).toMatchObject({ category: "stmt" });
  });

  test("a constant of the module is known, a value that is made is not", () => {
    const source = (line: string) =>
      `from tvm.script import tir as T\n\n${line}\n\n@T.prim_func\ndef f(A: T.Buffer((N,), "float32")):\n    A[0] = 0.0\n`;
    expect(all(treeOf(source("N = 128"), "0.22"), "IntImm").some(({ fields }) => fields.value === 128)).toBe(true);
    expect(all(treeOf(source("N = compute()"), "0.22"), "Opaque").length).toBeGreaterThan(0);
  });
});

describe("values from around the function", () => {
  const inside = (around: string, body: string) => `${around}\n\ndef test():\n    ${body.split("\n").join("\n    ")}\n`;
  const source = (around: string, use: string) =>
    inside(
      `import math\nimport tvm\nfrom tvm.script import tir as T\n\n${around}`,
      `@T.prim_func\ndef f(A: T.Buffer((8,), "float32")):\n    A[0] = ${use}`,
    );

  test.each([
    ["sizes = {'n': 3}", "A[sizes['n']]", "TensorLoad(Var, IntImm)"],
    ["half = tvm.tir.FloatImm('float32', 0.5)", "half", "FloatImm"],
    ["M, N = 2, 3", "A[N]", "TensorLoad(Var, IntImm)"],
    ["", "math.inf", "FloatImm"],
  ])("%s", (around, use, made) => {
    expect(shape(child(first(treeOf(source(around, use)), "BufferStore"), "value"))).toBe(made);
  });

  test("they are shown where they are used", () => {
    const text = source("half = tvm.tir.FloatImm('float32', 0.5)", "half");
    expect(sourceOf(text, child(first(treeOf(text), "BufferStore"), "value"))).toBe("half");
  });

  test("what is bound twice, or in a circle, is not known, and says so", () => {
    expect(all(treeOf(source("n = 1\nn = 2", "A[n]")), "Opaque")[0]?.fields.reason).toMatch(/^n /);
    expect(all(treeOf(source("a = b\nb = a", "a")), "Opaque")[0]?.fields.reason).toMatch(/^a /);
  });
});

test("T.meta_var is a name for a value", () => {
  const root = primFunc("m = T.meta_var(3)\nB[m] = 0.0");
  expect(child(first(root, "BufferStore"), "indices")).toMatchObject({ kind: "IntImm", fields: { value: 3 } });
  expect(all(root, "Bind")).toEqual([]);
});

describe("the place of a variable is its name", () => {
  test.each(["0.17", "0.25", "0.27"] as const)("%s", (release) => {
    const text = primFuncSource(
      'C = T.alloc_buffer((8,), "float32")\nfor i in range(8):\n    C[i] = A[i, i] + B[i]\nT.evaluate(T.tvm_access_ptr(T.type_annotation("float32"), C.data, 0, 8, 1))',
    );
    const variables = nodesOf(treeOf(text, release)).filter(({ kind }) => kind === "Var");
    const texts = variables.map((node) => [node.fields.name, sourceOf(text, node)] as const);
    expect(texts).toContainEqual([release === "0.25" ? "C_ptr" : "C", "C"]);
    expect(texts.filter(([name]) => name === "i").every(([, written]) => written === "i")).toBe(true);
    const parameters = release === "0.27" ? ["A", "B", "n"] : ["A_handle", "B_handle", "n"];
    for (const name of parameters) expect(texts).toContainEqual([name, name.replace("_handle", "")]);
  });
});

test("a module in a class in a class has its functions", () => {
  const root = treeOf(
    "from tvm.script import ir as I, tir as T\n\nclass Outer:\n    @I.ir_module\n    class Inner:\n        @T.prim_func\n        def f(n: T.int32):\n            T.evaluate(n)\n",
  );
  expect(shape(root)).toMatch(/^IRModule\(PrimFunc/);
});

test("functions of a namespace are calls of the operator that they are for", () => {
  const root = primFunc("T.evaluate(T.metal.simd_shuffle(B[0], n))");
  expect(child(first(root, "Call"), "op").fields.name).toBe("tirx.metal.simd_shuffle");
});

test("lanes that scale are written in one way", () => {
  const root = primFunc("B[T.ramp(0, 1, 4 * T.vscale())] = T.broadcast(1, 4 * T.vscale())");
  expect(shape(child(first(root, "BufferStore"), "indices"))).toBe("Ramp(IntImm, IntImm, Mul(Call(Op), IntImm))");
  expect(child(first(root, "Broadcast"), "value").kind).toBe("FloatImm");
});

test("a target is its kind and keys", () => {
  const attribute = first(primFunc('T.attr(T.target("cuda"), "target", 0)\nT.evaluate(n)', "0.17"), "AttrStmt");
  expect(child(attribute, "node")).toMatchObject({ kind: "Target", fields: { tag: "", keys: "gpu", host: null } });
  expect(child(child(attribute, "node"), "kind").fields).toMatchObject({ name: "cuda", default_device_type: 2 });
});

test("an instruction hands its arguments on", () => {
  const call =
    'T.ptx_mma("m8n8k4", "row", "col", "fp64", "fp64", "fp64", B.data, 0, B.data, 0, B.data, 0, False, dtype="float64")';
  const made = first(primFunc(`T.evaluate(${call})`, "0.17"), "Call");
  expect(made.children.map(({ node }) => node.kind).join()).toBe(
    `Op,${"StringImm,".repeat(6)}Var,IntImm,Var,IntImm,Var,IntImm,IntImm`,
  );
  expect(made.fields.dtype).toBe("float64");
});
