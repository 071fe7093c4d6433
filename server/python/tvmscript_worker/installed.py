"""Versions of installed packages, read from their files: nothing is imported."""
import importlib.util
import os
import re

from . import tvm_import

_VERSION = re.compile(r"""^\s*__version__\s*(?:=\s*version\s*)?=\s*['"]([^'"]+)['"]""", re.M)
# Names under which TVM is distributed.
_TVM = ("apache-tvm", "tvm", "mlc-ai-nightly", "mlc-ai", "apache-tvm-cu12")


def tvm_version(folder):
    """Of the package in that folder: a release's generated _version.py, else libinfo.py, which every tree has."""
    for name in ("_version.py", "libinfo.py", "_ffi/libinfo.py", "__init__.py"):
        version = _in_file(os.path.join(folder, name))
        if version:
            return version
    return next(filter(None, map(distribution, _TVM)), None)


def ffi_version():
    """apache-tvm-ffi's, or None: before 0.23 TVM carries its own."""
    try:
        spec = importlib.util.find_spec("tvm_ffi")
    except (ImportError, ValueError, AttributeError):
        return None
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = list(spec.submodule_search_locations)[0]
    return distribution("apache-tvm-ffi") or _in_file(os.path.join(folder, "_version.py"))


def distribution(name):
    from importlib import metadata

    try:
        return metadata.version(name)
    except Exception:
        return None


def present(name):
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError, AttributeError):
        return False


def tvm_folder():
    return tvm_import.find()


def _in_file(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            found = _VERSION.search(file.read())
    except OSError:
        return None
    return found.group(1) if found else None
