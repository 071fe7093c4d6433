"""Definitions in TVMScript, and what this interpreter's TVM makes of them. Talks JSON.

`definitions.py collect`: prints a list of {"name", "source", "accepted"}, each a file of its own: those that stand
at module level in the package's own Python files, and those that TVM prints of its own library (operators of Relax before
and after they are legalised, workloads of MetaSchedule before and after DLight scheduled them).
`definitions.py accept`: reads such a list, each with the `other` form of the same definition or null, and prints for each
{"error": null where it accepts, "equal": whether both forms are structurally equal, null where that cannot be said}.
"""

import ast
import contextlib
import importlib
import io
import json
import linecache
import os
import sys
import types


def decorator_name(node):
    node = node.func if isinstance(node, ast.Call) else node
    return ast.unparse(node)


def is_definition(node):
    if not isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return False
    return any(decorator_name(each).split(".")[-1] in ("prim_func", "ir_module") for each in node.decorator_list)


def names_read(node):
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name)}


def names_bound(node):
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {alias.asname or alias.name.split(".")[0] for alias in node.names}
    if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
        return {node.name}
    return {each.id for each in ast.walk(node) if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store)}


def text_of(node, lines):
    first = min([node.lineno] + [each.lineno for each in getattr(node, "decorator_list", [])])
    return "".join(lines[first - 1 : node.end_lineno])


def definitions_in(path):
    """Each definition at module level, with the statements above it that it depends on."""
    with open(path, encoding="utf8") as file:
        text = file.read()
    if "prim_func" not in text:
        return
    tree = ast.parse(text)
    lines = text.splitlines(True)
    for target in filter(is_definition, tree.body):
        needed = names_read(target)
        kept = [target]
        for node in reversed(tree.body[: tree.body.index(target)]):
            if not names_bound(node) & needed:
                continue
            kept.insert(0, node)
            if not isinstance(node, (ast.Import, ast.ImportFrom)):
                needed |= names_read(node)
        yield target.name, "\n".join(text_of(node, lines).rstrip("\n") + "\n" for node in kept)


def own_definitions():
    import tvm

    root = os.path.dirname(tvm.__file__)
    for folder, folders, files in os.walk(root):
        folders.sort()
        for name in sorted(files):
            path = os.path.join(folder, name)
            if name.endswith(".py"):
                for target, source in definitions_in(path):
                    yield name + "::" + target, source


def relax_operators():
    """Names with the parameters and the result of a function; made when asked for, since not every TVM has them all."""
    from tvm import relax
    from tvm.relax import op

    tensor_type = getattr(relax, "TensorStructInfo", None) or relax.TensorType

    def tensor(name, *shape, dtype="float32"):
        return relax.Var(name, tensor_type(shape, dtype))

    flat, square = tensor("flat", 3), tensor("square", 2, 3)
    image, weight = tensor("image", 2, 3, 28, 28), tensor("weight", 4, 3, 3, 3)
    rows, columns = tensor("rows", 2, 4, 8), tensor("columns", 8, 16)
    scale, shift, index = tensor("scale", 28), tensor("shift", 28), tensor("index", 4, dtype="int64")
    unary = (
        "abs acos asin atan ceil cos cosh erf exp floor isnan log negative round rsqrt sigmoid sign sin sinh sqrt "
        "square tan tanh nn.relu nn.gelu nn.silu nn.leakyrelu nn.softmax nn.log_softmax"
    )
    for name in unary.split():
        yield name, lambda name=name: ([square], attribute(op, name)(square))
    binary = "add divide floor_divide multiply power subtract equal greater less maximum minimum"
    for name in binary.split():
        yield name, lambda name=name: ([square, flat], attribute(op, name)(square, flat))
    for name in "max mean min prod std sum variance".split():
        yield name, lambda name=name: ([rows], attribute(op, name)(rows, axis=[1]))
    yield "conv2d", lambda: ([image, weight], op.nn.conv2d(image, weight, padding=1))
    yield "max_pool2d", lambda: ([image], op.nn.max_pool2d(image, (2, 2)))
    yield "avg_pool2d", lambda: ([image], op.nn.avg_pool2d(image, (2, 2)))
    yield "layer_norm", lambda: ([image, scale, shift], op.nn.layer_norm(image, scale, shift, axes=[-1]))
    yield "rms_norm", lambda: ([image, scale], op.nn.rms_norm(image, scale, axes=[-1]))
    yield "permute_dims", lambda: ([image], op.permute_dims(image, [0, 2, 3, 1]))
    yield "reshape", lambda: ([image], op.reshape(image, (2, 3, 784)))
    yield "concat", lambda: ([image], op.concat([image, image], axis=1))
    yield "split", lambda: ([image], op.split(image, 2, axis=2))
    yield "strided_slice", lambda: ([image], op.strided_slice(image, [1], [0], [2]))
    yield "take", lambda: ([scale, index], op.take(scale, index, axis=0))
    yield "matmul", lambda: ([rows, columns], op.matmul(rows, columns))
    yield "astype", lambda: ([rows], op.astype(rows, "float16"))
    yield "cumsum", lambda: ([rows], op.cumsum(rows, axis=1))


def attribute(value, path):
    for name in path.split("."):
        value = getattr(value, name)
    return value


def printed(module):
    """TVM's own text, its imports no longer comments."""
    return module.script().replace("# from tvm.script", "from tvm.script")


def printed_relax():
    from tvm import relax

    for name, make in relax_operators():
        with contextlib.suppress(Exception):
            parameters, result = make()
            builder = relax.BlockBuilder()
            with builder.function("main", parameters):
                with builder.dataflow():
                    out = builder.emit_output(builder.emit(result))
                builder.emit_func_output(out)
            module = builder.get()
            yield "relax/" + name, printed(module)
            yield "legalized/" + name, printed(relax.transform.LegalizeOps()(module))


def first(*paths):
    """The first of these modules and things that this TVM has."""
    for path in paths:
        module, _, name = path.rpartition(".")
        with contextlib.suppress(ImportError):
            return importlib.import_module(path)
        with contextlib.suppress(ImportError, AttributeError):
            return getattr(importlib.import_module(module), name)
    raise LookupError(paths)


def passes(*names):
    modules = [first("tvm.tir.transform", "tvm.tirx.transform"), first("tvm.s_tir.transform", "tvm.tir.transform")]
    for name in names:
        for module in modules:
            if hasattr(module, name):
                yield getattr(module, name)()
                break


def printed_workloads():
    import tvm
    from tvm import te

    te_workload = first("tvm.meta_schedule.testing.te_workload", "tvm.s_tir.meta_schedule.testing.te_workload")
    dlight = first("tvm.dlight", "tvm.s_tir.dlight")
    cuda = tvm.target.Target("nvidia/geforce-rtx-3070")
    opaque = [*passes("LowerInitBlock", "PlanAndUpdateBufferAllocationLocation", "ConvertBlocksToOpaque")]
    flat = [*passes("CompactBufferAllocation", "LowerMatchBuffer", "LowerOpaqueBlock", "FlattenBuffer")]
    for name, (workload, arguments) in te_workload.CONFIGS.items():
        with contextlib.suppress(Exception):
            function = te.create_prim_func(workload(*arguments[0]))
            module = tvm.IRModule({"main": function.with_attr("global_symbol", "main")})
            yield "workload/" + name, printed(module)
            with cuda:
                rules = [dlight.gpu.Matmul(), dlight.gpu.Reduction(), dlight.gpu.Fallback()]
                module = dlight.ApplyDefaultSchedule(*rules)(module)
            yield "scheduled/" + name, printed(module)
            module = tvm.transform.Sequential(opaque)(module)
            yield "opaque/" + name, printed(module)
            module = tvm.transform.Sequential(flat)(module)
            yield "flat/" + name, printed(module)


def execute(source, number):
    """What the source defines; raises what TVM raises."""
    path = f"/definitions/{number}.py"
    linecache.cache[path] = (len(source), None, source.splitlines(True), path)
    module = types.ModuleType(f"definition_{number}")
    module.__file__ = path
    sys.modules[module.__name__] = module
    with contextlib.redirect_stdout(io.StringIO()):
        exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)
    return module.__dict__


def structurally_equal(one, other):
    import tvm

    equal = getattr(tvm.ir, "structural_equal", None)
    if equal is None:
        import tvm_ffi

        equal = tvm_ffi.structural_equal
    return bool(equal(one, other, map_free_vars=True))


def accept(name, source, number, other=None):
    """What TVM says against it, and whether it makes the same as the other form."""
    try:
        made = execute(source, number)
    except Exception as error:
        return {"error": f"{name}: {type(error).__name__}: {str(error).strip()[-300:]}", "equal": None}
    equal = None
    if other is not None:
        target = name.split("::")[1] if "::" in name else "Module"
        with contextlib.suppress(Exception):
            equal = structurally_equal(made[target], execute(other, f"{number}_other")[target])
    return {"error": None, "equal": equal}


def collect():
    found = [*own_definitions(), *printed_relax(), *printed_workloads()]
    return [
        {"name": name, "source": source, "accepted": accept(name, source, i)["error"] is None}
        for i, (name, source) in enumerate(found)
    ]


def judge():
    return [accept(each["name"], each["source"], i, each["other"]) for i, each in enumerate(json.load(sys.stdin))]


if __name__ == "__main__":
    answers = os.dup(1)
    os.dup2(2, 1)
    result = collect() if sys.argv[1] == "collect" else judge()
    sys.stdout.flush()
    with os.fdopen(answers, "w") as out:
        json.dump(result, out)
        out.flush()
        os._exit(0)
