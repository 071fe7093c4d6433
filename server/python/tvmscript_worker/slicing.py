"""Which statements a definition depends on: the imports, assignments and functions whose names it uses, and theirs.

Nothing else of the file is run. Calls that stand alone (``print(…)``, ``mod.show()``, ``train()``) never are.
"""
import ast

from . import definitions

_BODIES = ("body", "orelse", "finalbody")


class Slice:
    """statements: to be run in this order. bare: names that are bound around the definition by something that
    only has a value while the enclosing function runs: name -> that function's or loop's description."""

    def __init__(self, statements, bare):
        self.statements = statements
        self.bare = bare


def slice_for(tree, node, scopes):
    bare = {}
    blocks = [_before(tree.body, node)]
    for scope in scopes:
        blocks.append(_defaults(scope, bare) + _before(scope.body, node))
    _loops(tree, node, bare)
    candidates = [statement for block in blocks for statement in block if not _never(statement)]
    needed = used_names(node)
    kept = set()
    grew = True
    while grew:
        grew = False
        for number in range(len(candidates) - 1, -1, -1):
            statement = candidates[number]
            if number in kept or not (bound_names(statement) & needed):
                continue
            kept.add(number)
            needed |= used_names(statement)
            grew = True
    bound = set().union(*(bound_names(candidates[number]) for number in kept)) if kept else set()
    missing = needed - bound - set(bare)
    paths = _dotted_paths([candidates[number] for number in kept] + [node])
    statements = []
    for number, statement in enumerate(candidates):
        if number in kept:
            statements.append(_only(statement, needed, paths))
        elif _is_star(statement) and missing:
            statements.append(statement)
    return Slice(statements, {name: owner for name, owner in bare.items() if name not in bound and name in needed})


def used_names(node):
    return {found.id for found in ast.walk(node) if isinstance(found, ast.Name)}


def bound_names(statement):
    """Names that a statement gives a value to, or changes (``a[0] = …``, ``a.b = …``)."""
    names = set()
    if isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
        return {statement.name}
    for node in ast.walk(statement):
        if isinstance(node, ast.Name) and isinstance(node.ctx, (ast.Store, ast.Del)):
            names.add(node.id)
        elif isinstance(node, (ast.Attribute, ast.Subscript)) and isinstance(node.ctx, (ast.Store, ast.Del)):
            root = node.value
            while isinstance(root, (ast.Attribute, ast.Subscript)):
                root = root.value
            if isinstance(root, ast.Name):
                names.add(root.id)
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            names.add(node.name)
        elif isinstance(node, (ast.Import, ast.ImportFrom)):
            names |= {alias.asname or alias.name.split(".")[0] for alias in node.names if alias.name != "*"}
    return names


def _before(body, node):
    """The statements of a block that run before ``node`` does, also those of the blocks that ``node`` is nested in."""
    found = []
    for statement in body:
        if _contains(statement, node):
            if not isinstance(statement, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                for inner in _inner(statement, node):
                    found += _before(inner, node)
            break
        found.append(statement)
    return found


def _inner(statement, node):
    for field in _BODIES:
        body = getattr(statement, field, None) or []
        if any(_contains(inner, node) for inner in body):
            yield body
    for handler in getattr(statement, "handlers", []):
        if any(_contains(inner, node) for inner in handler.body):
            yield handler.body


def _contains(statement, node):
    if statement is node:
        return True
    return statement.lineno <= node.lineno <= (statement.end_lineno or statement.lineno) and any(
        found is node for found in ast.walk(statement)
    )


def _defaults(scope, bare):
    """``name = default`` for a function's parameters; those without a default are bare."""
    if not isinstance(scope, (ast.FunctionDef, ast.AsyncFunctionDef)):
        bare[scope.name] = scope.name  # a class has its name when it is complete
        return []
    arguments = scope.args
    positional = getattr(arguments, "posonlyargs", []) + arguments.args
    values = [None] * (len(positional) - len(arguments.defaults)) + list(arguments.defaults)
    pairs = list(zip(positional, values)) + list(zip(arguments.kwonlyargs, arguments.kw_defaults))
    pairs += [(extra, None) for extra in (arguments.vararg, arguments.kwarg) if extra]
    found = []
    for argument, value in pairs:
        if value is None:
            bare[argument.arg] = scope.name
        else:
            target = ast.copy_location(ast.Name(id=argument.arg, ctx=ast.Store()), value)
            found.append(ast.copy_location(ast.Assign(targets=[target], value=value, type_comment=None), value))
    return found


def _loops(tree, node, bare):
    """Variables of the loops around the definition are bare too."""
    for statement in ast.walk(tree):
        if isinstance(statement, (ast.For, ast.AsyncFor)) and _contains(statement, node):
            for name in ast.walk(statement.target):
                if isinstance(name, ast.Name):
                    bare.setdefault(name.id, "for")


def _never(statement):
    return isinstance(statement, (ast.Expr, ast.Return, ast.Assert, ast.Pass, ast.Raise))


def _is_star(statement):
    return isinstance(statement, ast.ImportFrom) and any(alias.name == "*" for alias in statement.names)


def _dotted_paths(nodes):
    """Every ``a.b.c`` that is written in them, with a dot at its end."""
    return {definitions.dotted(found) + "." for node in nodes for found in ast.walk(node)
            if isinstance(found, ast.Attribute) and definitions.dotted(found)}


def _only(statement, needed, paths):
    """An import of just the needed names: what a definition doesn't use must not be able to fail it. ``import tvm.testing``
    is ``import tvm`` to those that only write ``tvm``."""
    if not isinstance(statement, (ast.Import, ast.ImportFrom)) or _is_star(statement):
        return statement
    names = [alias for alias in statement.names if (alias.asname or alias.name.split(".")[0]) in needed]
    if isinstance(statement, ast.Import):
        names = [alias if alias.asname or any(path.startswith(alias.name + ".") for path in paths)
                 else ast.alias(name=alias.name.split(".")[0], asname=None) for alias in names]
        return ast.fix_missing_locations(ast.copy_location(ast.Import(names=names), statement))
    return ast.copy_location(ast.ImportFrom(module=statement.module, names=names, level=statement.level), statement)
