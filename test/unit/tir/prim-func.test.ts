import { describe, expect, test } from "vitest";
import { all, child, first, primFunc, shape, treeOf } from "./trees";

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
