"""The types that TVM gives the results of small Relax functions. They are the editor's, and hold no code of the user's."""
import io
from contextlib import redirect_stderr, redirect_stdout

from .. import tvm_import

_OPERATORS = ("Add", "Sub", "Mul", "FloorDiv", "FloorMod")


class _Unsaid(Exception):
    """A type that the answer has no words for."""


def answer(params, progress):
    tvm_import.load(progress)
    types = []
    for text in params["questions"]:
        progress("parsing", "R")
        types.append(_type_of(text))
    return {"types": types}


def _type_of(text):
    """None where TVM rejects the function, or gives it a type that cannot be told."""
    from tvm.script import from_source

    try:
        with redirect_stdout(io.StringIO()), redirect_stderr(io.StringIO()):
            function = from_source(text)
        return _told(_field(function, "ret_ty", "ret_struct_info"))
    except Exception:
        return None


def _field(node, *names):
    """A field by its name of today or an older one."""
    for name in names:
        found = getattr(node, name, None)
        if found is not None:
            return found
    return None


def _told(kind):
    name = type(kind).__name__.replace("StructInfo", "Type")
    if name == "TensorType":
        if kind.vdevice is not None:
            raise _Unsaid()
        shape = getattr(kind.shape, "values", None)
        if kind.shape is not None and shape is None:
            raise _Unsaid()
        dtype = "" if kind.dtype is None else str(kind.dtype)
        return {"kind": "tensor", "ndim": int(kind.ndim), "dtype": "" if dtype == "void" else dtype,
                "shape": None if shape is None else [_size(each) for each in shape]}
    if name == "ShapeType":
        values = kind.values
        return {"kind": "shape", "ndim": int(kind.ndim),
                "values": None if values is None else [_size(each) for each in values]}
    if name == "TupleType":
        return {"kind": "tuple", "fields": [_told(each) for each in kind.fields]}
    if name == "PrimType":
        if getattr(kind, "value", None) is not None:
            raise _Unsaid()
        return {"kind": "scalar", "dtype": str(kind.dtype)}
    if name in ("ObjectType", "AnyType"):
        return {"kind": "any"}
    raise _Unsaid()


def _size(value):
    name = type(value).__name__
    if name == "IntImm":
        return int(value.value)
    if name in ("Var", "SizeVar"):
        return str(value.name)
    if name in _OPERATORS:
        return [name, _size(value.a), _size(value.b)]
    raise _Unsaid()
