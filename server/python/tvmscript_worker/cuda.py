"""CUDA text on its way to a compiler: TVM hands it to NVRTC or nvcc, and fails without them."""
import contextlib
import os
import re
import shutil

from . import headline

_NO_BINARY = b"\0"
_NAME = "tvm_callback_cuda_compile"
# What TVM says where there is nothing to compile with.
_MISSING = ("cuda-bindings", "No such file or directory: 'nvcc'", "Cannot find CUDA", _NAME)
_ERROR = re.compile(r"\b(?:error|fatal)\b", re.I)
_FOLDER = re.compile(r"^\S*[\\/](?=[\w.]+\.cu\b)")


class Compilation:
    """asked: whether TVM wanted a binary; failure: why there is none; missing: there is no compiler; log: all it said."""

    def __init__(self):
        self.asked = False
        self.failure = None
        self.missing = False
        self.log = None

    def failed(self, error):
        text = str(error)
        self.missing = any(sign in text for sign in _MISSING)
        self.failure, self.log = reason(error), text


@contextlib.contextmanager
def text_first(tvm, target, kind):
    """The text itself needs no compiler: where there is none the module gets an empty binary, and the build says so."""
    state = Compilation()
    if kind != "cuda":
        yield state
        return
    original = tvm.get_global_func(_NAME, allow_missing=True)

    def compile_text(code, *rest):
        state.asked = True
        try:
            if original is None:
                raise RuntimeError(_NAME)
            # Where there is no target in scope TVM compiles for the device that is there, whatever the target says.
            with target:
                return _try_compilers(original, code, rest)
        except Exception as error:
            if state.failure is None:
                state.failed(error)
            return bytearray(_NO_BINARY)

    _register(tvm, _NAME, compile_text)
    try:
        yield state
    finally:
        if original is not None:
            _register(tvm, _NAME, original)


def reason(error):
    """The exception may hold the whole CUDA text, then what the compiler said about it: warnings, then what is wrong."""
    text = str(error)
    for sign in ("Compilation error:", "NVRTC compilation failed:"):
        _, found, said = text.partition(sign)
        rows = [row.strip() for row in said.split("\n") if row.strip()]
        if found and rows:
            row = next((row for row in rows if _ERROR.search(row)), rows[0])
            return headline.shortened(re.sub(r"\s+", " ", _FOLDER.sub("", row)))
    return headline.of_error(error)


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
