"""Writes server/data/tir/namespaces.json: what the functions of TIR's namespaces (`T.nki.load`, `T.cuda.cta_sync`) build.

    python3 scripts/tir/namespaces.py 0.17=PYTHON 0.22=PYTHON …

Each PYTHON is an interpreter with that release. A function is called with a variable for each parameter, and what it builds
is looked at: only those that make one call of an operator out of their arguments, in whatever order, are kept. The rows are
those of intrinsics.json; see intrinsics.py.
"""

import json
import pathlib
import subprocess
import sys

ASK = r"""
import inspect, json, os, resource, signal
import tvm
try:
    from tvm.script import tirx as T
    from tvm import tirx as tir
except ImportError:
    from tvm.script import tir as T
    from tvm import tir
known = set(json.loads(input()))

def members(place, prefix, depth):
    for name in sorted(dir(place)):
        if name.startswith("_"):
            continue
        try:
            value = getattr(place, name)
        except Exception:
            continue
        path = prefix + name
        if inspect.isfunction(value) or inspect.ismethod(value):
            yield path, value
        elif depth < 3 and type(value).__name__.endswith("Namespace") and type(value).__name__ != "PTXNamespace":
            yield from members(value, path + ".", depth + 1)

def number(dtype):
    return tir.Var("x", dtype)

def attempt(function, signature, dtype, typed):
    given, order = {}, []
    args, rest = [], None
    for name, parameter in signature.parameters.items():
        if name in ("span", "loc", "ip"):
            continue
        if parameter.kind is parameter.VAR_POSITIONAL:
            rest = [number(dtype), number(dtype)]
            args += rest
            order.append("*" + name)
        elif parameter.kind is parameter.VAR_KEYWORD:
            continue
        elif parameter.kind is parameter.KEYWORD_ONLY:
            if parameter.default is parameter.empty:
                return None
        else:
            value = typed if "dtype" in name or name.endswith("type") else number(dtype)
            given[name] = value
            args.append(value)
            order.append(name)
    made = function(*args)
    if type(made).__name__ != "Call" or type(made.op).__name__ != "Op":
        return None
    arguments, left = [], list(made.args)
    while left:
        item = left.pop(0)
        if rest and left and item.same_as(rest[0]) and left[0].same_as(rest[1]):
            left.pop(0)
            arguments.append(order[[each[0] for each in order].index("*")])
            continue
        names = [name for name, value in given.items() if value is not typed and item.same_as(value)]
        names += [name for name, value in given.items() if value is typed and getattr(item, "value", None) == typed]
        if len(names) != 1:
            return None
        arguments.append(names[0])
    ty = getattr(made, "ty", None)
    shown = str(getattr(made, "dtype", None) or getattr(ty, "dtype", None) or ("handle" if "Pointer" in type(ty).__name__ else ""))
    return order, given, arguments, str(made.op.name).split(".", 1)[1], shown

def probe(function):
    signature = inspect.signature(function)
    found = []
    for dtype, typed in (("int32", "float32"), ("int64", "float16"), ("float32", "float32"), ("handle", "float32")):
        try:
            made = attempt(function, signature, dtype, typed)
        except Exception:
            continue
        if made:
            found.append((dtype, typed, made))
    if not found:
        return None
    order, given, arguments, operator, shown = found[0][2]
    if any(each[2][2] != arguments or each[2][3] != operator for each in found):
        return None
    if all(each[2][4] == each[1] for each in found) and any("dtype" in name or name.endswith("type") for name in given):
        rule = "$" + next(name for name in given if "dtype" in name or name.endswith("type"))
    elif len({each[2][4] for each in found}) == 1:
        rule = "" if shown in ("void", "None") else shown
    elif all(each[2][4] == each[0] for each in found):
        rule = "@" + next(name for name in order if not name.startswith("*"))
    else:
        return None
    defaults = {}
    for name in order:
        default = signature.parameters[name.lstrip("*")].default
        if isinstance(default, (bool, int, str)):
            defaults[name] = default
    return [order, defaults, rule, operator, arguments]

def alone(function):
    "In a process of its own: a function that is called with nonsense may never come back, or fill the memory."
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(5)
        limit = 8 << 30
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        try:
            os.write(write, json.dumps(probe(function)).encode())
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as answer:
        text = answer.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else None

rows = {}
for path, function in members(T, "", 0):
    row = None if path in known else alone(function)
    if row:
        rows[path] = row
print("\n" + json.dumps(rows))
"""


def main() -> None:
    folder = pathlib.Path(__file__).resolve().parents[2] / "server/data/tir"
    plain = json.loads((folder / "intrinsics.json").read_text(encoding="utf8"))
    known: dict[str, list[list]] = {}
    releases = [each.split("=", 1) for each in sys.argv[1:]]
    for release, python in releases:
        asked = subprocess.run(
            [python, "-c", ASK], input=json.dumps(list(plain)) + "\n", capture_output=True, text=True, check=True
        )
        for name, made in json.loads(asked.stdout.splitlines()[-1]).items():
            rows = known.setdefault(name, [])
            if rows and rows[-1][2:] == made:
                rows[-1][1] = release
            else:
                rows.append([release, release, *made])
    lines = [f" {json.dumps(name)}: {json.dumps(known[name], separators=(',', ':'))}" for name in sorted(known)]
    target = folder / "namespaces.json"
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf8")
    print(f"{target}: {len(known)} functions")


main()
