"""Compiles an IRModule with whichever interface this release has."""
from . import cuda, headline, modules, targets
from .failure import Failure

_UNBOUND = ("Did you forget to bind", "Memory verification failed")
_HOST = ("llvm", "c", "relax.VMExecutable", "relax.Executable", "metadata", "const_loader")


class Unbound(Exception):
    """No loop is bound to threads, and TVM's own schedule does not fit."""


class Build:
    """executable: what the release returns; library: its runtime module; notes: [code, values…]; compilation: of CUDA text."""

    def __init__(self, executable):
        self.executable = executable
        self.library = executable.mod if "mod" in getattr(executable, "__dict__", {}) else executable
        self.notes = []
        self.compilation = cuda.Compilation()

    @property
    def has_device_binary(self):
        return self.compilation.failure is None

    def has_device_text(self):
        """Without a device, TVM leaves the CUDA text to whoever loads the library (from 0.25 on)."""
        return not self.compilation.asked and any(kind_of(module) == "cuda" for module in everything_in(self.library))

    def has_device_code(self):
        """Without thread bindings TVM leaves a function on the processor, most releases without a word."""
        return any(kind_of(module) not in _HOST for module in everything_in(self.library))


def build(tvm, module, target, program, definition, title):
    """Raises Failure("tvm-error") with TVM's reason. title: the target as the user wrote it."""
    targets.require_codegen(tvm, target)
    place = definition.name_range(program.text)
    try:
        return attempt(tvm, module, target)
    except Unbound as error:
        raise Failure("tvm-error", "unbound", [definition.path, title, error], str(error.__cause__), place)
    except Exception as error:
        raise Failure("tvm-error", "compile-failed", [definition.path, title, headline.of_error(error)], str(error), place)


def attempt(tvm, module, target):
    """The same with TVM's own exceptions."""
    full = targets.with_host(tvm, target)
    kind = targets.kind_of(target)
    with cuda.text_first(tvm, full, kind) as compilation:
        made = _built(tvm, module, full, kind)
    made.compilation = compilation
    if compilation.failure is not None:
        made.notes.append(["no-device-compiler"] if compilation.missing else ["no-device-binary", compilation.failure])
    return made


def _built(tvm, module, target, kind):
    cpu = targets.is_cpu(target)
    failure = None
    try:
        made = Build(_compile(tvm, module, target))
        if cpu or made.has_device_code():
            return made
    except Exception as error:
        if cpu:
            raise
        failure = error
    made = Build(_compile(tvm, _bound(tvm, module, target, failure), target))
    made.notes.append(["default-schedule" if made.has_device_code() else "no-device-code", kind])
    return made


def _bound(tvm, module, target, failure):
    """The module with TVM's own schedule. failure: why it could not be compiled as it is, None where TVM said nothing and
    left it to the processor. It may be about something else than threads: then a schedule changes nothing."""
    unbound = failure is None or any(sign in str(failure) for sign in _UNBOUND)
    before = None if unbound else str(module)  # passes may change a module in place
    try:
        bound = _scheduled(tvm, module, target)
    except Exception as error:
        if unbound:
            raise Unbound(headline.of_error(error)) from error
        raise failure
    if str(bound) == before:
        raise failure
    return bound


def fail_without_binary(build, definition, title, place):
    """Raises what keeps device code from being run or written, if anything does."""
    compilation = build.compilation
    if compilation.missing:
        raise Failure("unsupported", "no-device-compiler", [], compilation.log)
    if compilation.failure is not None:
        values = [definition.path, title, compilation.failure]
        raise Failure("tvm-error", "compile-failed", values, compilation.log, place)


def reason(error):
    """Why something could not be linked."""
    line = headline.of_error(error)
    if "Cannot find the source directory" in line:  # tvm.libinfo.find_include_path
        return "the C headers of this TVM are not installed"
    return line


def everything_in(library):
    """A runtime module and all that it imports."""
    found = [library]
    for inner in imports_of(library):
        found += everything_in(inner)
    return found


def imports_of(library):
    """The modules inside a runtime module. (Reading an attribute it lacks would run TVM's own lookup.)"""
    if hasattr(type(library), "imports"):
        return list(library.imports)
    return list(library.imported_modules)


def kind_of(library):
    return str(library.kind if hasattr(type(library), "kind") else library.type_key)


def _compile(tvm, module, target):
    with tvm.transform.PassContext(opt_level=3):
        if hasattr(tvm, "compile"):
            return tvm.compile(module, target=target)
        if any(modules.is_relax(function) for function in module.functions.values()):
            from tvm import relax

            return relax.build(module, target)
        return tvm.build(module, target=target)


def _scheduled(tvm, module, target):
    """Loops bound to threads by TVM's own general GPU schedule; what has a schedule keeps it."""
    try:
        from tvm.s_tir import dlight
    except ImportError:
        from tvm import dlight
    with target:
        if any(modules.is_relax(function) for function in module.functions.values()):
            from tvm import relax

            module = relax.transform.LegalizeOps()(module)
        return dlight.ApplyDefaultSchedule(dlight.gpu.Fallback())(module)
