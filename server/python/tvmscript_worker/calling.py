"""From a build to something that can be called."""
import os
import tempfile

from . import building, modules
from .failure import Failure


def entry(tvm, build, name, function, device):
    """The compiled function. C source has to be compiled and loaded first; raises Failure where that can't be."""
    try:
        if not modules.is_prim_func(function):
            from tvm import relax

            return relax.VirtualMachine(build.executable, device)[name]
        if hasattr(build.executable, "jit"):
            return build.executable.jit()[name]
        if building.kind_of(build.library) != "c":
            return build.executable[name]
        path = os.path.join(tempfile.mkdtemp(prefix="tvmscript-"), "run.so")
        build.executable.export_library(path)
        return tvm.runtime.load_module(path)[name]
    except BaseException as error:
        raise Failure("unsupported", "cannot-load", [building.reason(error)], str(error))
