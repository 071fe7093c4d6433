import { describe, expect, test } from "vitest";
import { all, child, first, nodesOf, shape, treeOf } from "./trees";

const kernel = (body: string) =>
  treeOf(`from tvm.script import tirx as T
from tvm.script.tirx import tile as Tx

@T.prim_func
def f(A: T.Buffer((8, 4), "float32"), B: T.Buffer((8, 4), "float32")):
    T.device_entry()
    ${body}
`);

describe("tile primitives", () => {
  test("a buffer stands for all of it, a slice for a part", () => {
    const call = first(kernel("Tx.copy(A, B[0:4])"), "TilePrimitiveCall");
    expect(shape(call)).toBe(
      "TilePrimitiveCall(Op, TensorRegion(Var, Range(IntImm, IntImm), Range(IntImm, IntImm)), TensorRegion(Var, Range(IntImm, IntImm), Range(IntImm, IntImm)), ExecScope)",
    );
    expect(child(call, "op").fields.name).toBe("tirx.tile.copy");
    expect(
      nodesOf(call)
        .filter(({ kind }) => kind === "Range")
        .map((each) => child(each, "extent").fields.value),
    ).toEqual([8, 4, 4, 4]);
  });

  test("a prefix is the scope that does it, keywords are its configuration", () => {
    const call = first(kernel('Tx.cta.fill(A, 0.5, dispatch="fast", depth=3)'), "TilePrimitiveCall");
    expect(call.fields).toEqual({ dispatch: "fast", config: 3 });
    expect(child(call, "scope").fields.kind).toBe(3);
    expect(all(call, "FloatImm")[0]?.fields.value).toBe(0.5);
  });

  test("what is left out has its default", () => {
    const call = first(kernel("Tx.sum(A, B)"), "TilePrimitiveCall");
    expect(call.fields.args).toBe(false);
    expect(child(call, "scope").fields.kind).toBe(6);
  });
});
