"""Arguments to call a function with, and how their values are shown. (TVM itself needs NumPy, in every release.)"""
import re

from . import devices, sizes
from .failure import Failure

_VECTOR = re.compile(r"^(?P<scalar>.*?)x(?P<lanes>\d+)$")
_INTEGERS = ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")
_FLOATS = ("float16", "float32", "float64")


class Argument:
    """value: what the function is called with; before: its content as a NumPy array; tensor: whether it can change."""

    def __init__(self, name, value, before, dtype, tensor):
        self.name = name
        self.value = value
        self.before = before
        self.dtype = dtype
        self.tensor = tensor

    def leaves(self):
        return [self]

    def rebuilt(self, values):
        return values.pop(0)


class Tuple:
    """A tuple of arguments, shown part by part."""

    def __init__(self, name, parts):
        self.name = name
        self.parts = parts

    @property
    def value(self):
        return [part.value for part in self.parts]

    def leaves(self):
        return [leaf for part in self.parts for leaf in part.leaves()]

    def rebuilt(self, values):
        return [part.rebuilt(values) for part in self.parts]


class Maker:
    """Random contents that are the same for the same seed."""

    def __init__(self, tvm, seed, device):
        import numpy

        self._tvm = tvm
        self._numpy = numpy
        self._random = numpy.random.RandomState(seed)
        self._device = device

    def tensor(self, name, shape, dtype):
        scalar, lanes = _parts(dtype)
        inner = tuple(shape) + ((lanes,) if lanes else ())
        sizes.require_memory(name, inner, 8)
        content = self._contents(name, inner, scalar)
        return Argument(name, self._put(content, shape, dtype, name), content, dtype, True)

    def scalar(self, name, dtype, value=None):
        if value is None:
            value = True if dtype == "bool" else sizes.SMALL if "int" in dtype else round(float(self._random.rand()), 4)
        return Argument(name, value, self._numpy.asarray(value), dtype, False)

    def numbers(self, values):
        return self._numpy.array(values, dtype="int64")

    def refilled(self, argument):
        """A new value of that argument with other contents."""
        content = self._contents(argument.name, argument.before.shape, _parts(argument.dtype)[0])
        return self._put(content, argument.value.shape, argument.dtype, argument.name)

    def again(self, argument):
        """A new value with the contents that it had at first."""
        return self._put(argument.before, argument.value.shape, argument.dtype, argument.name)

    def read(self, tensor):
        """A copy of a tensor's content now."""
        return self._numpy.array(tensor.numpy())

    def _contents(self, name, shape, scalar):
        """Floats between -1 and 1; integers from 0 to 7, so that they can serve as indices."""
        numpy, random = self._numpy, self._random
        if scalar == "bool":
            return numpy.asarray(random.rand(*shape) < 0.5)
        if scalar in _INTEGERS:
            return numpy.asarray(random.randint(0, sizes.SMALL, size=shape)).astype(scalar)
        content = numpy.asarray(random.rand(*shape) * 2 - 1)
        if scalar in _FLOATS:
            return content.astype(scalar)
        try:
            import ml_dtypes

            return content.astype(getattr(ml_dtypes, scalar))
        except (ImportError, AttributeError, TypeError):
            raise Failure("unsupported", "dtype", [name, scalar])

    def _put(self, content, shape, dtype, name):
        empty = getattr(self._tvm.runtime, "empty", None) or self._tvm.nd.empty
        try:
            tensor = empty(tuple(int(extent) for extent in shape), dtype, self._device)
            tensor.copyfrom(self._numpy.ascontiguousarray(content).reshape(content.shape))
        except Exception as error:
            if devices.is_out_of_memory(error):
                size = "%.2f" % (content.nbytes / (1 << 30))
                raise Failure("unsupported", "device-memory", [name, size], str(error))
            raise Failure("unsupported", "dtype", [name, dtype], str(error))
        return tensor


def shown(name, role, array, dtype, before=None):
    """As ``TensorValue`` in server/src/protocol.ts."""
    import numpy

    value = {"name": name, "role": role, "shape": list(array.shape), "dtype": dtype, "preview": preview(array)}
    if before is not None:
        value["before"] = preview(before)
    if array.size and array.ndim:
        numbers = array.astype("float64")
        if numpy.isfinite(numbers).all():
            value["min"], value["max"] = float(numbers.min()), float(numbers.max())
    return value


def preview(array):
    import numpy

    if array.dtype.kind not in "biuf":
        array = array.astype("float64")  # bfloat16 and float8 come from ml_dtypes
    if array.ndim == 0:
        return str(array.item())
    return numpy.array2string(array, threshold=64, edgeitems=3, precision=4, suppress_small=True, max_line_width=100)


def _parts(dtype):
    """("float32", 4) of "float32x4"; ("float32", 0) of "float32"."""
    vector = _VECTOR.match(dtype)
    return (vector.group("scalar"), int(vector.group("lanes"))) if vector else (dtype, 0)
