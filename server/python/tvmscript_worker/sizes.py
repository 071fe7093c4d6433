"""Values for symbolic dimensions, and shapes with them filled in."""
from .failure import Failure

SMALL = 8
MOST_BYTES = 2 << 30

_OPERATIONS = {
    "Add": lambda a, b: a + b,
    "Sub": lambda a, b: a - b,
    "Mul": lambda a, b: a * b,
    "FloorDiv": lambda a, b: a // b,
    "FloorMod": lambda a, b: a % b,
    "Div": lambda a, b: int(a / b),
    "Mod": lambda a, b: a - b * int(a / b),
    "Min": min,
    "Max": max,
}


class Sizes:
    """Every symbolic variable gets the same small value; ``values`` lists them by name in the order met.

    Dimensions are worked out here and not by TVM, whose functions for it moved in almost every release.
    """

    def __init__(self):
        self._known = []
        self.values = {}

    def shape(self, dimensions):
        return tuple(self.extent(dimension) for dimension in dimensions)

    def extent(self, dimension):
        """A dimension as a number."""
        if isinstance(dimension, int):
            return dimension
        kind = type(dimension).__name__
        if kind in ("Var", "SizeVar"):
            return self.of(dimension)
        if kind == "IntImm":
            return int(dimension.value)
        if kind == "Cast":
            return self.extent(dimension.value)
        if kind in _OPERATIONS:
            try:
                return _OPERATIONS[kind](self.extent(dimension.a), self.extent(dimension.b))
            except ZeroDivisionError:
                pass
        raise Failure("unsupported", "dimension", [dimension])

    def of(self, variable):
        for known, value in self._known:
            if known.same_as(variable):
                return value
        self._known.append((variable, SMALL))
        self.values[str(variable.name)] = SMALL
        return SMALL


def require_memory(name, shape, item_bytes):
    size = item_bytes
    for extent in shape:
        size *= extent
    if size > MOST_BYTES:
        raise Failure("unsupported", "too-large", [name, "%.1f" % (size / (1 << 30))])
