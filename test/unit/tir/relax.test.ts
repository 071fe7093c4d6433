import { describe, expect, test } from "vitest";
import { all, child, first, relaxFunction, shape, treeOf } from "./trees";

describe("Relax functions", () => {
  test("a call is bound, its operator known", () => {
    const root = relaxFunction("z = R.add(x, y)\nreturn z");
    const binding = first(root, "VarBinding");
    expect(child(binding, "var")).toMatchObject({ kind: "Var", fields: { name: "z" } });
    expect(child(child(binding, "value"), "op")).toMatchObject({ kind: "Op", fields: { name: "relax.add" } });
  });

  test("a call within a call is bound first", () => {
    const root = relaxFunction("z = R.add(R.multiply(x, y), y)\nreturn z");
    expect(all(root, "VarBinding").map((each) => child(each, "var").fields.name)).toEqual(["gv", "z"]);
  });

  test("a dataflow block and its output", () => {
    const root = relaxFunction(
      "with R.dataflow():\n    a = R.add(x, y)\n    b = R.nn.relu(a)\n    R.output(b)\nreturn b",
    );
    const block = first(root, "DataflowBlock");
    expect(block.children.map(({ node }) => child(node, "var").kind)).toEqual(["DataflowVar", "Var"]);
  });

  test("the type of the result is worked out where the release shows it", () => {
    const root = relaxFunction("z = R.matmul(x, R.permute_dims(y))\nreturn z", "0.22");
    expect(shape(child(root, "ret_struct_info"))).toBe("TensorStructInfo(ShapeExpr(IntImm, IntImm))");
  });

  test("tuples", () => {
    const root = relaxFunction("t = (x, y)\nz = t[1]\nreturn z");
    expect(child(all(root, "VarBinding")[1] ?? root, "value")).toMatchObject({
      kind: "TupleGetItem",
      fields: { index: 1 },
    });
  });

  test("symbolic sizes of a signature are one variable", () => {
    const root = treeOf(
      [
        "from tvm.script import relax as R, tir as T",
        "@R.function",
        'def f(x: R.Tensor(("n", 4), "float32")) -> R.Tensor(("n", 4), "float32"):',
        "    n = T.int64()",
        '    z: R.Tensor((n, 4), "float32") = R.add(x, x)',
        "    return z",
        "",
      ].join("\n"),
      "0.22",
    );
    const names = all(child(root, "ret_struct_info"), "Var").map(({ fields }) => fields.name);
    expect(names).toEqual(["n"]);
  });
});

describe("modules", () => {
  const MODULE = `
from tvm.script import ir as I, relax as R, tir as T

@I.ir_module
class Module:
    @T.prim_func
    def double(A: T.Buffer((4,), "float32"), B: T.Buffer((4,), "float32")):
        for i in range(4):
            B[i] = A[i] * T.float32(2)

    @R.function
    def main(x: R.Tensor((4,), "float32")) -> R.Tensor((4,), "float32"):
        cls = Module
        z = R.call_tir(cls.double, (x,), out_sinfo=R.Tensor((4,), "float32"))
        return z
`;

  test("functions, and references to them", () => {
    const root = treeOf(MODULE, "0.22");
    expect(root.kind).toBe("IRModule");
    expect(root.children.map(({ node }) => node.kind)).toEqual(["PrimFunc", "Function"]);
    expect(first(root, "GlobalVar").fields.name_hint).toBe("double");
  });
});
