"""TVM objects by reflection: their kinds, their fields, their children, in TVM's own names."""
import math
import sys

DEEPEST = 400
# So many entries of a map are kept as a list.
_LIST = 3
# Positions, derived types and bookkeeping are not part of the tree.
_HIDDEN = {"span", "ty", "struct_info_", "checked_type_", "_checked_type_", "virtual_device_", "attrs", "vid",
           "source_map", "global_infos", "global_var_map_", "_"}
_DATA = {"Tensor", "NDArray", "Shape", "SourceName", "Span", "DictAttrs", "SourceMap", "TensorType"}
_STATEMENTS = {
    "For", "While", "IfThenElse", "BufferStore", "TensorStore", "AttrStmt", "LetStmt", "Bind", "Allocate", "AllocBuffer",
    "DeclBuffer", "BufferRealize", "AssertStmt", "Evaluate", "SeqStmt", "Block", "SBlock", "BlockRealize", "SBlockRealize",
    "AllocateConst", "VarBinding", "MatchCast", "BindingBlock", "DataflowBlock", "PrimFunc", "Function", "IRModule",
    "ExecScopeStmt", "TilePrimitiveCall", "Break", "Continue", "Return",
}
_OTHERS = {"Buffer", "Tensor", "BufferRegion", "TensorRegion", "Range", "IterVar", "MatchBufferRegion", "DictAttrs", "Op",
           "GlobalVar", "VDevice"}


def category(kind):
    if kind.endswith(("Type", "StructInfo")):
        return "type"
    if kind in _STATEMENTS:
        return "stmt"
    if kind in _OTHERS or kind.endswith("Attrs"):
        return "other"
    return "expr"


class Reflection:
    """How objects are looked into: tvm_ffi's type table from 0.23 on, the node API before."""

    def __init__(self, tvm):
        self._object = tvm.runtime.Object
        self._typed = hasattr(tvm.ir.IRModule, "__tvm_ffi_type_info__") and "tvm_ffi" in sys.modules
        if not self._typed:
            try:
                from tvm.runtime import _ffi_node_api as api
            except ImportError:
                from tvm.runtime import _ffi_api as api
            self._names_of = api.NodeListAttrNames
        # Before 0.21 a map keeps the order of its entries only while these are few.
        self.ordered = self._typed or hasattr(tvm, "ffi")
        self._cache = {}

    def is_object(self, value):
        return hasattr(type(value), "__tvm_ffi_type_info__") if self._typed else isinstance(value, self._object)

    def kind(self, value):
        return type(value).__tvm_ffi_type_info__.type_key.split(".")[-1] if self._typed else type(value).__name__

    def fields(self, value):
        names = self._cache.get(type(value))
        if names is None:
            names = self._cache[type(value)] = self._typed_names(value) if self._typed else self._node_names(value)
        return names

    def _typed_names(self, value):
        info, chain = type(value).__tvm_ffi_type_info__, []
        while info is not None:
            chain.append(info)
            info = info.parent_type_info
        names = []
        for info in reversed(chain):
            names += [field.name for field in info.fields if field.name not in names]
        return names

    def _node_names(self, value):
        try:
            name = self._names_of(value)
            return [str(name(number)) for number in range(name(-1))]
        except Exception:
            return []


class Dump:
    """One tree. spans: value -> range or None; order: the names of a module's functions as the source has them."""

    def __init__(self, reflection, spans, limit, order=()):
        self._reflection = reflection
        self._order = {name: number for number, name in enumerate(order)}
        self._spans = spans
        self._left = limit

    @property
    def overflowed(self):
        return self._left < 0

    def node(self, value, depth=0):
        kind = self._reflection.kind(value)
        made = {"kind": kind, "category": category(kind), "span": self._spans(value), "fields": {}, "children": []}
        self._left -= 1
        if depth > DEEPEST or self._left < 0:
            return made
        for name in self._reflection.fields(value):
            if name in _HIDDEN:
                continue
            try:
                held = getattr(value, name)
            except Exception:
                continue
            if name in ("buffer_map", "functions") and not self._reflection.ordered and len(held) > _LIST:
                held = self._as_written(value, held)
            self._put(made, name, held, depth)
        fields = made["fields"]
        if "name" not in fields and "name_hint" not in fields and hasattr(value, "name_hint"):
            try:
                fields["name_hint"] = str(value.name_hint)
            except Exception:
                pass
        return made

    def _as_written(self, value, held):
        """What is kept by addresses has another order each time: in the order that the source has."""
        if hasattr(value, "params"):
            return [held[param] for param in value.params if param in held]
        return [function for _, function in sorted(
            held.items(), key=lambda entry: self._order.get(str(entry[0].name_hint), len(self._order)))]

    def _put(self, made, name, value, depth):
        if value is None or isinstance(value, (bool, int)):
            made["fields"][name] = value
            return
        if isinstance(value, float):
            made["fields"][name] = value if math.isfinite(value) else str(value)  # JSON has no infinity
            return
        if isinstance(value, str):
            made["fields"][name] = str(value)
            return
        container = type(value).__name__
        if container in ("Array", "List", "list", "tuple"):
            for item in value:
                self._put(made, name, item, depth)
            return
        if container in ("Map", "Dict", "dict"):
            for _, item in value.items():
                self._put(made, name, item, depth)
            return
        if not self._reflection.is_object(value):
            if container in ("StringImm", "String"):
                made["fields"][name] = str(value)
            return
        kind = self._reflection.kind(value)
        if kind in _DATA or kind.endswith("Attrs") or (kind == "Var" and name == "buffer"):
            return
        if kind in ("Buffer", "Tensor") and name in ("buffer", "source_buffer"):
            made["fields"][name] = str(getattr(value, "name", ""))
            return
        made["children"].append({"role": name, "node": self.node(value, depth + 1)})
