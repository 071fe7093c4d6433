"""What the doctor wants to know of an imported TVM."""
import importlib

from .. import devices, targets, tvm_import

# Names that books, lessons and answers on the web use, of which some release has none.
_LOOKED_FOR = ("tvm.nd", "tvm.tir", "tvm.script.tir", "tvm.relay", "tvm.lower", "tvm._ffi", "tvm.te.create_schedule",
               "tvm.meta_schedule", "tvm.contrib.nvcc", "tvm.build", "tvm.compile", "tvm.tirx", "tvm.runtime.tensor")
_BUILD_FLAGS = ("USE_LLVM", "USE_CUDA", "USE_OPENCL", "USE_METAL", "USE_VULKAN", "USE_ROCM")


def answer(params, progress):
    tvm = tvm_import.load(progress)
    return {
        "tvm": tvm.__version__,
        "codegens": targets.candidates(tvm),
        "devices": devices.present(tvm),
        "unloaded": devices.unloaded(tvm),
        "gone": [name for name in _LOOKED_FOR if not _exists(name)],
        "library": _library(tvm),
        "build": _flags(tvm),
    }


def _exists(name):
    parent, _, last = name.rpartition(".")
    for module, attribute in ((parent, last), (name, None)):
        try:
            found = importlib.import_module(module)
        except Exception:
            continue
        if attribute is None or hasattr(found, attribute):
            return True
    return False


def _flags(tvm):
    try:
        info = tvm.support.libinfo()
        return {str(name): str(value) for name, value in info.items() if str(name) in _BUILD_FLAGS}
    except Exception:
        return {}


def _library(tvm):
    """The shared library that was loaded."""
    try:
        import tvm_ffi

        return str(tvm_ffi.libinfo.find_libtvm_ffi())
    except Exception:
        pass
    try:
        return str(tvm._ffi.base._LIB._name)
    except Exception:
        return None
