"""What of a file is compiled: an IRModule made of the definition asked for."""
from .failure import Failure
from .nodes import Dump, Reflection


def is_prim_func(value):
    return type(value).__name__ == "PrimFunc"


def is_relax(value):
    return type(value).__name__ == "Function"


def module_for(tvm, program, definition, value, whole=None):
    """(IRModule, name of the function or None).

    A PrimFunc goes under its own global symbol; one of a module's PrimFuncs brings the functions that it calls, one of
    its relax functions the whole module. ``whole`` is the IRModule around a member.
    """
    if definition.member:
        if is_relax(value):
            return whole, definition.member
        chosen = {}
        _collect(tvm, whole, whole.get_global_var(definition.member), chosen)
        return tvm.IRModule(chosen), definition.member
    if definition.kind == "IRModule":
        return value, None
    name = str(value.attrs["global_symbol"]) if value.attrs and "global_symbol" in value.attrs else definition.name
    if not (value.attrs and "global_symbol" in value.attrs):
        value = value.with_attr("global_symbol", name)
    return tvm.IRModule({name: value}), name


def function_to_run(program, definition, module, name):
    """(name, function): the one asked for, ``main``, or the only one there is."""
    functions = {variable.name_hint: function for variable, function in module.functions.items()
                 if is_prim_func(function) or is_relax(function)}
    if name is None:
        relax = [found for found, function in functions.items() if is_relax(function)]
        if "main" in functions:
            name = "main"
        elif len(functions) == 1:
            name = next(iter(functions))
        elif len(relax) == 1:
            name = relax[0]
    if name is None:
        names = ", ".join("%s.%s" % (definition.path, found) for found in sorted(functions))
        if not names:
            raise Failure("not-found", "no-functions", [definition.path], None, definition.name_range(program.text))
        raise Failure("not-found", "which-function", [definition.path, names], None, definition.name_range(program.text))
    return name, functions[name]


def _collect(tvm, module, variable, chosen):
    """The function and what it calls by GlobalVar."""
    if variable in chosen:
        return
    function = chosen[variable] = module[variable]
    if not is_prim_func(function):
        return
    for name in _called(tvm, function):
        _collect(tvm, module, module.get_global_var(name), chosen)


def _called(tvm, function):
    """Names of the functions that a PrimFunc calls: GlobalVars anywhere in its tree."""
    names = []

    def look(node):
        if node["kind"] == "GlobalVar":
            names.append(node["fields"].get("name_hint"))
        for child in node["children"]:
            look(child["node"])

    look(Dump(Reflection(tvm), lambda value: None, 1 << 20).node(function.body))
    return names
