"""What this TVM generates code for, found out by generating some; and the devices that are there."""
import contextlib

from .. import building, targets, tvm_import
from ..trial import add_one

_DEVICES = ("cpu", "cuda", "rocm", "metal", "vulkan", "opencl", "hexagon", "webgpu")


def answer(params, progress):
    tvm = tvm_import.load(progress)
    found = []
    for kind in targets.candidates(tvm):
        progress("trying", kind)
        if _generates(tvm, kind):
            found.append({"kind": kind, "name": targets.NAMES.get(kind, kind)})
    return {"tvm": tvm.__version__, "targets": found, "devices": devices(tvm)}


def devices(tvm):
    found = []
    for name in _DEVICES:
        with contextlib.suppress(Exception):
            device = tvm.device(name, 0)
            if device.exist:
                found.append({"kind": name, "name": _name(device, name)})
    return found


def _name(device, name):
    if name != "cpu":
        with contextlib.suppress(Exception):
            return str(device.device_name or name)
    return name


def _generates(tvm, kind):
    try:
        target = targets.make(tvm, kind)
        made = building.attempt(tvm, add_one(tvm), target)
    except BaseException:
        return False
    return targets.is_cpu(target) or made.has_device_code()
