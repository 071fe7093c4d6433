"""The devices of this machine, and what stands between them and TVM."""
import contextlib
import ctypes
import os
import re

_KINDS = ("cpu", "cuda", "rocm", "metal", "vulkan", "opencl", "hexagon", "webgpu")
_MEMORY = re.compile(r"out of memory|out_of_memory|MemoryAllocation|OutOfDeviceMemory|OUT_OF_RESOURCES", re.I)
_OTHER_ARCH = re.compile(r"NO_BINARY_FOR_GPU|no kernel image|UNSUPPORTED_PTX|INVALID_PTX", re.I)


def present(tvm):
    found = []
    for kind in _KINDS:
        device = of(tvm, kind)
        if device is not None:
            found.append({"kind": kind, "name": name(device, kind)})
    return found


def of(tvm, kind):
    """The first device of that kind; None where there is none."""
    with contextlib.suppress(Exception):
        device = tvm.device(kind, 0)
        if device.exist:
            return device
    return None


def name(device, kind):
    if kind != "cpu":
        with contextlib.suppress(Exception):
            return str(device.device_name or kind)
    return kind


def unloaded(tvm):
    """[kind, reason] for each of TVM's runtimes that is there as a library of its own (from 0.25 on) and cannot be loaded:
    TVM passes over that in silence, and then finds no device."""
    found = []
    for kind in _KINDS:
        reason = why_none(tvm, kind)
        if reason:
            found.append([kind, reason])
    return found


def why_none(tvm, kind):
    """The reason, or None where nothing is known."""
    folder = os.path.join(os.path.dirname(os.path.abspath(tvm.__file__)), "lib")
    for form in ("libtvm_runtime_%s.so", "libtvm_runtime_%s.dylib", "tvm_runtime_%s.dll"):
        file = os.path.join(folder, form % kind)
        if os.path.exists(file):
            try:
                ctypes.CDLL(file)
            except OSError as error:
                return str(error)
    return None


def is_out_of_memory(error):
    return bool(_MEMORY.search(str(error)))


def is_other_architecture(error):
    return bool(_OTHER_ARCH.search(str(error)))


def is_broken(device):
    """A kernel that faults takes the device's context with it: every later call fails, and freeing a tensor ends the process."""
    try:
        device.sync()
        return False
    except Exception:
        return True
