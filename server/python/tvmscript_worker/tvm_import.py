"""Imports tvm, and says what it looks like where it can't be."""
import importlib.util
import sys
import traceback

from . import headline, process
from .failure import Failure


def find():
    """The folder of the tvm package, without importing it; None where there is none."""
    try:
        spec = importlib.util.find_spec("tvm")
    except (ImportError, ValueError, AttributeError):
        return None
    if spec is None or not spec.origin or not spec.submodule_search_locations:
        return None  # a folder without code is a namespace package
    return list(spec.submodule_search_locations)[0]


def load(progress=None):
    """Leaves the imported tvm in sys.modules and returns it."""
    if "tvm" in sys.modules and getattr(sys.modules["tvm"], "__version__", None):
        return sys.modules["tvm"]
    if find() is None:
        raise Failure("no-tvm", "no-tvm", [sys.executable])
    if progress:
        progress("importing")
    try:
        import tvm
        import tvm.script  # noqa: F401
    except BaseException as error:
        raise Failure("tvm-import", "tvm-import", [sys.executable, headline.of_error(error)], traceback.format_exc())
    process.last_words()
    if not getattr(tvm, "__version__", None):
        raise Failure("tvm-import", "tvm-import", [sys.executable, "tvm.__version__"], repr(tvm))
    return tvm
