"""Compiles an IRModule with whichever interface this release has."""
import contextlib
import os
import shutil

from . import headline, modules, targets
from .failure import Failure

_UNBOUND = ("Did you forget to bind", "Memory verification failed")
_NO_BINARY = b"\0"
_HOST = ("llvm", "c", "relax.VMExecutable", "relax.Executable", "metadata", "const_loader")


class Build:
    """executable: what the release returns; library: its runtime module; notes: [code, values…]."""

    def __init__(self, executable):
        self.executable = executable
        self.library = executable.mod if "mod" in getattr(executable, "__dict__", {}) else executable
        self.notes = []
        self.has_device_binary = True

    def note(self, code):
        """The first value of that note."""
        return next(note[1] for note in self.notes if note[0] == code)

    def has_device_code(self):
        """Without thread bindings TVM leaves a function on the processor, most releases without a word."""
        return any(kind_of(module) not in _HOST for module in everything_in(self.library))


def build(tvm, module, target, program, definition, title):
    """Raises Failure("tvm-error") with TVM's reason. title: the target as the user wrote it."""
    targets.require_codegen(tvm, target)
    try:
        return attempt(tvm, module, target)
    except Exception as error:
        raise Failure("tvm-error", "compile-failed", [definition.path, title, headline.of_error(error)], str(error),
                      definition.name_range(program.text))


def attempt(tvm, module, target):
    """The same with TVM's own exceptions."""
    full = targets.with_host(tvm, target)
    cpu = targets.is_cpu(target)
    with _cuda_text(tvm, targets.kind_of(target)) as cuda:
        try:
            made = Build(_compile(tvm, module, full))
        except Exception as error:
            if cpu or not any(sign in str(error) for sign in _UNBOUND):
                raise
            made = None
        if made is None or not (cpu or made.has_device_code()):
            made = Build(_compile(tvm, _scheduled(tvm, module, full), full))
            made.notes.append(["default-schedule", targets.kind_of(target)])
        if not (cpu or made.has_device_code()):
            made.notes = [["no-device-code", targets.kind_of(target)]]
    if cuda.failure:
        made.has_device_binary = False
        made.notes.append(["no-device-binary", cuda.failure])
    return made


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


class _Cuda:
    def __init__(self):
        self.failure = None


@contextlib.contextmanager
def _cuda_text(tvm, kind):
    """TVM hands CUDA text to nvcc or NVRTC and fails without them. The text itself needs neither: with no compiler the
    module gets an empty binary, and the build says so."""
    state = _Cuda()
    if kind != "cuda":
        yield state
        return
    name = "tvm_callback_cuda_compile"
    original = tvm.get_global_func(name, allow_missing=True)

    def compile_text(code, *rest):
        try:
            if original is None:
                raise RuntimeError("tvm_callback_cuda_compile")
            return _try_compilers(original, code, rest)
        except Exception as error:
            state.failure = state.failure or _compiler_reason(error)
            return bytearray(_NO_BINARY)

    _register(tvm, name, compile_text)
    try:
        yield state
    finally:
        if original is not None:
            _register(tvm, name, original)


def _compiler_reason(error):
    """The exception holds the whole CUDA text, then what nvcc said about it."""
    _, found, said = str(error).partition("Compilation error:")
    return headline.headline(said) if found else headline.of_error(error)


def _try_compilers(original, code, rest):
    """From 0.25 on NVRTC is the default and nvcc a choice in the environment."""
    try:
        return original(code, *rest)
    except Exception:
        if not shutil.which("nvcc") or os.environ.get("TVM_CUDA_COMPILE_MODE"):
            raise
        os.environ["TVM_CUDA_COMPILE_MODE"] = "nvcc"
        try:
            return original(code, *rest)
        finally:
            del os.environ["TVM_CUDA_COMPILE_MODE"]


def _register(tvm, name, function):
    register = getattr(tvm, "register_func", None)
    if register is None:
        from tvm_ffi import register_global_func as register
    register(name, function, override=True)
