from tvm.script import ir as I, relax as R, tirx as T

@I.ir_module
# <- the decorator of a module is part of it
class MyModule:
    @T.prim_func(
        s_tir=True,
    )
    def main(A: T.Buffer((128, 128), "float32"), b: T.handle):
#            ^ variable.parameter
#               ^ support.module.tvmscript
#                 ^^^^^^ support.type.tvmscript
#                                     ^^^^^^^ storage.type.dtype.tvmscript
#                                                     ^^^^^^ storage.type.dtype.tvmscript
        T.func_attr({"global_symbol": "main"})
#         ^^^^^^^^^ support.function.tvmscript
#                     ^^^^^^^^^^^^^ string.quoted
        # T.grid stays a comment
#           ^^^^ !keyword.control.tvmscript
        for i, j in T.grid(128, 128):
#                     ^^^^ keyword.control.tvmscript
            with T.sblock("B"):
#                  ^^^^^^ keyword.control.tvmscript
#                          ^ entity.name.label.block.tvmscript
                vi, vj = T.axis.remap("SS", [i, j])
#                          ^^^^ support.module.tvmscript
#                               ^^^^^ storage.type.axis.tvmscript
#                                      ^^ storage.type.axis.tvmscript
                vk = T.axis.spatial(8, i)
#                           ^^^^^^^ storage.type.axis.tvmscript
                A[vi, vj] = T.max(A[vi, vj], T.float32(0)) * x.T.copy()
#                             ^^^ support.function.tvmscript
#                                              ^^^^^^^ storage.type.dtype.tvmscript
#                                                                ^^^^ !support.function.tvmscript

    @R.function
#      ^^^^^^^^ keyword.control.definition.tvmscript
    def forward(x: R.Tensor((128, 128), "float16")) -> R.Tensor((128, 128), "float16"):
#                    ^^^^^^ support.type.tvmscript
        with R.dataflow():
#              ^^^^^^^^ keyword.control.tvmscript
            y = R.call_tir(MyModule.main, (x,), R.Tensor((128, 128), "float16"))
#                 ^^^^^^^^ support.function.tvmscript
        return y


def after(x):
#   ^^^^^ !meta.definition.tvmscript
    return T.grid(x)
#            ^^^^ !keyword.control.tvmscript
