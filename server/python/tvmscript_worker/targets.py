"""Targets: a name or a JSON object, and the command-line form that TVM took until 0.23."""
import json
import re

from . import headline
from .failure import Failure

_LISTS = {"keys", "libs", "mattr", "cl-opt"}
_TEXTS = {"mcpu", "mtriple", "march", "mabi", "mfloat-abi", "arch", "device", "model", "jit", "tag"}
# Human names; other kinds are shown as TVM calls them.
NAMES = {
    "llvm": "CPU (LLVM)", "c": "C source", "cuda": "NVIDIA GPU (CUDA)", "rocm": "AMD GPU (ROCm)", "hip": "AMD GPU (HIP)",
    "opencl": "OpenCL", "metal": "Apple GPU (Metal)", "vulkan": "Vulkan (SPIR-V)", "webgpu": "WebGPU (WGSL)",
    "nvptx": "NVIDIA GPU (PTX through LLVM)", "hexagon": "Hexagon DSP", "trn": "AWS Trainium", "aocl": "Intel FPGA (OpenCL)",
    "sdaccel": "Xilinx FPGA", "stackvm": "TVM's stack machine",
}
# Kinds that no code is generated for, or only in TVM's own tests.
_INTERNAL = {"test", "composite", "ext_dev", "hybrid", "example_target_hook", "ccompiler", "cuda_host", "aocl_sw_emu"}


def make(tvm, text):
    """A Target without a host. Raises Failure for what TVM doesn't know."""
    text = text.strip()
    try:
        form = json.loads(text) if text.startswith("{") else text
    except ValueError as error:
        raise Failure("tvm-error", "bad-target", [text, str(error)])
    try:
        if isinstance(form, str) and re.search(r"\s-", form):
            return _from_options(tvm, form)
        return tvm.target.Target(form)
    except Exception as error:
        raise Failure("tvm-error", "bad-target", [text, headline.of_error(error)], str(error))


def _from_options(tvm, text):
    try:
        return tvm.target.Target(text)
    except Exception:
        return tvm.target.Target(as_object(text))


def as_object(text):
    """``llvm -mcpu=core-avx2 -num-cores=4`` -> {"kind": "llvm", "mcpu": "core-avx2", "num-cores": 4}."""
    kind, *options = text.split()
    form = {"kind": kind}
    position = 0
    while position < len(options):
        name, assigned, value = options[position].lstrip("-").partition("=")
        position += 1
        if not assigned and position < len(options) and not options[position].startswith("-"):
            value = options[position]  # "-mcpu core-avx2" was accepted too
            position += 1
        form[name] = _value(name, value)
    return form


def _value(name, value):
    if name in _LISTS:
        return value.split(",")
    if name in _TEXTS:
        return value
    if value == "":
        return True
    if value in ("true", "false"):
        return value == "true"
    return int(value) if re.fullmatch(r"-?\d+", value) else value


def kind_of(target):
    return target.kind.name if hasattr(target.kind, "name") else str(target.kind)


def has_codegen(tvm, kind):
    return tvm.get_global_func("target.build." + kind, allow_missing=True) is not None


def candidates(tvm):
    """Kinds with a code generator linked in. It may still lack a vendor's library: see requests/targets.py."""
    kinds = [str(kind) for kind in tvm.target.Target.list_kinds()]
    return sorted(kind for kind in kinds if kind not in _INTERNAL and has_codegen(tvm, kind))


def require_codegen(tvm, target):
    kind = kind_of(target)
    if not has_codegen(tvm, kind):
        raise Failure("unsupported", "no-codegen", [tvm.__version__, kind, ", ".join(candidates(tvm))])


def is_cpu(target):
    return "cpu" in [str(key) for key in target.keys]


def with_host(tvm, target):
    """A device needs code for the processor beside it: LLVM's, or C where TVM has no LLVM."""
    if is_cpu(target):
        return target
    return tvm.target.Target(target, "llvm" if has_codegen(tvm, "llvm") else "c")
