"""A matrix product with ReLU in the form that today's TVM takes, and a Relax function that calls it."""

from tvm.script import ir as I
from tvm.script import relax as R
from tvm.script import tirx as T


@I.ir_module
class MatmulRelu:
    @T.prim_func(s_tir=True)
    def matmul_relu(
        A: T.Buffer((128, 128), "float32"),
        B: T.Buffer((128, 128), "float32"),
        C: T.Buffer((128, 128), "float32"),
    ):
        T.func_attr({"tirx.noalias": True})
        Y = T.sblock_alloc_buffer((128, 128), "float32")
        for i, j, k in T.grid(128, 128, 128):
            with T.sblock("Y"):
                vi, vj, vk = T.axis.remap("SSR", [i, j, k])
                with T.init():
                    Y[vi, vj] = T.float32(0)
                Y[vi, vj] = Y[vi, vj] + A[vi, vk] * B[vk, vj]
        for i, j in T.grid(128, 128):
            with T.sblock("C"):
                vi, vj = T.axis.remap("SS", [i, j])
                C[vi, vj] = T.max(Y[vi, vj], T.float32(0))

    @R.function
    def main(
        x: R.Tensor((128, 128), "float32"),
        w: R.Tensor((128, 128), "float32"),
    ) -> R.Tensor((128, 128), "float32"):
        cls = MatmulRelu
        with R.dataflow():
            y = R.call_tir(cls.matmul_relu, (x, w), out_ty=R.Tensor((128, 128), "float32"))
            R.output(y)
        return y
