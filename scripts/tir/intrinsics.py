"""Writes server/data/tir/intrinsics.json: what TIR's intrinsic functions build, release by release.

    python3 scripts/tir/intrinsics.py TVM_CHECKOUT

TVM_CHECKOUT is a git repository of TVM with its release tags. Read are the functions of `tir/op.py` (from 0.24 on
`tirx/op.py`) whose body is one `return call_intrin(DTYPE, OPERATOR, ARGUMENT…)`. A row is
[first release, last release, parameters, defaults, dtype, operator, arguments], where `dtype` is a type's name, `$x` for the
type that is passed as x, or `@x` for the type of the argument x. `*x` is a rest parameter.
"""

import ast
import json
import pathlib
import subprocess
import sys

TAGS = {f"0.{minor}": f"v0.{minor}.0" for minor in range(17, 27)}
TAGS["0.27"] = "HEAD"
PATHS = ("python/tvm/tirx/op.py", "python/tvm/tir/op.py")


def source(repository: str, tag: str) -> str:
    for path in PATHS:
        shown = subprocess.run(["git", "-C", repository, "show", f"{tag}:{path}"], capture_output=True, text=True)
        if shown.returncode == 0:
            return shown.stdout
    raise SystemExit(f"{tag}: no op.py")


def is_conversion(statement: ast.stmt) -> bool:
    """Docstrings and `x = convert(x)`, which change nothing that a tree shows."""
    if isinstance(statement, ast.Expr):
        return isinstance(statement.value, ast.Constant)
    return (
        isinstance(statement, ast.Assign)
        and isinstance(statement.value, ast.Call)
        and ast.unparse(statement.value.func) in ("convert", "tir.convert", "_require_float_arg")
    )


def dtype_of(node: ast.expr, parameters: list[str]) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.Name) and node.id in parameters:
        return f"${node.id}"
    if isinstance(node, ast.Attribute) and node.attr in ("dtype", "ty") and isinstance(node.value, ast.Name):
        return f"@{node.value.id}"
    text = ast.unparse(node)
    if text.startswith("PointerType("):
        return "handle"
    for name in parameters:
        if text == f"_primexpr_ty({name})":
            return f"@{name}"
    return None


def row(function: ast.FunctionDef) -> list | None:
    body = [each for each in function.body if not is_conversion(each)]
    if len(body) != 1 or not isinstance(body[0], ast.Return) or not isinstance(body[0].value, ast.Call):
        return None
    call = body[0].value
    if ast.unparse(call.func) != "call_intrin" or len(call.args) < 2:
        return None
    operator = call.args[1]
    if not (isinstance(operator, ast.Constant) and isinstance(operator.value, str)):
        return None
    plain = [each.arg for each in function.args.args]
    parameters = plain + ([f"*{function.args.vararg.arg}"] if function.args.vararg else [])
    defaults = {}
    for name, value in zip(plain[len(plain) - len(function.args.defaults) :], function.args.defaults):
        try:
            defaults[name] = ast.literal_eval(value)
        except ValueError:
            return None
    dtype = dtype_of(call.args[0], plain)
    arguments = []
    for argument in call.args[2:]:
        if isinstance(argument, ast.Starred) and isinstance(argument.value, ast.Name):
            arguments.append(f"*{argument.value.id}")
        elif isinstance(argument, ast.Name):
            arguments.append(argument.id)
        else:
            return None
    if dtype is None:
        print("no type:", function.name, ast.unparse(call.args[0]), file=sys.stderr)
        return None
    if "span" in parameters:
        parameters.remove("span")
    defaults.pop("span", None)
    name = operator.value.split(".", 1)[1]
    return [parameters, defaults, dtype, name, arguments]


def main() -> None:
    known: dict[str, list[list]] = {}
    for release, tag in TAGS.items():
        for function in ast.parse(source(sys.argv[1], tag)).body:
            if not isinstance(function, ast.FunctionDef) or function.name.startswith("_"):
                continue
            made = row(function)
            if made is None:
                continue
            rows = known.setdefault(function.name, [])
            if rows and rows[-1][2:] == made:
                rows[-1][1] = release
            else:
                rows.append([release, release, *made])
    lines = [f" {json.dumps(name)}: {json.dumps(known[name], separators=(',', ':'))}" for name in sorted(known)]
    target = pathlib.Path(__file__).resolve().parents[2] / "server/data/tir/intrinsics.json"
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf8")
    print(f"{target}: {len(known)} functions")


main()
