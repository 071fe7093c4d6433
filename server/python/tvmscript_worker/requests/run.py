"""Compiles a function, calls it once with made-up arguments, and tells what it did with them."""
import time

from .. import building, calling, headline, modules, signature, targets, tensors, tvm_import
from ..evaluate import Program
from ..failure import Failure
from .compile import module_of

_AGAIN_WITHIN = 2.0  # seconds: a second call tells outputs from what is also read


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
    if not build.has_device_binary:
        raise Failure("unsupported", "cannot-load", [build.note("no-device-binary")])
    maker = tensors.Maker(tvm, int(params.get("seed") or 0), device)
    arguments, symbols = signature.arguments_for(tvm, function, maker, place)
    call = calling.entry(tvm, build, name, function, device)
    progress("running", definition.path)
    try:
        start = time.perf_counter()
        result = call(*[argument.value for argument in arguments])
        device.sync()
        seconds = time.perf_counter() - start
    except Exception as error:
        raise Failure("tvm-error", "run-failed", [definition.path, headline.of_error(error)], str(error), place)
    shown = [tensors.shown(symbol, "input", maker.scalar(symbol, "int64", value).before, "int64") for symbol, value in symbols]
    shown += _outcome(maker, call, arguments, device, seconds < _AGAIN_WITHIN)
    single, several = _result(maker, "result", result)
    whole = definition.kind == "IRModule" and not definition.member
    return {
        "function": "%s.%s" % (definition.path, name) if whole else definition.path,
        "arguments": shown + several,
        "result": single,
        "seconds": round(seconds, 9),
        "tvm": tvm.__version__,
        "notes": build.notes,
    }


def _device(tvm, target):
    if targets.is_cpu(target):
        return tvm.cpu(0)
    kind = targets.kind_of(target)
    try:
        device = tvm.device(kind, 0)
        exists = bool(device.exist)
    except Exception:
        exists = False
    if not exists:
        raise Failure("unsupported", "no-device", [kind])
    return device


def _outcome(maker, call, arguments, device, again):
    """Every argument with what it was for: unchanged ones are inputs."""
    leaves = [leaf for argument in arguments for leaf in argument.leaves()]
    after = [maker.read(leaf.value) if leaf.tensor else leaf.before for leaf in leaves]
    changed = [now.tobytes() != leaf.before.tobytes() for leaf, now in zip(leaves, after)]
    reads = _reads(maker, call, arguments, leaves, after, changed, device) if again and any(changed) else changed
    shown = []
    for number, leaf in enumerate(leaves):
        role = "input" if not changed[number] else "inout" if reads[number] else "output"
        shown.append(tensors.shown(leaf.name, role, after[number], leaf.dtype, leaf.before if role == "inout" else None))
    return shown


def _reads(maker, call, arguments, leaves, after, changed, device):
    """Called again with other contents in what it changed: where the outcome is the same, they had not been read."""
    try:
        values = [maker.refilled(leaf) if changed[number] else maker.again(leaf) if leaf.tensor else leaf.value
                  for number, leaf in enumerate(leaves)]
        left = list(values)
        call(*[argument.rebuilt(left) for argument in arguments])
        device.sync()
        return [changed[number] and maker.read(values[number]).tobytes() != after[number].tobytes()
                for number in range(len(leaves))]
    except Exception:
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
