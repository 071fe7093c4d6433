"""What a function is called with, read from its parameters."""
from . import modules, sizes, tensors
from .failure import Failure


def arguments_for(tvm, function, maker, place):
    """(arguments, [(name, value)]): the latter are dimensions that had to be given a value and aren't arguments."""
    known = sizes.Sizes()
    read = _prim_argument if modules.is_prim_func(function) else _relax_argument
    arguments = [read(tvm, function, variable, maker, known, place) for variable in function.params]
    passed = {argument.name for argument in arguments}
    return arguments, [pair for pair in known.values.items() if pair[0] not in passed]


def _prim_argument(tvm, function, variable, maker, known, place):
    buffer = _buffer_of(function, variable)
    if buffer is not None:
        name, shape, dtype = buffer
        return maker.tensor(name, known.shape(shape), dtype)
    name, dtype = str(variable.name), _dtype_of(variable)
    if dtype == "handle":
        raise Failure("unsupported", "raw-handle", [name], None, place)
    return maker.scalar(name, dtype, known.of(variable) if "int" in dtype else None)


def _buffer_of(function, variable):
    """(name, shape, dtype). From 0.26 on a buffer is a parameter's type; before, a map leads from the parameter to it."""
    if hasattr(function, "buffer_map"):
        if variable not in function.buffer_map:
            return None
        buffer = function.buffer_map[variable]
        return str(buffer.name), buffer.shape, _plain_dtype(buffer.dtype)
    if type(variable.ty).__name__ != "BufferType":
        return None
    return str(variable.name), variable.ty.shape, _plain_dtype(variable.ty.dtype)


def _dtype_of(variable):
    kind = getattr(variable, "ty", None)
    if type(kind).__name__ == "PointerType":
        return "handle"
    dtype = getattr(kind, "dtype", None)
    return _plain_dtype(variable.dtype if dtype is None else dtype)


def _plain_dtype(dtype):
    """``float32`` of a string, a tvm_ffi dtype or a PrimType (which prints ``T.float32``)."""
    text = str(getattr(dtype, "dtype", dtype) if type(dtype).__name__ == "PrimType" else dtype)
    return text[2:] if text.startswith("T.") else text


def _relax_argument(tvm, function, variable, maker, known, place):
    name = str(getattr(variable, "name_hint", None) or variable.name)
    info = getattr(variable, "struct_info", None)  # until 0.25; its type afterwards
    return _relax_value(tvm, name, variable.ty if info is None else info, maker, known, place)


def _relax_value(tvm, name, info, maker, known, place):
    kind = type(info).__name__.replace("StructInfo", "").replace("Type", "")
    if kind == "Tensor":
        dtype = "float32" if info.dtype is None else _plain_dtype(info.dtype)
        return maker.tensor(name, _tensor_shape(name, info, known, place), "float32" if dtype in ("", "void") else dtype)
    if kind == "Shape" and info.values is not None:
        shape = known.shape(info.values)
        return tensors.Argument(name, tvm.runtime.ShapeTuple(shape), maker.numbers(shape), "int64", False)
    if kind == "Prim":
        value = getattr(info, "value", None)
        return maker.scalar(name, _plain_dtype(info.dtype), known.extent(value) if value is not None else None)
    if kind == "Tuple":
        parts = [_relax_value(tvm, "%s[%d]" % (name, number), part, maker, known, place)
                 for number, part in enumerate(info.fields)]
        return tensors.Tuple(name, parts)
    raise Failure("unsupported", "parameter", [name, type(info).__name__], None, place)


def _tensor_shape(name, info, known, place):
    shape = info.shape
    if shape is not None and hasattr(shape, "values"):
        return known.shape(shape.values)
    if info.ndim < 0:
        raise Failure("unsupported", "unknown-shape", [name], None, place)
    return (sizes.SMALL,) * info.ndim
