/** Forms of releases before the oldest whose trees are known: shown with today's node names where there are such. */
import { describe, expect, test } from "vitest";
import { all, child, first, nodesOf, shape, sourceOf, treeOf } from "./trees";

const OLD = ["0.8", "0.9", "0.11", "0.14", "0.16"] as const;

describe.each(OLD)("TVM %s", (release) => {
  test("a buffer in brackets, reads and writes in lists", () => {
    const root = treeOf(
      `import tvm
from tvm.script import tir as T

@T.prim_func
def f(A: T.Buffer[(8, 8), "float32"], b: T.handle) -> None:
    B = T.match_buffer(b, [8, 8], "float32")
    for i, j in T.grid(8, 8):
        with T.block("B"):
            vi, vj = T.axis.remap("SS", [i, j])
            T.reads([A[vi, vj]])
            T.writes([B[vi, vj]])
            B[vi, vj] = A[vi, vj] * 2.0
`,
      release,
    );
    expect(all(root, "Opaque")).toEqual([]);
    const block = all(root, "Block")[1];
    expect(block?.children.map(({ role }) => role)).toEqual(["iter_vars", "iter_vars", "reads", "writes", "body"]);
    expect(all(root, "Buffer")[0]?.fields).toMatchObject({ name: "A", dtype: "float32" });
  });

  test("loads and stores through pointers keep TVM's names of then", () => {
    const text = `from tvm.script import tir as T

@T.prim_func
def f(A: T.handle, n: T.int32) -> None:
    C = T.match_buffer(A, [64], elem_offset=0, align=128, offset_factor=1)
    T.store(C.data, n, T.load("float32", C.data, n + 1), True)
    T.store(C.data, T.ramp(n, 1, 4), T.broadcast(T.float32(0), 4), True)
`;
    const root = treeOf(text, release);
    expect(all(root, "Opaque")).toEqual([]);
    const [store] = all(root, "Store");
    expect(store?.children.map(({ role }) => role)).toEqual(["buffer_var", "value", "index", "predicate"]);
    expect(store && shape(child(store, "value"))).toMatch(/^Load\(Var\(.*\), Add\(.*\), IntImm\)$/);
    expect(store && sourceOf(text, child(store, "buffer_var"))).toBe("C");
  });

  test("an allocation that is indexed, and how a buffer was before it was flattened", () => {
    const root = treeOf(
      `from tvm.script import tir as T

@T.prim_func
def f(A: T.Buffer[(16,), "float32"]) -> None:
    T.preflattened_buffer(A, [4, 4], data=A.data)
    with T.allocate([16], "float32", "global") as D:
        for i in range(16):
            D[i] = A[i] + D[i]
`,
      release,
    );
    expect(all(root, "Opaque")).toEqual([]);
    expect(first(root, "BufferStore").fields.buffer).toBe("D");
  });
});

describe("before the first release with T.prim_func", () => {
  const text = `from tvm import tir
from tvm.script import ty
import tvm.script

@tvm.script.tir
def matmul(a: ty.handle, b: ty.handle) -> None:
    A = tir.match_buffer(a, (8, 8), "float32")
    B = tir.match_buffer(b, (8,), "float32")
    for i, k in tir.grid(8, 8):
        with tir.block([8, tir.reduce_axis(0, 8)], "update") as [vi, vk]:
            tir.bind(vi, i)
            tir.bind(vk, k)
            with tir.init():
                B[vi] = tir.float32(0)
            B[vi] = B[vi] + A[vi, vk]

@tvm.script.tir
class Module:
    def f(n: ty.int32) -> None:
        tir.evaluate(n)
`;

  test("axes in a list, bound one by one", () => {
    const root = treeOf(text, "0.8");
    expect(all(root, "Opaque")).toEqual([]);
    const block = all(root, "BlockRealize")[1];
    expect(block && child(block, "block").fields.name_hint).toBe("update");
    expect(all(root, "IterVar").map(({ fields }) => fields.iter_type)).toEqual([0, 2]);
    const values = block?.children.filter(({ role }) => role === "iter_values").map(({ node }) => node.fields.name);
    expect(values).toEqual(["i", "k"]);
    for (const node of nodesOf(root)) expect(node.span, node.kind).not.toBeNull();
  });

  test("one decorator for functions and modules", () => {
    const root = treeOf(
      text
        .slice(text.lastIndexOf("@tvm"))
        .replace(/^/, "from tvm import tir\nfrom tvm.script import ty\nimport tvm.script\n\n"),
      "0.8",
    );
    expect(shape(root)).toMatch(/^IRModule\(PrimFunc\(Var/);
  });
});
