"""Compiles and runs B[i] = A[i] + 1, on the processor or a device, and looks at the numbers."""
import time

from .. import building, calling, targets, tvm_import
from ..failure import Failure
from ..trial import LENGTH, NAME, add_one


def answer(params, progress):
    tvm = tvm_import.load(progress)
    import numpy

    start = time.perf_counter()
    module = add_one(tvm)
    kind = params.get("kind") or next((kind for kind in ("llvm", "c") if targets.has_codegen(tvm, kind)), None)
    if kind is None:
        raise Failure("unsupported", "no-codegen", [tvm.__version__, "llvm", ""])
    target = targets.make(tvm, kind)
    targets.require_codegen(tvm, target)
    device = tvm.cpu(0) if targets.is_cpu(target) else tvm.device(kind, 0)
    made = building.attempt(tvm, module, target)
    if made.compilation.missing:
        raise Failure("unsupported", "no-device-compiler", [], made.compilation.log)
    if not made.has_device_binary:
        raise Failure("unsupported", "cannot-load", [made.compilation.failure], made.compilation.log)
    function = calling.entry(tvm, made, NAME, module[NAME], device)
    empty = getattr(tvm.runtime, "empty", None) or tvm.nd.empty
    source, result = empty((LENGTH,), "float32", device), empty((LENGTH,), "float32", device)
    source.copyfrom(numpy.arange(LENGTH, dtype="float32"))
    function(source, result)
    device.sync()
    right = bool((result.numpy() == numpy.arange(1, LENGTH + 1)).all())
    return {"target": kind, "right": right, "seconds": round(time.perf_counter() - start, 3)}
