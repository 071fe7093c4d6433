"""Compiles a function, calls it once with made-up arguments, and tells what it did with them."""
import time

from .. import building, calling, devices, headline, modules, signature, targets, tensors, tvm_import
from ..evaluate import Program
from ..failure import Failure
from .compile import module_of

_AGAIN_WITHIN = 2.0  # seconds: a second call tells outputs from what is also read, and how long one takes


def answer(params, progress):
    program = Program(params["source"])
    definition = program.definition(params.get("path"))
    tvm = tvm_import.load(progress)
    progress("parsing", definition.path)
    progress("user")
    module, name = module_of(tvm, program, definition)
    name, function = modules.function_to_run(program, definition, module, name)
    title = params["target"]
    target = targets.make(tvm, title)
    targets.require_codegen(tvm, target)
    device = _device(tvm, target)
    place = definition.name_range(program.text)
    progress("compiling", definition.path, title)
    build = building.build(tvm, module, target, program, definition, title)
    building.fail_without_binary(build, definition, title, place)
    if modules.is_prim_func(function) and not (targets.is_cpu(target) or build.has_device_code()):
        raise Failure("unsupported", "no-device-code", [targets.kind_of(target)], None, place)
    maker = tensors.Maker(tvm, int(params.get("seed") or 0), device)
    arguments, symbols = signature.arguments_for(tvm, function, maker, place)
    trial = Trial(calling.entry(tvm, build, name, function, device), device, maker, arguments)
    progress("running", definition.path)
    try:
        result = trial.call([argument.value for argument in arguments])
        shown = [tensors.shown(symbol, "input", maker.scalar(symbol, "int64", value).before, "int64")
                 for symbol, value in symbols]
        shown += trial.outcome(progress)
        single, several = _result(maker, "result", result)
    except Failure:
        raise
    except Exception as error:
        raise _failed(error, definition, title, target, device, place)
    whole = definition.kind == "IRModule" and not definition.member
    return {
        "function": "%s.%s" % (definition.path, name) if whole else definition.path,
        "arguments": shown + several,
        "result": single,
        "seconds": round(trial.seconds, 9),
        "tvm": tvm.__version__,
        "notes": build.notes,
    }


def _device(tvm, target):
    if targets.is_cpu(target):
        return tvm.cpu(0)
    kind = targets.kind_of(target)
    device = devices.of(tvm, kind)
    if device is None:
        reason = devices.why_none(tvm, kind)
        raise Failure("unsupported", "no-device", [kind, reason] if reason else [kind])
    return device


def _failed(error, definition, title, target, device, place):
    if devices.is_other_architecture(error):
        return Failure("unsupported", "other-arch", [title, devices.name(device, targets.kind_of(target))], str(error), place)
    failure = Failure("tvm-error", "run-failed", [definition.path, headline.of_error(error)], str(error), place)
    failure.spent = not targets.is_cpu(target) and devices.is_broken(device)
    failure.__cause__ = error  # its frames hold what must not be freed
    return failure


class Trial:
    """Calls of one function. seconds: the quicker of the two; the first one loads device code and warms up."""

    def __init__(self, entry, device, maker, arguments):
        self._entry = entry
        self._device = device
        self._maker = maker
        self._arguments = arguments
        self.seconds = None

    def call(self, values):
        start = time.perf_counter()
        result = self._entry(*values)
        self._device.sync()
        seconds = time.perf_counter() - start
        self.seconds = seconds if self.seconds is None else min(seconds, self.seconds)
        return result

    def outcome(self, progress):
        """Every argument with what it was for: unchanged ones are inputs."""
        leaves = [leaf for argument in self._arguments for leaf in argument.leaves()]
        after = [self._maker.read(leaf.value) if leaf.tensor else leaf.before for leaf in leaves]
        changed = [now.tobytes() != leaf.before.tobytes() for leaf, now in zip(leaves, after)]
        reads = self._reads(leaves, after, changed, progress) if self.seconds < _AGAIN_WITHIN else changed
        shown = []
        for number, leaf in enumerate(leaves):
            role = "input" if not changed[number] else "inout" if reads[number] else "output"
            shown.append(tensors.shown(leaf.name, role, after[number], leaf.dtype, leaf.before if role == "inout" else None))
        return shown

    def _reads(self, leaves, after, changed, progress):
        """Called again with other contents in what it changed: where the outcome is the same, they had not been read."""
        progress("quiet")
        try:
            values = [self._maker.refilled(leaf) if changed[number] else self._maker.again(leaf) if leaf.tensor else leaf.value
                      for number, leaf in enumerate(leaves)]
            left = list(values)
            self.call([argument.rebuilt(left) for argument in self._arguments])
            return [changed[number] and self._maker.read(values[number]).tobytes() != after[number].tobytes()
                    for number in range(len(leaves))]
        except Exception:
            if devices.is_broken(self._device):
                raise
            return changed


def _result(maker, name, result):
    """(the result where it is one value, its parts where it is a tuple)."""
    if result is None:
        return None, []
    if hasattr(result, "numpy"):
        return tensors.shown(name, "output", maker.read(result), str(result.dtype)), []
    if isinstance(result, (bool, int, float)):
        dtype = "bool" if isinstance(result, bool) else "int64" if isinstance(result, int) else "float64"
        return tensors.shown(name, "output", maker.scalar(name, dtype, result).before, dtype), []
    try:
        parts = list(result)
    except TypeError:
        return None, []
    if parts and all(isinstance(part, int) for part in parts):
        return tensors.shown(name, "output", maker.numbers(parts), "int64"), []
    several = []
    for number, part in enumerate(parts):
        single, inner = _result(maker, "%s[%d]" % (name, number), part)
        several += [single] if single else inner
    return None, several
