"""The module that a file's code believes to be."""
import builtins
import contextlib
import linecache
import os
import sys
import types

NAME = "__tvmscript__"


class AsModule:
    """The namespace that the file's code runs in. TVM asks sys.modules and linecache about it."""

    def __init__(self, program):
        self._program = program

    def __enter__(self):
        file, text = self._program.file, self._program.text
        folder = os.path.dirname(file)
        package, root = _package(folder)
        self._before, self._path = set(sys.modules), list(sys.path)
        sys.path[0:0] = [root] if root == folder else [folder, root]
        module = types.ModuleType(NAME)
        module.__file__ = file
        module.__dict__.update(__package__=package, __builtins__=builtins)
        sys.modules[NAME] = module
        linecache.cache[file] = (len(text.plain), None, text.lines(), file)
        self._folder = None
        with contextlib.suppress(OSError):  # of a file that was never saved there may be none
            self._folder = os.getcwd()
            os.chdir(folder)
        return module.__dict__

    def __exit__(self, *_):
        sys.path[:] = self._path
        for name in set(sys.modules) - self._before:
            if _is_users(sys.modules[name]):
                del sys.modules[name]  # it may have changed when it is asked for again
        with contextlib.suppress(OSError, TypeError):
            os.chdir(self._folder)


def _is_users(module):
    file = getattr(module, "__file__", None)
    if not file:
        return False
    import tvm

    homes = [os.path.dirname(os.path.abspath(tvm.__file__)), os.path.dirname(os.__file__)]
    if "site-packages" in file or "dist-packages" in file or file.endswith((".so", ".pyd")):
        return False
    return not any(os.path.abspath(file).startswith(home + os.sep) for home in homes)


def _package(folder):
    """(name, folder to import from) of the package that a file lies in; ("", folder) where it lies in none."""
    names = []
    while os.path.isfile(os.path.join(folder, "__init__.py")) and os.path.basename(folder):
        names.insert(0, os.path.basename(folder))
        folder = os.path.dirname(folder)
    return ".".join(names), folder
