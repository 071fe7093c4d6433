"""What the check on a GPU compiles and runs (scripts/gpu-check.mjs), as TVM 0.27 takes it."""

from tvm.script import ir as I
from tvm.script import relax as R
from tvm.script import tirx as T


@T.prim_func(s_tir=True)
def unbound(A: T.Buffer((1024,), "float32"), B: T.Buffer((1024,), "float32")):
    for i in range(1024):
        with T.sblock("B"):
            vi = T.axis.spatial(1024, i)
            B[vi] = A[vi] + T.float32(1)


@T.prim_func(s_tir=True)
def bound(A: T.Buffer((4096,), "float32"), B: T.Buffer((4096,), "float32")):
    for block in T.thread_binding(32, thread="blockIdx.x"):
        for thread in T.thread_binding(128, thread="threadIdx.x"):
            with T.sblock("B"):
                vi = T.axis.spatial(4096, block * 128 + thread)
                B[vi] = A[vi] * T.float32(3)


@T.prim_func(s_tir=True)
def shared(A: T.Buffer((32, 128), "float32"), B: T.Buffer((32, 128), "float32")):
    """Each row backwards, through shared memory: wrong without the barrier that TVM puts in."""
    for block in T.thread_binding(32, thread="blockIdx.x"):
        row = T.sblock_alloc_buffer((128,), "float32", scope="shared")
        for thread in T.thread_binding(128, thread="threadIdx.x"):
            with T.sblock("row"):
                vb, vt = T.axis.remap("SS", [block, thread])
                row[vt] = A[vb, vt]
        for thread in T.thread_binding(128, thread="threadIdx.x"):
            with T.sblock("B"):
                vb, vt = T.axis.remap("SS", [block, thread])
                B[vb, vt] = row[127 - vt]


@T.prim_func(s_tir=True)
def accumulate(A: T.Buffer((256,), "int32"), B: T.Buffer((256,), "int32"), k: T.int32):
    for thread in T.thread_binding(256, thread="threadIdx.x"):
        B[thread] = B[thread] + A[thread] * k


@T.prim_func(s_tir=True)
def unschedulable(A: T.Buffer((256,), "int32"), B: T.Buffer((256,), "int32"), k: T.int32):
    """Not bound to threads, and nothing that TVM's default schedule would bind: B is read before it is written."""
    for i in range(256):
        with T.sblock("B"):
            vi = T.axis.spatial(256, i)
            B[vi] = B[vi] + A[vi] * k


@T.prim_func(s_tir=True)
def matmul(a: T.handle, b: T.handle, c: T.handle):
    n = T.int64()
    A = T.match_buffer(a, (n, 256), "float32")
    B = T.match_buffer(b, (256, 256), "float32")
    C = T.match_buffer(c, (n, 256), "float32")
    for i, j, k in T.grid(n, 256, 256):
        with T.sblock("C"):
            vi, vj, vk = T.axis.remap("SSR", [i, j, k])
            with T.init():
                C[vi, vj] = T.float32(0)
            C[vi, vj] = C[vi, vj] + A[vi, vk] * B[vk, vj]


@T.prim_func(s_tir=True)
def half(A: T.Buffer((64,), "float16"), B: T.Buffer((64,), "float16")):
    for i in range(64):
        with T.sblock("B"):
            vi = T.axis.spatial(64, i)
            B[vi] = A[vi] * T.float16(2)


@T.prim_func(s_tir=True)
def brain(A: T.Buffer((64,), "bfloat16"), B: T.Buffer((64,), "bfloat16")):
    for i in range(64):
        with T.sblock("B"):
            vi = T.axis.spatial(64, i)
            B[vi] = A[vi] * T.bfloat16(2)


@T.prim_func(s_tir=True)
def eight(A: T.Buffer((64,), "float8_e4m3fn"), B: T.Buffer((64,), "float16")):
    for i in range(64):
        with T.sblock("B"):
            vi = T.axis.spatial(64, i)
            B[vi] = T.Cast("float16", A[vi])


@T.prim_func(s_tir=True)
def large(A: T.Buffer((16777216,), "float32"), B: T.Buffer((16777216,), "float32")):
    for i in range(16777216):
        with T.sblock("B"):
            vi = T.axis.spatial(16777216, i)
            B[vi] = A[vi] + T.float32(1)


@T.prim_func(s_tir=True)
def printing(A: T.Buffer((1,), "int32")):
    for thread in T.thread_binding(1, thread="threadIdx.x"):
        A[thread] = 5
        T.evaluate(T.call_extern("int32", "printf", "printed on the device: %d\\n", A[thread]))


@T.prim_func(s_tir=True)
def illegal(A: T.Buffer((1024,), "float32")):
    """Writes far outside of its buffer."""
    for thread in T.thread_binding(1024, thread="threadIdx.x"):
        A[T.int64(1) << T.int64(40) | T.Cast("int64", thread)] = T.float32(1)


@T.prim_func(s_tir=True)
def endless(A: T.Buffer((64,), "int32")):
    """Takes hours: no compiler can tell what comes out of it."""
    for thread in T.thread_binding(64, thread="threadIdx.x"):
        for i, j in T.grid(1048576, 1048576):
            A[thread] = A[thread] * A[thread] + T.bitwise_xor(i, j) + 1


@T.prim_func(s_tir=True)
def crowded(A: T.Buffer((4096,), "float32")):
    """More threads in a block than any GPU has."""
    for thread in T.thread_binding(4096, thread="threadIdx.x"):
        A[thread] = T.float32(1)


@T.prim_func(s_tir=True)
def much_shared(A: T.Buffer((1024,), "float32"), B: T.Buffer((1024,), "float32")):
    """A megabyte of shared memory."""
    for block in T.thread_binding(1, thread="blockIdx.x"):
        store = T.sblock_alloc_buffer((262144,), "float32", scope="shared")
        for thread in T.thread_binding(1024, thread="threadIdx.x"):
            with T.sblock("store"):
                vt = T.axis.spatial(1024, thread)
                store[vt * 256] = A[vt]
        for thread in T.thread_binding(1024, thread="threadIdx.x"):
            with T.sblock("B"):
                vt = T.axis.spatial(1024, thread)
                B[vt] = store[(1023 - vt) * 256]


@T.prim_func(s_tir=True)
def dynamic_shared(A: T.Buffer((1024,), "float32"), B: T.Buffer((1024,), "float32")):
    """96 KB of shared memory, which has to be asked for when the kernel starts."""
    for block in T.thread_binding(1, thread="blockIdx.x"):
        store = T.sblock_alloc_buffer((24576,), "float32", scope="shared.dyn")
        for thread in T.thread_binding(1024, thread="threadIdx.x"):
            with T.sblock("store"):
                vt = T.axis.spatial(1024, thread)
                store[vt * 24] = A[vt]
        for thread in T.thread_binding(1024, thread="threadIdx.x"):
            with T.sblock("B"):
                vt = T.axis.spatial(1024, thread)
                B[vt] = store[(1023 - vt) * 24]


@T.prim_func(s_tir=True)
def workspace(A: T.Buffer((1024,), "float32"), B: T.Buffer((1024,), "float32")):
    """Half a terabyte between two kernels."""
    between = T.sblock_alloc_buffer((T.int64(1024), T.int64(134217728)), "float32")
    for block in T.thread_binding(8, thread="blockIdx.x"):
        for thread in T.thread_binding(128, thread="threadIdx.x"):
            with T.sblock("between"):
                vi = T.axis.spatial(1024, block * 128 + thread)
                between[T.Cast("int64", vi), T.Cast("int64", vi) * T.int64(131072)] = A[vi]
    for block in T.thread_binding(8, thread="blockIdx.x"):
        for thread in T.thread_binding(128, thread="threadIdx.x"):
            with T.sblock("B"):
                vi = T.axis.spatial(1024, block * 128 + thread)
                B[vi] = between[T.Cast("int64", 1023 - vi), T.Cast("int64", 1023 - vi) * T.int64(131072)]


@T.prim_func(s_tir=True)
def bytes_of_arguments(A: T.Buffer((268435456,), "int32"), B: T.Buffer((268435456,), "int32"), C: T.Buffer((268435456,), "int32")):
    """Three gigabytes, for a device that has less left."""
    for i in range(268435456):
        with T.sblock("C"):
            vi = T.axis.spatial(268435456, i)
            C[vi] = A[vi] + B[vi]


@T.prim_func(s_tir=True)
def no_such_function(A: T.Buffer((64,), "float32")):
    """Calls something that CUDA does not have."""
    for thread in T.thread_binding(64, thread="threadIdx.x"):
        A[thread] = T.call_extern("float32", "there_is_no_such_function", A[thread])


@I.ir_module
class Network:
    """Operators that nobody scheduled."""

    @R.function
    def main(
        x: R.Tensor(("n", 128), "float32"), w: R.Tensor((128, 64), "float32"), b: R.Tensor((64,), "float32")
    ) -> R.Tensor(("n", 64), "float32"):
        with R.dataflow():
            y = R.matmul(x, w)
            z = R.add(y, b)
            out = R.nn.relu(z)
            R.output(out)
        return out


@I.ir_module
class Mixed:
    """A PrimFunc without a schedule, called from Relax; two results."""

    @T.prim_func(s_tir=True)
    def double(A: T.Buffer((16, 16), "float32"), B: T.Buffer((16, 16), "float32")):
        for i, j in T.grid(16, 16):
            with T.sblock("B"):
                vi, vj = T.axis.remap("SS", [i, j])
                B[vi, vj] = A[vi, vj] * T.float32(2)

    @R.function
    def main(x: R.Tensor((16, 16), "float32")) -> R.Tuple(R.Tensor((16, 16), "float32"), R.Tensor((16,), "float32")):
        cls = Mixed
        with R.dataflow():
            y = R.call_tir(cls.double, (x,), out_ty=R.Tensor((16, 16), "float32"))
            z = R.sum(y, axis=[1])
            out = (y, z)
            R.output(out)
        return out


@I.ir_module
class Hungry:
    """Half a terabyte between two operators."""

    @R.function
    def main(x: R.Tensor((1024,), "float32")) -> R.Tensor((1024,), "float32"):
        with R.dataflow():
            y = R.broadcast_to(R.reshape(x, (1, 1024)), (134217728, 1024))
            z = R.cumsum(y, axis=0)
            out = R.max(z, axis=[0])
            R.output(out)
        return out
