"""Finds the decorated functions and modules in a file, by reading alone."""
import ast
import re

PRIM_FUNC, RELAX_FUNCTION, IR_MODULE = "PrimFunc", "Function", "IRModule"

# An unresolved root is taken for what it is called everywhere.
_USUAL = {"T": "tvm.script.tir", "tir": "tvm.script.tir", "tirx": "tvm.script.tirx", "Tx": "tvm.script.tirx",
          "R": "tvm.script.relax", "relax": "tvm.script.relax", "I": "tvm.script.ir", "ir": "tvm.script.ir"}


class Definition:
    """node: the ``def`` or ``class``; scopes: the functions and classes around it, outermost first;
    member: the name inside the IRModule that ``node`` is, or None."""

    def __init__(self, node, kind, scopes, member=None, member_node=None):
        self.node = node
        self.kind = kind
        self.scopes = scopes
        self.member = member
        self.own = member_node or node
        names = [scope.name for scope in scopes] + [node.name] + ([member] if member else [])
        self.path = ".".join(names)
        self.name = names[-1]

    def name_range(self, text):
        """Where the name stands."""
        row = text.rows[self.own.lineno - 1].encode("utf-8", "surrogatepass")
        found = re.compile(rb"(?:def|class)\s+").match(row, self.own.col_offset)
        start = found.end() if found else self.own.col_offset
        size = len(self.own.name.encode("utf-8", "surrogatepass"))
        return text.range(self.own.lineno, start, self.own.lineno, start + size)


def find(tree):
    """All definitions in the order of the text; the members of an IRModule follow it."""
    aliases = _aliases(tree)
    found = []

    def visit(node, scopes):
        for child in ast.iter_child_nodes(node):
            if not isinstance(child, (ast.FunctionDef, ast.ClassDef)):
                visit(child, scopes)
                continue
            kind = _kind(child, aliases)
            if not kind:
                visit(child, scopes + [child])
                continue
            found.append(Definition(child, kind, scopes))
            if kind == IR_MODULE:
                for member in child.body:
                    inner = _kind(member, aliases) if isinstance(member, ast.FunctionDef) else None
                    if inner:
                        found.append(Definition(child, inner, scopes, member.name, member))

    visit(tree, [])
    return found


def select(definitions, path):
    """The definition of that path; the last one where a name is defined twice, as in Python."""
    same = [definition for definition in definitions if definition.path == path]
    return same[-1] if same else None


def dotted(node):
    """``a.b.c`` of an expression, or None."""
    names = []
    while isinstance(node, ast.Attribute):
        names.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name):
        return None
    names.append(node.id)
    return ".".join(reversed(names))


def _kind(node, aliases):
    for decorator in node.decorator_list:
        name = dotted(decorator.func if isinstance(decorator, ast.Call) else decorator)
        if not name:
            continue
        root, _, rest = name.partition(".")
        full = aliases.get(root) or _USUAL.get(root) or root
        full = full + "." + rest if rest else full
        if not full.startswith("tvm."):
            continue
        last = full.rsplit(".", 1)[1]
        if isinstance(node, ast.ClassDef):
            if last == "ir_module":
                return IR_MODULE
        elif last == "prim_func":
            return PRIM_FUNC
        elif last == "function" and ".relax." in full:
            return RELAX_FUNCTION
    return None


def _aliases(tree):
    """What the imported names stand for, wherever in the file they are imported."""
    names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname:
                    names[alias.asname] = alias.name
                else:
                    names.setdefault(alias.name.split(".")[0], alias.name.split(".")[0])
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = node.module + "." + alias.name
    return names
