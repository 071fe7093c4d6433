"""Whether TVM can really be imported."""
import time

from .. import tvm_import


def answer(params, progress):
    start = time.perf_counter()
    tvm = tvm_import.load(progress)
    return {"tvm": tvm.__version__, "seconds": round(time.perf_counter() - start, 3)}
