"""A first lesson in TensorIR, written the way lessons were in 2024.

Today's TVM no longer takes it. Open it, run "TVMScript: Fix All Outdated API", and it does.
"""

import numpy as np
import tvm
from tvm.ir.module import IRModule
from tvm.script import tir as T


# An IRModule is what TVM compiles: a collection of functions.
@tvm.script.ir_module
class AddOne:
    # A PrimFunc is one function of it: loops, buffers, and blocks that compute.
    @T.prim_func
    def main(a: T.handle, b: T.handle):
        T.func_attr({"global_symbol": "main", "tir.noalias": True})
        # Handles are plain pointers; match_buffer says what lies behind them.
        A = T.match_buffer(a, (8,), dtype="float32")
        B = T.match_buffer(b, (8,), dtype="float32")
        for i in range(8):
            # A block computes one element. vi is a spatial axis: its iterations may run in any order.
            with T.block("B"):
                vi = T.axis.spatial(8, i)
                B[vi] = A[vi] + 1.0


def main() -> None:
    module: IRModule = AddOne
    built = tvm.build(module, target="llvm")
    a = tvm.nd.array(np.arange(8).astype("float32"))
    b = tvm.nd.array(np.zeros((8,)).astype("float32"))
    built(a, b)
    print(b.numpy())  # [1. 2. 3. 4. 5. 6. 7. 8.]


if __name__ == "__main__":
    main()
