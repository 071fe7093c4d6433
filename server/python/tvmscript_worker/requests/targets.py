"""What this TVM generates code for, found out by generating some; and the devices that are there."""
from .. import building, devices, targets, tvm_import
from ..trial import add_one


def answer(params, progress):
    tvm = tvm_import.load(progress)
    found = []
    for kind in targets.candidates(tvm):
        progress("trying", kind)
        if _generates(tvm, kind):
            found.append({"kind": kind, "name": targets.NAMES.get(kind, kind)})
    return {"tvm": tvm.__version__, "targets": found, "devices": devices.present(tvm)}


def _generates(tvm, kind):
    try:
        target = targets.make(tvm, kind)
        made = building.attempt(tvm, add_one(tvm), target)
    except BaseException:
        return False
    return targets.is_cpu(target) or made.has_device_code()
