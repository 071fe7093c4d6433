"""Asks the TVM of this interpreter which dotted names it has.

Standard input: JSON {"names": [dotted names], "modules": [dotted names of modules]}. Standard output, last line: JSON
{"names": {name: true, false, or null where it cannot be told, since a module on the way does not load here},
 "modules": {module: its public names that TVM itself made}}.
"""
import glob
import importlib
import json
import os
import sys
import types
import warnings

warnings.simplefilter("ignore")
_missing = object()


def attribute(owner, name):
    """`owner.name`; `_missing` where there is none; raises what a lazy module raises."""
    try:
        return getattr(owner, name)
    except AttributeError:
        return _missing


def submodule(owner, name):
    """Imports a module inside a package; `_missing` where there is none; raises where it is there and does not load."""
    folders = getattr(owner, "__path__", [])
    # A look at the disk first: asking Python's finders for thousands of names takes half a minute.
    if not owner.__name__.startswith("tvm.script") and not any(glob.glob(os.path.join(at, name) + "*") for at in folders):
        return _missing
    wanted = owner.__name__ + "." + name
    try:
        return importlib.import_module(wanted)
    except ModuleNotFoundError as error:
        # The name in the error can be that of the module which an alias leads to.
        if error.name == wanted or (error.name or "").startswith("tvm") and error.name.endswith("." + name):
            return _missing
        raise


def child(owner, key):
    """What `key` (the dotted path of `owner` and a name) stands for; `_missing`, or the exception that hides it."""
    prefix, _, name = key.rpartition(".")
    try:
        found = attribute(owner, name)
        if found is _missing and isinstance(owner, types.ModuleType):
            found = submodule(owner, name)
        if found is _missing and not isinstance(owner, types.ModuleType):
            # A function can have taken the place of its own module in the package: `tvm.topi.gpu.sort`.
            module = sys.modules.get(prefix)
            found = _missing if module is None else attribute(module, name)
        return found
    except BaseException as error:  # whatever a module does while it loads
        return error


def exists(path, known):
    """Whether a dotted path can be reached from its root module, as an import or an attribute."""
    names = path.split(".")
    try:
        here = importlib.import_module(names[0])
    except ModuleNotFoundError:
        return False
    for end in range(2, len(names) + 1):
        key = ".".join(names[:end])
        if key not in known:
            known[key] = child(here, key)
        here = known[key]
        if here is _missing:
            return False
        if isinstance(here, BaseException):
            return None
    return True


def public_names(path, known):
    """The names in a module that are TVM's own, and not what it imported from elsewhere."""
    if not exists(path, known):
        return None
    module = known[path]
    names = []
    for name in dir(module):
        value = getattr(module, name, None)
        home = value.__name__ if isinstance(value, types.ModuleType) else getattr(value, "__module__", None)
        if not name.startswith("_") and isinstance(home, str) and home.partition(".")[0] in ("tvm", "tvm_ffi"):
            names.append(name)
    return names


def main():
    out, sys.stdout = sys.stdout, sys.stderr
    for optional in ("tvm", "tvm.relax", "tvm.relax.frontend.nn", "tvm.script", "tvm.testing"):
        try:
            importlib.import_module(optional)
        except ImportError:
            pass
    asked = json.load(sys.stdin)
    known = {}
    answers = {
        "names": {name: exists(name, known) for name in asked["names"]},
        "modules": {path: public_names(path, known) for path in asked["modules"]},
    }
    print(json.dumps(answers), file=out, flush=True)


main()
