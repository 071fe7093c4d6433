"""The tree of one definition, as TVM has it."""
import ast
import sys

from .. import tvm_import
from ..evaluate import Program, value_of
from ..failure import Failure
from ..nodes import Dump, Reflection
from ..spans import native

_LARGEST = 200000


def answer(params, progress):
    program = Program(params["source"])
    definition = program.definition(params.get("path"))
    tvm = tvm_import.load(progress)
    progress("parsing", definition.path)
    progress("user")
    value = value_of(program, definition)
    order = [member.name for member in definition.node.body if isinstance(member, ast.FunctionDef)]
    dump = Dump(Reflection(tvm), native(program.file, program.text), _LARGEST, order)
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(max(limit, 20000))
    try:
        root = dump.node(value)
    finally:
        sys.setrecursionlimit(limit)
    if dump.overflowed:
        raise Failure("unsupported", "tree-too-large", [definition.path, _LARGEST])
    return {"tvm": tvm.__version__, "path": definition.path, "kind": definition.kind, "root": root}
