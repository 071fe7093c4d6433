"""Definitions in TVMScript, and what this interpreter's TVM makes of them. Talks JSON.

`definitions.py collect`: prints a list of {"name", "source"} that this TVM accepts, each a file of its own: those that stand
at module level in the package's own Python files, and those that TVM prints of its own library (operators of Relax before
and after they are legalised, workloads of MetaSchedule before and after DLight scheduled them).
`definitions.py accept`: reads such a list, prints the list of errors, null where it accepts.
"""

import ast
import contextlib
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
                    yield os.path.relpath(path, root) + "::" + target, source


def relax_operators():
    from tvm import relax
    from tvm.relax import op

    def tensor(name, *shape, dtype="float32"):
        return relax.Var(name, relax.TensorStructInfo(shape, dtype))

    unary = "abs acos asin atan ceil cos cosh erf exp floor isnan log negative round rsqrt sigmoid sign sin sinh sqrt square tan tanh"
    binary = "add divide floor_divide multiply power subtract equal greater less maximum minimum"
    reductions = "max mean min prod std sum variance"
    for name in unary.split():
        if hasattr(op, name):
            x = tensor("x", 2, 3)
            yield name, [x], getattr(op, name)(x)
    for name in binary.split():
        x, y = tensor("x", 2, 3), tensor("y", 3)
        yield name, [x, y], getattr(op, name)(x, y)
    for name in reductions.split():
        x = tensor("x", 2, 3, 4)
        yield name, [x], getattr(op, name)(x, axis=[1])
    for name in "relu gelu silu leakyrelu softmax log_softmax".split():
        if hasattr(op.nn, name):
            x = tensor("x", 2, 3)
            yield "nn_" + name, [x], getattr(op.nn, name)(x)
    x, w = tensor("x", 2, 3, 28, 28), tensor("w", 4, 3, 3, 3)
    yield "conv2d", [x, w], op.nn.conv2d(x, w, padding=1)
    yield "max_pool2d", [x], op.nn.max_pool2d(x, (2, 2))
    yield "avg_pool2d", [x], op.nn.avg_pool2d(x, (2, 2))
    g, b = tensor("g", 28), tensor("b", 28)
    yield "layer_norm", [x, g, b], op.nn.layer_norm(x, g, b, axes=[-1])
    yield "rms_norm", [x, g], op.nn.rms_norm(x, g, axes=[-1])
    yield "permute_dims", [x], op.permute_dims(x, [0, 2, 3, 1])
    yield "reshape", [x], op.reshape(x, (2, 3, 784))
    yield "concat", [x], op.concat([x, x], axis=1)
    yield "split", [x], op.split(x, 2, axis=2)
    yield "strided_slice", [x], op.strided_slice(x, [1], [0], [2])
    yield "take", [g, tensor("i", 4, dtype="int64")], op.take(g, tensor("i", 4, dtype="int64"), axis=0)
    m, n = tensor("m", 2, 4, 8), tensor("n", 8, 16)
    yield "matmul", [m, n], op.matmul(m, n)
    yield "astype", [x], op.astype(x, "float16")
    yield "cumsum", [m], op.cumsum(m, axis=1)


def printed_relax():
    from tvm import relax

    for name, parameters, result in relax_operators():
        builder = relax.BlockBuilder()
        free = [each for each in relax.analysis.free_vars(result) if each not in parameters]
        with builder.function("main", parameters if not free else relax.analysis.free_vars(result)):
            with builder.dataflow():
                out = builder.emit_output(builder.emit(result))
            builder.emit_func_output(out)
        module = builder.get()
        yield "relax/" + name, module.script()
        yield "legalized/" + name, relax.transform.LegalizeOps()(module).script()


def printed_workloads():
    import tvm
    from tvm import dlight, te, tir
    from tvm.meta_schedule.testing import te_workload

    cuda = tvm.target.Target("nvidia/geforce-rtx-3070")
    for name, configs in te_workload.CONFIGS.items():
        workload, arguments = configs
        function = te.create_prim_func(workload(*arguments[0]))
        module = tvm.IRModule({"main": function.with_attr("global_symbol", "main")})
        yield "workload/" + name, module.script()
        with cuda:
            scheduled = dlight.ApplyDefaultSchedule(
                dlight.gpu.Matmul(), dlight.gpu.Reduction(), dlight.gpu.Fallback()
            )(module)
        yield "scheduled/" + name, scheduled.script()
        yield "simplified/" + name, tir.transform.ConvertBlocksToOpaque()(scheduled).script()


def attempts(generator):
    """All that a generator gives until it fails: what TVM's library cannot do is no concern here."""
    with contextlib.suppress(Exception):
        yield from generator


def accept(name, source, number):
    """None where TVM takes it, else what it says."""
    path = f"/definitions/{number}.py"
    linecache.cache[path] = (len(source), None, source.splitlines(True), path)
    module = types.ModuleType(f"definition_{number}")
    module.__file__ = path
    sys.modules[module.__name__] = module
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(compile(source, path, "exec", dont_inherit=True), module.__dict__)
    except Exception as error:
        return f"{name}: {type(error).__name__}: {str(error).strip()[:300]}"
    return None


def collect():
    found = [*own_definitions(), *attempts(printed_relax()), *attempts(printed_workloads())]
    taken = [each for i, each in enumerate(found) if accept(*each, i) is None]
    return [{"name": name, "source": source} for name, source in taken]


def judge():
    return [accept(each["name"], each["source"], i) for i, each in enumerate(json.load(sys.stdin))]


if __name__ == "__main__":
    answers = os.dup(1)
    os.dup2(2, 1)
    result = collect() if sys.argv[1] == "collect" else judge()
    sys.stdout.flush()
    with os.fdopen(answers, "w") as out:
        json.dump(result, out)
        out.flush()
        os._exit(0)
