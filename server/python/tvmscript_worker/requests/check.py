"""TVM's own verdict on the definitions of a file."""
from .. import tvm_import
from ..evaluate import Program, value_of
from ..failure import Failure


def answer(params, progress):
    program = Program(params["source"])
    path = params.get("path")
    skipped = params.get("skip") or []  # those that ended an earlier worker
    chosen = [program.definition(path)] if path else [
        found for found in program.definitions if not found.member and found.path not in skipped]
    tvm = tvm_import.load(progress)
    verdicts = []
    for definition in chosen:
        progress("parsing", definition.path)
        progress("user")
        try:
            value_of(program, definition)
            verdicts.append({"path": definition.path, "kind": definition.kind, "accepted": True, "error": None})
        except Failure as failure:
            verdicts.append({"path": definition.path, "kind": definition.kind,
                             "accepted": None if failure.kind == "unsupported" else False, "error": failure.as_json()})
    return {"tvm": tvm.__version__, "definitions": verdicts}
