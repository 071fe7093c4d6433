/** The types that operators give, as TVM 0.22 and 0.27 infer them (they agree on all of these). */
import { describe, expect, test } from "vitest";
import type { AstNode } from "../../../server/src/ast";
import { child, treeOf } from "./trees";

const PARAMETERS: Readonly<Record<string, string>> = {
  x: 'R.Tensor((2, 3), "float32")',
  y: 'R.Tensor((2, 3), "float32")',
  b: 'R.Tensor((3,), "float32")',
  s: 'R.Tensor((), "float32")',
  c: 'R.Tensor((2, 3), "bool")',
  i: 'R.Tensor((4,), "int64")',
  n: 'R.Tensor(("n", "m"), "float32")',
  k: 'R.Tensor(("n", 1), "float32")',
  u: 'R.Tensor("float32")',
  r: 'R.Tensor(ndim=2, dtype="float32")',
  d: 'R.Tensor((1, 4, 8, 8), "float32")',
  w: 'R.Tensor((6, 4, 3, 3), "float32")',
  t: 'R.Tensor((1, 4, 8), "float32")',
  v: 'R.Tensor((6, 4, 3), "float32")',
  o: 'R.Tensor((4, 6, 3, 3), "float32")',
  e: 'R.Tensor((1, 4, 8, 8, 8), "float32")',
  q: 'R.Tensor((2, 5, 4, 8), "float32")',
  a: 'R.Tensor((3, 4), "float32")',
  h: "R.Shape([6, 1])",
  g: 'R.Tensor((4,), "float32")',
  z: 'R.Tensor((2, 3), "int32")',
};

/** Tensors are `T[shape,dtype]`, shapes `S[…]`, tuples `(…)`. */
const CASES: readonly (readonly [string, string])[] = [
  ["R.add(x, y)", "T[(2,3),float32]"],
  ["R.add(x, b)", "T[(2,3),float32]"],
  ["R.add(x, u)", "T[ndim=-1,float32]"],
  ["R.add(x, s)", "T[(2,3),float32]"],
  ["R.less(x, b)", "T[(2,3),bool]"],
  ["R.logical_and(c, c)", "T[(2,3),bool]"],
  ["R.isnan(x)", "T[(2,3),bool]"],
  ["R.where(c, x, b)", "T[(2,3),float32]"],
  ['R.astype(x, "float16")', "T[(2,3),float16]"],
  ["R.clip(x, 0, 1)", "T[(2,3),float32]"],
  ["R.broadcast_to(b, (2, 3))", "T[(2,3),float32]"],
  ["R.sum(x)", "T[(),float32]"],
  ["R.sum(x, axis=1)", "T[(2),float32]"],
  ["R.mean(x, axis=[0, 1], keepdims=True)", "T[(1,1),float32]"],
  ["R.max(r, axis=0)", "T[ndim=1,float32]"],
  ["R.argmax(x, axis=1)", "T[(2),int64]"],
  ["R.cumsum(x, axis=0)", "T[(2,3),float32]"],
  ["R.cumsum(x)", "T[(6),float32]"],
  ["R.nn.softmax(x)", "T[(2,3),float32]"],
  ["R.matmul(x, a)", "T[(2,4),float32]"],
  ["R.matmul(x, b)", "T[(2),float32]"],
  ["R.matmul(q, R.permute_dims(q, [0, 1, 3, 2]))", "T[(2,5,4,4),float32]"],
  ["R.matmul(r, a)", "T[ndim=2,float32]"],
  ["R.permute_dims(x)", "T[(3,2),float32]"],
  ["R.permute_dims(d, [0, 2, 3, 1])", "T[(1,8,8,4),float32]"],
  ["R.reshape(x, (3, 2))", "T[(3,2),float32]"],
  ["R.reshape(x, (-1,))", "T[(6),float32]"],
  ["R.reshape(x, h)", "T[(6,1),float32]"],
  ["R.flatten(d)", "T[(256),float32]"],
  ["R.squeeze(R.expand_dims(x, 0), 0)", "T[(2,3),float32]"],
  ["R.expand_dims(x, [0, 2])", "T[(1,2,1,3),float32]"],
  ["R.squeeze(r)", "T[ndim=-1,float32]"],
  ["R.concat((x, y), axis=0)", "T[(4,3),float32]"],
  ["R.concat((x, y), axis=-1)", "T[(2,6),float32]"],
  ["R.stack((x, y), axis=1)", "T[(2,2,3),float32]"],
  ["R.split(x, 3, axis=1)", "(T[(2,1),float32],T[(2,1),float32],T[(2,1),float32])"],
  ["R.split(d, [1, 5], axis=2)", "(T[(1,4,1,8),float32],T[(1,4,4,8),float32],T[(1,4,3,8),float32])"],
  ["R.tile(x, (2, 2))", "T[(4,6),float32]"],
  ["R.repeat(x, 2, axis=0)", "T[(4,3),float32]"],
  ["R.repeat(x, 2)", "T[(12),float32]"],
  ["R.take(x, i, axis=1)", "T[(2,4),float32]"],
  ["R.take(b, i)", "T[(4),float32]"],
  ["R.strided_slice(d, axes=[2, 3], begin=[1, 0], end=[7, 8], strides=[2, 1])", "T[(1,4,3,8),float32]"],
  ["R.one_hot(i, R.prim_value(1), R.prim_value(0), 10)", "T[(4,10),int64]"],
  ['R.zeros((2, 3), "int8")', "T[(2,3),int8]"],
  ['R.full((2, 3), R.const(1, "float32"))', "T[(2,3),float32]"],
  ['R.full((2, 3), R.const(1, "float32"), dtype="float16")', "T[(2,3),float16]"],
  ['R.zeros_like(x, dtype="int32")', "T[(2,3),int32]"],
  ["R.arange(1, 10, 2)", "T[(5),int64]"],
  ["R.tril(x)", "T[(2,3),float32]"],
  ["R.shape_of(x)", "S[2,3]"],
  ["R.argsort(x, axis=0)", "T[(2,3),int32]"],
  ["R.sort(x)", "T[(2,3),float32]"],
  ["R.topk(x, k=2, axis=1)", "(T[(2,2),float32],T[(2,2),int32])"],
  ['R.topk(x, k=2, axis=1, ret_type="values")', "T[(2,2),float32]"],
  ["R.nn.conv2d(d, w, padding=1)", "T[(1,6,8,8),float32]"],
  ['R.nn.conv2d(d, w, strides=2, out_layout="NHWC")', "T[(1,3,3,6),float32]"],
  ["R.nn.conv1d(t, v)", "T[(1,6,6),float32]"],
  ["R.nn.conv2d_transpose(d, o, strides=2)", "T[(1,6,17,17),float32]"],
  ["R.nn.max_pool2d(d, pool_size=2, strides=2)", "T[(1,4,4,4),float32]"],
  ["R.nn.avg_pool2d(d, pool_size=3, strides=2, ceil_mode=True)", "T[(1,4,4,4),float32]"],
  ["R.nn.max_pool1d(t, pool_size=2)", "T[(1,4,7),float32]"],
  ["R.nn.max_pool3d(e, pool_size=2, strides=2)", "T[(1,4,4,4,4),float32]"],
  ["R.nn.adaptive_avg_pool2d(d, 1)", "T[(1,4,1,1),float32]"],
  ["R.nn.layer_norm(x, b, b, axes=-1)", "T[(2,3),float32]"],
  ["R.nn.rms_norm(x, b, axes=-1)", "T[(2,3),float32]"],
  ["R.nn.batch_norm(d, g, g, g, g, axis=1)", "(T[(1,4,8,8),float32],T[(4),float32],T[(4),float32])"],
  ["R.nn.group_norm(d, g, g, num_groups=2, channel_axis=1, axes=[2, 3])", "T[(1,4,8,8),float32]"],
  ["R.nn.attention(q, q, q)", "T[(2,5,4,8),float32]"],
  ["R.nn.dropout(x, 0.5)", "(T[(2,3),float32],T[(2,3),float32])"],
  ['R.image.resize2d(d, (16, 16), layout="NCHW")', "T[(1,4,16,16),float32]"],
  ["R.unique(x)", "T[ndim=1,float32]"],
  ["R.bitwise_not(z)", "T[(2,3),int32]"],
  ["R.floor_divide(z, z)", "T[(2,3),int32]"],
];

function lengths(node: AstNode): string {
  return node.children.map(({ node: each }) => String(each.fields.value ?? each.fields.name)).join(",");
}

function written(type: AstNode): string {
  const { fields, children } = type;
  switch (type.kind) {
    case "TensorStructInfo": {
      const shape = children.find(({ role }) => role === "shape")?.node;
      const size =
        shape === undefined
          ? `ndim=${fields.ndim}`
          : shape.kind === "Var"
            ? `@${shape.fields.name}`
            : `(${lengths(shape)})`;
      return `T[${size},${fields.dtype}]`;
    }
    case "ShapeStructInfo":
      return `S[${lengths(type)}]`;
    case "TupleStructInfo":
      return `(${children.map(({ node }) => written(node)).join(",")})`;
    default:
      return type.kind;
  }
}

describe("types of operators", () => {
  test.each(CASES)("%s", (expression, type) => {
    const used = Object.keys(PARAMETERS).filter((each) =>
      new RegExp(`(?<![\\w."])${each}(?![\\w"=])`).test(expression),
    );
    const source = [
      "from tvm.script import relax as R",
      "@R.function",
      `def f(${used.map((each) => `${each}: ${PARAMETERS[each]}`).join(", ")}):`,
      `    result = ${expression}`,
      "    return result",
      "",
    ].join("\n");
    expect(written(child(treeOf(source, "0.22"), "ret_struct_info"))).toBe(type);
  });
});
