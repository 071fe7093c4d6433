"""Writes server/data/tir/operators.json: what TVM's registry says of every TIR and Relax operator.

    python3 scripts/tir/operators.py 0.17=PYTHON 0.22=PYTHON …

Each PYTHON is an interpreter with that release. A row is [first release, last release, number of inputs, level of support,
description, attributes' type, arguments], the arguments as [name, type, description].
"""

import json
import pathlib
import subprocess
import sys

ASK = """
import json, sys
import tvm
for name in ("tvm.relax", "tvm.script"):
    try: __import__(name)
    except ImportError: pass
from tvm.ir import Op
rows = {}
for name in map(str, Op.list_op_names()):
    if name.split(".")[0] in ("prim", "tir", "tirx", "relax"):
        op = Op.get(name)
        arguments = [[str(a.name), str(a.type_info), str(a.description)] for a in op.arguments]
        rows[name] = [int(op.num_inputs), int(op.support_level), str(op.description), str(op.attrs_type_key), arguments]
print("\\n" + json.dumps(rows))
"""


def main() -> None:
    known: dict[str, list[list]] = {}
    releases = []
    for each in sys.argv[1:]:
        release, python = each.split("=", 1)
        releases.append(release)
        shown = subprocess.run([python, "-c", ASK], capture_output=True, text=True, check=True).stdout
        for name, made in json.loads(shown.splitlines()[-1]).items():
            rows = known.setdefault(name, [])
            if rows and rows[-1][2:] == made:
                rows[-1][1] = release
            else:
                rows.append([release, release, *made])
    lines = [f" {json.dumps(name)}: {json.dumps(known[name], separators=(',', ':'))}" for name in sorted(known)]
    target = pathlib.Path(__file__).resolve().parents[2] / "server/data/tir/operators.json"
    target.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf8")
    print(f"{target}: {len(known)} operators of {', '.join(releases)}")


main()
