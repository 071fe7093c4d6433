import numpy as np
from tvm.script import tir as T


def test_inside_a_function():
    @T.prim_func
    # a comment between the decorator and the header
    def main(a: T.handle) -> None:
        A = T.match_buffer(a, (8,), "float32")
#             ^^^^^^^^^^^^ support.function.tvmscript
        doc = """
T.grid in a text that is not indented
#^^^^^ !keyword.control.tvmscript
"""
        B = T.alloc_buffer(
            (8,),
        )
        for i in T.serial(8):
#                  ^^^^^^ keyword.control.tvmscript
            B[i] = A[i]

# a comment at the margin does not end the definition

        C = T.alloc_buffer((8,))
#             ^^^^^^^^^^^^ support.function.tvmscript

    def helper(x):
#       ^^^^^^ !meta.definition.tvmscript
        return T.serial(x)
#                ^^^^^^ !keyword.control.tvmscript


@np.vectorize
def not_script(x):
    return x.T.block("float32")
#              ^^^^^ !keyword.control.tvmscript
#                     ^^^^^^^ !storage.type.dtype.tvmscript


@T.prim_func
def one_line(a: T.handle): T.evaluate(0)
#                            ^^^^^^^^ support.function.tvmscript

value = T.serial(3)
#         ^^^^^^ !keyword.control.tvmscript


@T.prim_func
def main(a: T.handle):
    T.evaluate(0)
#     ^^^^^^^^ support.function.tvmscript
class Plain:
#     ^^^^^ !meta.definition.tvmscript
    size = T.serial
