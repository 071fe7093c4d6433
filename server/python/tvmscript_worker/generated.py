"""The text that code generators made, one file a module and format."""
import os
import re

from .building import everything_in, kind_of

# What each kind of runtime module can print, and how such files are called.
_FORMATS = {"llvm": ["ll", "asm"], "c": ["c"], "cuda": ["cuda"], "opencl": ["cl"], "metal": ["metal"], "webgpu": ["wgsl"],
            "hip": ["hip"], "rocm": ["hip"], "nvptx": ["ptx"], "vulkan": ["spirv"], "stackvm": ["stackvm"],
            "relax.VMExecutable": ["vm"], "relax.Executable": ["vm"]}
_ENDINGS = {"asm": "s", "cuda": "cu", "vm": "vm.txt", "hip": "hip.cpp", "spirv": "spvasm", "stackvm": "txt"}
_SYNONYMS = {"s": "asm", "assembly": "asm", "cu": "cuda", "llvm": "ll", "opencl": "cl", "webgpu": "wgsl", "relax": "vm"}


def formats(emit):
    return [_SYNONYMS.get(name, name) for name in emit or []]


def write(build, name, folder, emit):
    """([{module, format, path}], formats that nothing gave)."""
    wanted = formats(emit)
    found, seen = [], {}
    for module in everything_in(build.library):
        kind = kind_of(module)
        for kind_format, text in _texts(build, module, kind):
            if wanted and kind_format not in wanted:
                continue
            count = seen[kind, kind_format] = seen.get((kind, kind_format), 0) + 1
            ending = _ENDINGS.get(kind_format, kind_format)
            part = "" if count == 1 else ".%d" % count
            path = os.path.join(folder, "%s%s.%s" % (re.sub(r"[^\w.-]", "_", name), part, ending))
            with open(path, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            found.append({"module": _short(kind), "format": kind_format, "path": path})
    have = {source["format"] for source in found}
    return found, [name for name in wanted if name not in have]


def available(build):
    return sorted({name for module in everything_in(build.library) for name, _ in _texts(build, module, kind_of(module))})


def _texts(build, module, kind):
    for name in _FORMATS.get(kind, []):
        text = build.executable.as_text() if name == "vm" else _inspect(module, name)
        if text:
            yield name, text


def _inspect(module, name):
    read = module.inspect_source if hasattr(type(module), "inspect_source") else module.get_source
    for asked in (name, ""):
        try:
            text = read(asked)
        except Exception:
            continue
        if text:
            return str(text)
    return None


def _short(kind):
    return "relax" if kind.startswith("relax") else kind
